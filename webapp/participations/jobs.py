"""Later work on taking part: the reminder of the day before, and what follows when the day is over."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from webapp.core.actor import system_actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.i18n import recorded
from webapp.core.jobs import handler
from webapp.listings.handling import ENDED
from webapp.listings.models import Listing, ListingKind
from webapp.participations import actions, letters, queries
from webapp.participations.applying import SERVICE
from webapp.participations.models import OPEN, PARTICIPATION, Participation
from webapp.participations.models import ParticipationStatus as S
from webapp.participations.reminding import REMIND
from webapp.participations.terms import first_day, last_day

#: so many days after the end nobody's word against it means that the person came
DAYS_TO_OBJECT = 3


@handler(REMIND, title=_l("参加の前日にお知らせする"))
def remind(payload: dict[str, Any]) -> None:
    """Write to who still has a place, if the day is still the same."""
    row = queries.by_id(payload["participation"])
    if row is not None and row.status is S.ACCEPTED:
        day = first_day(session().get_one(Listing, row.listing_id))
        if day is not None and day.isoformat() == payload["day"]:
            letters.tell_person(row, letters.tomorrow)


def catch_up() -> None:
    """End what waited for an event that is over or a listing that is gone, and count who came; repeating changes nothing.

    Who has a place at a listing that ended keeps it: a job or a need is closed because it is filled.
    """
    for row, listing in session().exec(_open_with(col(Listing.status).in_(ENDED))):
        if row.status is not S.ACCEPTED and last_day(listing) is None:
            _let_lapse(row, recorded("募集が終わったため"))
    for row, listing in session().exec(_open_with(Listing.kind == ListingKind.EVENT)):
        day = last_day(listing)
        if day is None or day >= today():
            continue
        if row.status is not S.ACCEPTED:
            _let_lapse(row, recorded("開催の日を過ぎたため"))
        elif today() > day + timedelta(days=DAYS_TO_OBJECT):
            actions.note_by_service(row)


def _open_with(condition: Any) -> Any:
    return (
        select(Participation, Listing)
        .join(Listing, col(Listing.id) == Participation.listing_id)
        .where(condition, col(Participation.status).in_(OPEN))
        .order_by(col(Participation.id))
    )


def _let_lapse(row: Participation, reason: str) -> None:
    row.decision_reason = reason
    PARTICIPATION.apply(row, "lapse", by=system_actor(SERVICE), reason=reason)
    letters.tell_person(row, letters.declined)
