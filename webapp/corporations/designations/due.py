"""Last days of designations: the town's answer."""

from collections.abc import Iterator

from webapp.core.actor import Actor
from webapp.core.i18n import lazy as _l
from webapp.core.templating import link
from webapp.corporations.designations import queries
from webapp.corporations.designations.models import STANDING
from webapp.desk.deadlines.days import Deadline


def deadlines(actor: Actor) -> Iterator[Deadline]:
    """What waits for an answer, and designations whose last day is known."""
    for row, _town in queries.queue_for(actor, (*queries.WAITING, *STANDING)):
        href = link("designations_staff.review", designation_id=row.id)
        if row.due_on is not None and row.status in queries.WAITING:
            yield Deadline(row.due_on, _l("支援法人の審査"), row.reference, href, f"des:{row.id}")
        elif row.ended_on is not None:
            yield Deadline(row.ended_on, _l("支援法人の指定の終わり"), row.reference, href, f"des-end:{row.id}")
