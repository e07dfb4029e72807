"""The daily work on premium: letters before the end, and the way back to basic after it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from webapp.core.actor import system_actor
from webapp.core.clock import today
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler
from webapp.municipalities import queries as municipalities
from webapp.municipalities.settings import PARAMETERS
from webapp.registrations.life.chunks import each, work_through
from webapp.registrations.models import Registration
from webapp.registrations.premium import actions, letters, queries, requirements
from webapp.registrations.premium.days import DAY
from webapp.registrations.premium.models import PremiumRequest


@handler(DAY, title=_l("プレミアムの期限を確かめる"), outside=True)
def day(_payload: dict[str, Any]) -> None:
    """Fall back after the last day, write before it; a second time on a day it finds nothing to do."""
    by = system_actor(DAY)
    work_through(queries.past_their_day, each(lambda row: actions.lapse(row, by=by)))
    work_through(_ending, each(_tell))


def _ending(cursor: str, limit: int) -> Sequence[PremiumRequest]:
    farthest = today() + timedelta(days=PARAMETERS["premium_notice_days"].high)
    return queries.ending_by(farthest, cursor, limit)


def _tell(row: PremiumRequest) -> None:
    """Once, as soon as the town's number of days before the end has come."""
    registration = queries.registration_of(row)
    if not _is_near(row, registration) or queries.waiting_of(registration) is not None:
        return
    missing = [one for one in requirements.findings(registration) if not one.is_met]
    row.shortage_told_on = today()
    letters.tell_person(row, letters.ending_soon, missing=missing)


def _is_near(row: PremiumRequest, registration: Registration) -> bool:
    days = int(municipalities.setting("premium_notice_days", row.municipality_code))
    return registration.premium_until is not None and today() >= registration.premium_until - timedelta(days=days)
