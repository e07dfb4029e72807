"""The corporation's side of yearly reports: write one."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.errors import BadFile, NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.corporations import files
from webapp.corporations.designations import queries as designations
from webapp.corporations.designations.reports import actions, queries
from webapp.corporations.designations.reports.forms import ReportForm

blueprint = Blueprint("designation_reports", __name__, url_prefix="/my/designations/reports")


@blueprint.route("/<designation_report_id>", methods=["GET", "POST"])
@allow(Role.CORPORATION)
def write(designation_report_id: str) -> ResponseReturnValue:
    """The year in figures and words."""
    report = queries.own_for(current_actor(), designation_report_id)
    form = ReportForm(data=report.model_dump(include={"consultations", "matches", "contracts", "text"}))
    if form.validate_on_submit():
        try:
            kept = files.keep(form.file.data) if form.file.data else None
        except BadFile as refused:
            form.file.errors = [refused.sentence]
        else:
            figures = actions.Figures(
                form.consultations.data or 0, form.matches.data or 0, form.contracts.data or 0, form.text.data or ""
            )
            actions.hand_in(report, figures, upload=kept, by=current_actor())
            flash(_("報告を出しました。"), "success")
            return redirect(url_for("designations.show", designation_id=report.designation_id), 303)
    row = designations.by_id(report.designation_id)
    page = render_template(
        "corporations/designations/report.html", report=report, row=row, town=designations.town_of(row), form=form
    )
    return page, 422 if form.errors else 200


@blueprint.get("/<designation_report_id>/file")
@allow(Role.CORPORATION)
def download(designation_report_id: str) -> Response:
    """The file that was handed in."""
    report = queries.own_for(current_actor(), designation_report_id)
    if not report.file_key:
        raise NotThere
    return files.download(report.file_key, report.file_name)
