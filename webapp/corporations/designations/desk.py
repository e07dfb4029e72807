"""The town's work in lines: what waits, what stands, what is over, which reports are late."""

from typing import Any

from flask import url_for

from webapp.core.actor import Actor
from webapp.core.i18n import lazy as _l
from webapp.core.templating import show_date
from webapp.corporations.designations import queries
from webapp.corporations.designations.models import STANDING, Designation, DesignationStatus
from webapp.corporations.designations.reports import queries as reports
from webapp.municipalities.models import Municipality

_S = DesignationStatus
TONES = {
    _S.CONSULT: "info", _S.APPLIED: "info", _S.REVIEW: "info", _S.PROPOSED: "info", _S.CORRECTION: "warning",
    _S.DESIGNATED: "warning", _S.NOTICED: "success", _S.CHANGE: "warning", _S.ORDER: "error", _S.REVOKED: "error",
    _S.DECLINED: "error",
}  # fmt: skip
#: what the desk can show: address value → words, statuses
FILTERS: dict[str, tuple[Any, tuple[DesignationStatus, ...]]] = {
    "open": (_l("これから対応するもの"), (*queries.WAITING, _S.DESIGNATED, _S.CHANGE)),
    "standing": (_l("指定している法人"), STANDING),
    "order": (_S.ORDER.label, (_S.ORDER,)),
    "closed": (_l("終わったもの"), (_S.REVOKED, _S.DECLINED, _S.ENDED, _S.WITHDRAWN)),
}


def chosen(typed: str) -> str:
    """The filter that is meant."""
    return typed if typed in FILTERS else "open"


def filters(actor: Actor) -> list[tuple[str, Any, int]]:
    """Each filter with its words and how much it holds."""
    counts = queries.counts_for(actor)
    return [(key, label, sum(counts[status] for status in statuses)) for key, (label, statuses) in FILTERS.items()]


def rows(actor: Actor, filter_key: str) -> list[dict[str, Any]]:
    """The lines of the queue."""
    return [_line(row, town) for row, town in queries.queue_for(actor, FILTERS[filter_key][1])]


def _line(row: Designation, town: Municipality) -> dict[str, Any]:
    return {
        "href": url_for("designations_staff.review", designation_id=row.id),
        "title": queries.name_of(row) or row.corporate_number,
        "who": f"{town.name}　{row.reference}",
        "status": row.status.label,
        "tone": TONES.get(row.status, "neutral"),
        "received": show_date(row.resubmitted_at or row.submitted_at or row.designated_on or row.created_at),
        "due": show_date(row.due_on),
        "overdue": row.is_overdue,
        "value": row.id,
    }


def late_reports(actor: Actor) -> list[tuple[str, Any, Any]]:
    """Yearly reports that are late: name, report, designation."""
    late = [(report, row) for report, row in reports.open_in(actor) if report.is_overdue and row.is_in_force]
    return [(queries.name_of(row), report, row) for report, row in late]
