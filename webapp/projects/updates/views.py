"""What is told of a project: read by everybody, written by who carries it out."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.errors import BadFile
from webapp.core.freshness import revisited
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, SIGNED_IN, allow, current_actor
from webapp.hubs.gatherings.queries import coming_up
from webapp.municipalities import queries as municipalities
from webapp.projects import photos
from webapp.projects import queries as projects
from webapp.projects.models import Project
from webapp.projects.updates import actions, queries
from webapp.projects.updates.forms import UpdateForm
from webapp.projects.updates.models import ProjectUpdate, UpdateKind, UpdateStatus

blueprint = Blueprint("project_updates", __name__, url_prefix="/projects")


@blueprint.get("/<project_id>/updates")
@allow(PUBLIC)
@revisited
def index(project_id: str) -> ResponseReturnValue:
    """Everything that was told."""
    project = projects.project_for(current_actor(), project_id)
    return render_template(
        "projects/updates/index.html",
        project=project,
        municipality=municipalities.by_code(project.municipality_code),
        updates=queries.public_on(project.id),
        photos=photos.of_reports(project),
    )


@blueprint.get("/updates/<project_update_id>")
@allow(PUBLIC)
@revisited
def show(project_update_id: str) -> ResponseReturnValue:
    """One piece of news."""
    update, project = queries.update_for(current_actor(), project_update_id)
    return render_template(
        "projects/updates/show.html",
        update=update,
        project=project,
        photos=photos.of_reports(project).get(update.id, []),
        municipality=municipalities.by_code(project.municipality_code),
        may_change=update.status is UpdateStatus.RETURNED and update.written_by == current_actor().user_id,
    )


@blueprint.route("/<project_id>/updates/new", methods=["GET", "POST"])
@allow(SIGNED_IN)
def write(project_id: str) -> ResponseReturnValue:
    """Tell something: the town's own words are public at once, others wait for the town."""
    project = queries.written_project_for(current_actor(), project_id)
    form = UpdateForm()
    form.offer(coming_up(project.municipality_code))
    if not form.validate_on_submit():
        return _form_page(form, project, None), 422 if form.errors else 200
    try:
        kept = [photos.keep(sent.read()) for sent in form.photos.data or [] if sent]
    except BadFile as problem:
        form.photos.errors = [str(problem)]
        return _form_page(form, project, None), 422
    update = actions.write(project, **_typed(form), by=current_actor())
    photos.add(project, kept, report_id=update.id, alt=update.title)
    if update.status is UpdateStatus.PUBLIC:
        flash(_("公開しました。寄附した人には、メールでもお届けします。"), "success")
    else:
        flash(_("まちに送りました。確かめたあとで公開され、寄附した人にメールが届きます。"), "success")
    return redirect(url_for(".show", project_update_id=update.id), 303)


@blueprint.route("/updates/<project_update_id>/edit", methods=["GET", "POST"])
@allow(SIGNED_IN)
def edit(project_update_id: str) -> ResponseReturnValue:
    """Change what the town sent back."""
    update, project = queries.own_update_for(current_actor(), project_update_id)
    chosen = update.href.removeprefix("/gatherings/")
    form = UpdateForm(data={"kind": update.kind.value, "title": update.title, "text": update.text, "gathering": chosen})
    form.offer(coming_up(project.municipality_code))
    if not form.validate_on_submit():
        return _form_page(form, project, update), 422 if form.errors else 200
    actions.send_again(update, **_typed(form), by=current_actor())
    flash(_("直したものをまちに送りました。"), "success")
    return redirect(url_for(".show", project_update_id=update.id), 303)


def _typed(form: UpdateForm) -> dict[str, Any]:
    return {"kind": UpdateKind(form.kind.data), "title": form.title.data, "text": form.text.data, "href": form.href}


def _form_page(form: UpdateForm, project: Project, update: ProjectUpdate | None) -> str:
    is_town = current_actor().may_act_for(project.municipality_code)
    return render_template(
        "projects/updates/edit.html", form=form, project=project, update=update, is_public_at_once=is_town
    )
