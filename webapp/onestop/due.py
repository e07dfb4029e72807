"""Last days of the one-stop exception, in towns that have donations."""

from collections.abc import Iterator

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.templating import link
from webapp.desk.deadlines.days import Deadline
from webapp.onestop import years
from webapp.pledges.models import Pledge


def deadlines(actor: Actor) -> Iterator[Deadline]:
    """The day on which papers must have arrived, and the one for telling the donors' towns, which comes later."""
    gave = select(Pledge.id).where(
        col(Pledge.municipality_code).in_(actor.municipalities), col(Pledge.paid_at).is_not(None)
    )
    if session().exec(gave.limit(1)).first() is None:
        return
    year, day, href = years.year_in_hand(), today(), link("onestop_staff.queue")
    told = day.year - 1 if day <= years.notices_due(day.year - 1) else day.year
    yield Deadline(years.deadline(year), _l("ワンストップ特例の必着日"), str(year), href, f"onestop:{year}")
    yield Deadline(years.notices_due(told), _l("ワンストップ特例の通知の期限"), str(told), href, f"onestop-tell:{told}")
