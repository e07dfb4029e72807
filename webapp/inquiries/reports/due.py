"""Last days of what was reported to the town."""

from collections.abc import Iterator

from webapp.core.actor import Actor
from webapp.core.clock import in_tokyo
from webapp.core.i18n import lazy as _l
from webapp.core.templating import link
from webapp.desk.deadlines.days import Deadline
from webapp.inquiries.reports import queries
from webapp.inquiries.threads import clock


def deadlines(actor: Actor) -> Iterator[Deadline]:
    """By when the town has to decide; it names nobody."""
    for row in queries.town_reports_for(actor):
        if row.is_pending:
            href = link("reports_staff.show", report_id=row.id)
            yield Deadline(
                in_tokyo(clock.last_day(row.due_at)).date(), _l("知らせと苦情"), row.id[-4:], href, f"report:{row.id}"
            )
