"""The yearly report: asked for after the fiscal year, reminded of once, written by the corporation."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import fiscal_year, months_later, now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.corporations.designations import letters as post
from webapp.corporations.designations import queries as designations
from webapp.corporations.designations.models import STANDING, Designation
from webapp.corporations.designations.reports import letters
from webapp.corporations.designations.reports.models import DesignationReport
from webapp.corporations.files import Upload
from webapp.municipalities import queries as municipalities

trail.ACTION_LABELS |= {
    "designation.ask_report": _l("年度の報告を求めた"),
    "designation.report": _l("年度の報告を出した"),
}


@dataclass(frozen=True)
class Figures:
    """What was done in the year."""

    consultations: int
    matches: int
    contracts: int
    text: str


def ask_due(*, by: Actor, day: date | None = None) -> int:
    """Ask every designated corporation for the fiscal year that is over; how many were asked. Repeating asks nobody."""
    year = fiscal_year(day or today()) - 1
    last_day = date(year + 1, 3, 31)
    chosen = select(Designation).where(
        col(Designation.status).in_(STANDING),
        col(Designation.designated_on) <= last_day,
        col(Designation.id).not_in(
            select(DesignationReport.designation_id).where(DesignationReport.fiscal_year == year)
        ),
    )
    rows = session().exec(chosen.order_by(col(Designation.id))).all()
    for designation in rows:
        _ask(designation, year, last_day, by)
    return len(rows)


def _ask(designation: Designation, year: int, last_day: date, by: Actor) -> None:
    months = int(municipalities.setting("designation_report_months", designation.municipality_code))
    row = DesignationReport(
        designation_id=designation.id,
        municipality_code=designation.municipality_code,
        fiscal_year=year,
        due_on=max(months_later(last_day, months), months_later(today(), 1)),
    )
    session().add(row)
    session().flush()
    trail.record(designation, "designation.ask_report", by=by)
    post.tell_corporation(designation, letters.asked, report=row)


def remind_overdue() -> int:
    """Write once about each report that is late; how many letters' worth."""
    chosen = (
        select(DesignationReport, Designation)
        .join(Designation, col(Designation.id) == DesignationReport.designation_id)
        .where(
            col(DesignationReport.due_on) < today(),
            col(DesignationReport.submitted_at).is_(None),
            col(DesignationReport.reminded_at).is_(None),
            col(Designation.status).in_(STANDING),
        )
    )
    rows = session().exec(chosen).all()
    for report, designation in rows:
        report.reminded_at = now()
        post.tell_corporation(designation, letters.overdue, report=report)
    return len(rows)


def hand_in(report: DesignationReport, figures: Figures, *, by: Actor, upload: Upload | None = None) -> None:
    """The corporation reports; it may correct it later, each time with a trace."""
    designation = designations.by_id(report.designation_id)
    if not designations.is_of_corporation(by, designation):
        raise NotAllowed(_("自分の法人の報告だけを出せます。"))
    report.consultations, report.matches, report.contracts = figures.consultations, figures.matches, figures.contracts
    report.text, report.submitted_at, report.submitted_by = figures.text.strip(), now(), by.user_id
    if upload is not None:
        report.file_key, report.file_name = upload.key, upload.name
    trail.record(designation, "designation.report", by=by)
    post.tell_town(designation, letters.handed_in, report=report)
