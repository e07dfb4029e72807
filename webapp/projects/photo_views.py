"""The pictures of projects and of their reports, for whoever may see the project."""

from flask import Blueprint, Response

from webapp.core import storage
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.projects import queries
from webapp.projects.models import ProjectPhoto
from webapp.projects.photos import WIDTHS
from webapp.projects.reports.models import Report

blueprint = Blueprint("project_photos", __name__, url_prefix="/projects/photos")


@blueprint.get("/<project_photo_id>")
@blueprint.get("/<project_photo_id>/<int:width>")
@allow(PUBLIC)
def show(project_photo_id: str, width: int = WIDTHS[-1]) -> Response:
    """One picture in one of its widths; of a report that is not public, only for those who carry the project out."""
    photo = session().get(ProjectPhoto, project_photo_id)
    if photo is None or not photo.is_ready:
        raise NotThere
    project = queries.project_for(current_actor(), photo.project_id)
    report = session().get(Report, photo.report_id) if photo.report_id else None
    is_public = project.is_public and (report is None or report.is_public)
    if not is_public and not current_actor().may_act_for(project.municipality_code):
        raise NotThere
    response = Response(storage.load(photo.key_of(width)), mimetype="image/webp")
    response.headers["Cache-Control"] = "public, max-age=604800, immutable" if is_public else "private, no-store"
    return response
