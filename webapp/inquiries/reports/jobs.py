"""Later work on reports: the town is reminded on the last morning, and the person hears when the deadline has passed."""

from typing import Any

from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler
from webapp.inquiries.reports import letters, queries
from webapp.inquiries.reports.actions import OVERDUE, REMIND


@handler(REMIND, title=_l("知らせと苦情の答えを頼む"))
def remind(payload: dict[str, Any]) -> None:
    """Write once to the town; nothing when it has decided."""
    report = queries.by_id(payload["report"])
    if report.is_pending:
        letters.tell_town(report, letters.reminder)


@handler(OVERDUE, title=_l("答えの期限が過ぎたことを申し出た人に知らせる"))
def overdue(payload: dict[str, Any]) -> None:
    """Tell the person that the next step is open now; nothing when the town has decided."""
    report = queries.by_id(payload["report"])
    if report.is_pending:
        letters.tell_person(report, letters.overdue)
