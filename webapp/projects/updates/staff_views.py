"""The town looks through news that others wrote, and takes down what should not stand."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.trail import history_of
from webapp.projects.supporters.queries import readers_of
from webapp.projects.updates import actions, queries
from webapp.projects.updates.forms import ReasonForm
from webapp.projects.updates.models import UPDATE

blueprint = Blueprint("project_updates_staff", __name__, url_prefix="/staff/projects/updates")


@blueprint.get("/<project_update_id>")
@allow(*TOWN_ROLES)
def show(project_update_id: str) -> ResponseReturnValue:
    """One piece of news, with how many people a letter would reach."""
    return _page(project_update_id, ReasonForm(formdata=None))


def _page(update_id: str, form: ReasonForm) -> str:
    update, project = queries.staff_update_for(current_actor(), update_id)
    return render_template(
        "projects/updates/staff_show.html",
        update=update,
        project=project,
        readers=len(readers_of(project.id)),
        moves=[move.name for move in UPDATE.open_moves(update, by=current_actor())],
        form=form,
        history=told(history_of(update)),
    )


@blueprint.post("/<project_update_id>/publish")
@allow(*TOWN_ROLES)
def publish(project_update_id: str) -> ResponseReturnValue:
    """Let everybody read it, and write to who gave."""
    update, _project = queries.staff_update_for(current_actor(), project_update_id)
    actions.publish(update, by=current_actor())
    flash(_("公開しました。寄附した人には、メールでもお届けします。"), "success")
    return redirect(url_for("project_voices_staff.index"), 303)


@blueprint.post("/<project_update_id>/return")
@allow(*TOWN_ROLES)
def send_back(project_update_id: str) -> ResponseReturnValue:
    """Ask for a change."""
    update, _project = queries.staff_update_for(current_actor(), project_update_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(project_update_id, form), 422
    actions.send_back(update, by=current_actor(), reason=form.reason.data)
    flash(_("書いた人に戻し、理由を伝えました。"), "success")
    return redirect(url_for("project_voices_staff.index"), 303)


@blueprint.post("/<project_update_id>/take-down")
@allow(*TOWN_ROLES)
def take_down(project_update_id: str) -> ResponseReturnValue:
    """Off the page."""
    update, _project = queries.staff_update_for(current_actor(), project_update_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(project_update_id, form), 422
    actions.take_down(update, by=current_actor(), reason=form.reason.data)
    flash(_("公開を取りやめました。"), "success")
    return redirect(url_for("project_voices_staff.index"), 303)
