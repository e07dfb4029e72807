"""The town's side of yearly reports: read one, take its file."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.errors import NotThere
from webapp.core.permissions import allow, current_actor
from webapp.corporations import files
from webapp.corporations.designations import queries as designations
from webapp.corporations.designations.reports import queries

blueprint = Blueprint("designation_reports_staff", __name__, url_prefix="/staff/designations/reports")


@blueprint.get("/<designation_report_id>")
@allow(*TOWN_ROLES)
def show(designation_report_id: str) -> ResponseReturnValue:
    """The year in figures and words."""
    report = queries.report_for(current_actor(), designation_report_id)
    row = designations.by_id(report.designation_id)
    name = designations.name_of(row)
    return render_template("corporations/designations/staff/report.html", report=report, row=row, name=name)


@blueprint.get("/<designation_report_id>/file")
@allow(*TOWN_ROLES)
def download(designation_report_id: str) -> Response:
    """The file that was handed in."""
    report = queries.report_for(current_actor(), designation_report_id)
    if not report.file_key:
        raise NotThere
    return files.download(report.file_key, report.file_name)
