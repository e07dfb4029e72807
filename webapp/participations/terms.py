"""On what terms a listing takes people in, when it takes place, and why somebody cannot apply now."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlmodel import select

from webapp.core.clock import TOKYO, now, today
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.listings.kinds import kind_of
from webapp.listings.models import Listing, ListingKind
from webapp.municipalities import queries as municipalities
from webapp.participations.models import Choosing, ParticipationCall

_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})")
Moment = datetime | date


@dataclass(frozen=True)
class Terms:
    """What holds for a listing now: what its makers set, or what its kind usually does."""

    is_open: bool
    choosing: Choosing
    capacity: int | None
    apply_until: date | None
    takes_waiting: bool
    children_from: int | None
    note: str = ""

    @property
    def is_first_come(self) -> bool:
        """Whether nobody chooses."""
        return self.choosing is Choosing.FIRST_COME


def call_of(listing: Listing) -> ParticipationCall | None:
    """What the makers set; None where they left it as it is."""
    return session().exec(select(ParticipationCall).where(ParticipationCall.listing_id == listing.id)).first()


def terms_of(listing: Listing) -> Terms:
    """The terms of today."""
    call = call_of(listing)
    if call is None:
        return usual(listing)
    return Terms(
        call.is_open, call.choosing, call.capacity, call.apply_until, call.takes_waiting, call.children_from, call.note
    )


def usual(listing: Listing) -> Terms:
    """Places of an event go to who comes first; for work and needs the makers read and choose."""
    is_event = listing.kind is ListingKind.EVENT
    return Terms(
        is_open=True,
        choosing=Choosing.FIRST_COME if is_event else Choosing.SELECTION,
        capacity=listing.capacity or None,
        apply_until=_answer(listing, "apply_until"),
        takes_waiting=True,
        children_from=0 if listing.family_ok else None,
    )


def is_taken_part_in(listing: Listing) -> bool:
    """Whether people apply to such a listing here: one of ours, of a kind that takes people in."""
    return listing.is_ours and kind_of(listing.kind).applicable


def obstacle(listing: Listing, terms: Terms) -> str:
    """Why nobody can apply now, as a sentence; empty when one can. Whether there is room is another question."""
    if not is_taken_part_in(listing):
        return _("この掲載は、ふたまちでは応募を受け付けていません。掲載元の案内を見てください。")
    if not listing.is_offered or not municipalities.is_running(listing.municipality_code):
        return _("この掲載は終わったか、いまは休んでいます。")
    if not terms.is_open:
        return _("いまは応募を受け付けていません。募集が再び始まるのをお待ちください。")
    if terms.apply_until is not None and today() > terms.apply_until:
        return _("応募の締切を過ぎました。")
    return _("開催の日を過ぎたため、申し込めません。") if has_begun(listing) else ""


def first_day(listing: Listing) -> date | None:
    """The day it begins; None for what has no day."""
    found: date | None = _answer(listing, "starts_on")
    return found


def last_day(listing: Listing) -> date | None:
    """The day it ends."""
    return _answer(listing, "ends_on") or first_day(listing)


def has_begun(listing: Listing) -> bool:
    """Whether it has a time and that has come."""
    first = first_day(listing)
    if first is None:
        return False
    starts, _ends = when(listing)
    return now() >= starts if isinstance(starts, datetime) else today() > first


def when(listing: Listing) -> tuple[Moment, Moment]:
    """Its beginning and end: two instants where the hours can be read and it is one day, else two days.

    Raises ValueError for a listing without a day.
    """
    first, last = first_day(listing), last_day(listing)
    if first is None or last is None:
        raise ValueError("a listing without a day has no time")
    clocks = [_clock(*found) for found in _CLOCK.findall(str(_answer(listing, "hours") or ""))]
    if first == last and len(clocks) == 2 and None not in clocks and clocks[0] < clocks[1]:
        starts, ends = (datetime.combine(first, clock, TOKYO).astimezone(UTC) for clock in clocks)
        return starts, ends
    return first, last


def _clock(hours: str, minutes: str) -> Any:
    is_one = int(hours) < 24 and int(minutes) < 60
    return time(int(hours), int(minutes)) if is_one else None


def _answer(listing: Listing, name: str) -> Any:
    return getattr(kind_of(listing.kind).details.read(listing.details), name, None)
