"""The pictures of projects and of their reports: shown to whoever may see the project, put in by who proposes it."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core import storage
from webapp.core.database import current_scope, session
from webapp.core.errors import BadFile, NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, SIGNED_IN, allow, current_actor
from webapp.projects import photos, queries
from webapp.projects.forms import PhotoForm
from webapp.projects.models import Project, ProjectPhoto
from webapp.projects.proposals.queries import writable_for
from webapp.projects.reports.models import Report
from webapp.projects.updates.models import ProjectUpdate
from webapp.projects.updates.queries import may_write

blueprint = Blueprint("project_photos", __name__)


@blueprint.get("/projects/photos/<project_photo_id>")
@blueprint.get("/projects/photos/<project_photo_id>/<int:width>")
@allow(PUBLIC)
def show(project_photo_id: str, width: int = photos.WIDTHS[-1]) -> Response:
    """One picture in one of its widths; of a report or news that is not public, only for the town and who proposes."""
    photo = session().get(ProjectPhoto, project_photo_id)
    if photo is None or not photo.is_ready:
        raise NotThere
    project = queries.project_for(current_actor(), photo.project_id)
    is_public = project.is_public and (photo.report_id is None or _is_told(photo.report_id))
    if not is_public and not may_write(current_actor(), project):
        raise NotThere
    response = Response(storage.load(photo.key_of(width)), mimetype="image/webp")
    response.headers["Cache-Control"] = "public, max-age=604800, immutable" if is_public else "private, no-store"
    return response


@blueprint.route("/my/projects/<project_id>/photos", methods=["GET", "POST"])
@allow(SIGNED_IN)
def edit(project_id: str) -> ResponseReturnValue:
    """The pictures of the page: put in, described, taken away."""
    project, form = writable_for(current_actor(), project_id), PhotoForm()
    if form.validate_on_submit():
        return _keep(project, form)
    return _page(project, form)


def _keep(project: Project, form: PhotoForm) -> ResponseReturnValue:
    """Looking at pictures takes a while: it holds no transaction, so the row is read anew after it."""
    current_scope().commit()
    try:
        kept = [photos.keep(sent.read()) for sent in form.photos.data or [] if sent]
    except BadFile as problem:
        form.photos.errors = [str(problem)]
        return _page(project, form)
    session().expire_all()
    photos.add(writable_for(current_actor(), project.id, to_change=True), kept, alt=form.alt.data or "")
    flash(_("写真を受け取りました。数分で公開の画面に出ます。"), "success")
    return redirect(url_for(".edit", project_id=project.id), 303)


@blueprint.post("/my/projects/photos/<project_photo_id>/remove")
@allow(SIGNED_IN)
def remove(project_photo_id: str) -> ResponseReturnValue:
    """Take one away."""
    photo = session().get(ProjectPhoto, project_photo_id)
    if photo is None:
        raise NotThere
    project = writable_for(current_actor(), photo.project_id, to_change=True)
    photos.remove(project, photo, by=current_actor())
    flash(_("写真を消しました。"), "success")
    return redirect(url_for(".edit", project_id=project.id), 303)


def _page(project: Project, form: Any) -> ResponseReturnValue:
    own = project.is_the_towns_own
    back = "projects_staff.review" if own else "proposals.show"
    page = render_template(
        "projects/photos.html",
        form=form,
        project=project,
        known=photos.of_page(project),
        most=photos.MOST,
        back_href=url_for(back, project_id=project.id),
    )
    return page, 422 if form.errors else 200


def _is_told(told_id: str) -> bool:
    """Whether the report or the news that a picture belongs to is public."""
    told = session().get(Report, told_id) or session().get(ProjectUpdate, told_id)
    return told is not None and told.is_public
