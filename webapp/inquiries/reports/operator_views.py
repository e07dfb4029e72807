"""The operator's side of reports: what people bring one step further, and what only the operator may read."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.inquiries.reports import actions, queries
from webapp.inquiries.reports.forms import ConclusionForm
from webapp.inquiries.reports.models import Report, ReportStatus
from webapp.inquiries.reports.staff_views import row_of, shown

blueprint = Blueprint("reports_operator", __name__, url_prefix="/operator/reports")


@blueprint.get("")
@allow(Role.OPERATOR)
def index() -> str:
    """What waits, then what was concluded."""
    rows = queries.raised_reports()
    waits = ReportStatus.RAISED
    return render_template(
        "inquiries/reports/operator.html",
        waiting=[row_of(row, url_for(".show", report_id=row.id)) for row in rows if row.status is waits],
        rest=[row_of(row, url_for(".show", report_id=row.id)) for row in rows if row.status is not waits],
    )


@blueprint.get("/<report_id>")
@allow(Role.OPERATOR)
def show(report_id: str) -> str:
    """What was told, what the town said."""
    return _page(queries.raised_report_for(current_actor(), report_id), ConclusionForm(formdata=None))


def _page(report: Report, form: ConclusionForm) -> str:
    return render_template("inquiries/reports/operator_show.html", form=form, **shown(report))


@blueprint.post("/<report_id>/conclude")
@allow(Role.OPERATOR)
def conclude(report_id: str) -> ResponseReturnValue:
    """The last word."""
    report, form = queries.raised_report_for(current_actor(), report_id), ConclusionForm()
    if not form.validate_on_submit():
        return _page(report, form), 422
    actions.conclude(report, form.answer.data, by=current_actor())
    flash(_("結論を送りました。"), "success")
    return redirect(url_for(".index"), 303)
