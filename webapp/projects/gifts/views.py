"""Gifts on pages of their own within the wizard."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.projects.gifts import actions, queries
from webapp.projects.gifts.forms import GiftForm
from webapp.projects.gifts.models import Gift
from webapp.projects.models import Project
from webapp.projects.proposals.actions import must_be_editable
from webapp.projects.proposals.queries import writable_for

blueprint = Blueprint("project_gifts", __name__, url_prefix="/my/projects")


@blueprint.route("/<project_id>/gifts/new", methods=["GET", "POST"])
@allow(SIGNED_IN)
def new(project_id: str) -> ResponseReturnValue:
    """Offer one."""
    return _edit(writable_for(current_actor(), project_id, to_change=request.method == "POST"), None)


@blueprint.route("/gifts/<project_gift_id>", methods=["GET", "POST"])
@allow(SIGNED_IN)
def edit(project_gift_id: str) -> ResponseReturnValue:
    """Write one anew."""
    gift, project = queries.gift_for(current_actor(), project_gift_id)
    return _edit(project, gift)


def _edit(project: Project, gift: Gift | None) -> ResponseReturnValue:
    must_be_editable(project, current_actor())
    form = GiftForm(obj=gift)
    form.municipality_code = project.municipality_code
    if form.validate_on_submit():
        actions.offer(project, form.values(), gift=gift, by=current_actor())
        flash(_("返礼品を保存しました。"), "success")
        return _back(project)
    page = render_template("projects/gifts/edit.html", form=form, project=project, back_href=_list_of(project))
    return page, 422 if form.errors else 200


@blueprint.post("/gifts/<project_gift_id>/withdraw")
@allow(SIGNED_IN)
def withdraw(project_gift_id: str) -> ResponseReturnValue:
    """Take it away."""
    gift, project = queries.gift_for(current_actor(), project_gift_id)
    actions.withdraw(project, gift, by=current_actor())
    flash(_("返礼品をやめました。"), "success")
    return _back(project)


def _list_of(project: Project) -> str:
    if project.is_the_towns_own:
        return url_for("projects_staff.review", project_id=project.id)
    return url_for("proposal_wizard.step", project_id=project.id, screen="gifts")


def _back(project: Project) -> ResponseReturnValue:
    return redirect(_list_of(project), 303)
