"""What is known about calendars and bookings: for everybody, for the person, for who deals with them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.accounts import queries as accounts
from webapp.bookings.models import HOLDS_PLACE, OPEN, Booking, BookingCalendar, BookingClosure
from webapp.core.actor import TOWN_ROLES, Actor, Role
from webapp.core.clock import TOKYO, now, today
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.letters import Addressee
from webapp.corporations import queries as corporations
from webapp.listings import handling
from webapp.listings.models import OFFERED, Listing
from webapp.municipalities.models import Municipality
from webapp.residents import queries as residents

Line = tuple[Booking, BookingCalendar]
#: a reminder of one's own bookings shows the last ones too
_SHOWN = 300
#: as many coming bookings as a desk sees beside the day it looks at
_NEXT = 10


def handles(actor: Actor, calendar: BookingCalendar) -> bool:
    """Whether this person sees who books: the listing's people, or those of the organisation that gives its time."""
    if calendar.listing_id is not None:
        return handling.handles(actor, session().get_one(Listing, calendar.listing_id))
    if calendar.corporation_id is not None:
        is_staff = calendar.corporation_id in actor.corporations
        code = calendar.municipality_code
        return is_staff and corporations.designation_in(calendar.corporation_id, code, today()) is not None
    is_own = actor.is_signed_in and calendar.created_by == actor.user_id
    of_hub = is_own and calendar.municipality_code in actor.organisations(Role.HUB)
    return of_hub or actor.may_act_for(calendar.municipality_code)


def calendar_for(actor: Actor, calendar_id: str) -> BookingCalendar:
    """One that everybody may see, or that this person deals with. Raises NotThere."""
    found = session().get(BookingCalendar, calendar_id)
    if found is None or not (is_public(found) or handles(actor, found)):
        raise NotThere
    return found


def is_public(calendar: BookingCalendar) -> bool:
    """Whether it takes bookings and what it belongs to can still be had."""
    if calendar.listing_id is None or not calendar.is_open:
        return calendar.is_open
    return session().get_one(Listing, calendar.listing_id).is_offered


def has_ended(calendar: BookingCalendar) -> bool:
    """Whether what it belongs to is gone for good."""
    if calendar.listing_id is None:
        return False
    return session().get_one(Listing, calendar.listing_id).status in handling.ENDED


def desk_calendar_for(actor: Actor, calendar_id: str) -> BookingCalendar:
    """One whose bookings this person deals with. Raises NotThere."""
    found = session().get(BookingCalendar, calendar_id)
    if found is None or not handles(actor, found):
        raise NotThere
    return found


def desk_closure_for(actor: Actor, closure_id: str) -> tuple[BookingClosure, BookingCalendar]:
    """Days off of such a calendar. Raises NotThere."""
    found = session().get(BookingClosure, closure_id)
    if found is None:
        raise NotThere
    return found, desk_calendar_for(actor, found.booking_calendar_id)


def desk_calendars(actor: Actor) -> list[BookingCalendar]:
    """Every calendar whose bookings this person deals with."""
    here = col(BookingCalendar.municipality_code)
    own = sa.and_(col(BookingCalendar.created_by) == actor.user_id, here.in_(actor.organisations(Role.HUB)))
    maybe = sa.or_(here.in_(actor.municipalities), own, col(BookingCalendar.corporation_id).in_(actor.corporations))
    chosen = select(BookingCalendar).where(maybe).order_by(col(BookingCalendar.use), col(BookingCalendar.title))
    return [row for row in session().exec(chosen.limit(_SHOWN)) if handles(actor, row)]


def of_listing(listing: Listing) -> list[BookingCalendar]:
    """What can be booked at a listing now."""
    chosen = select(BookingCalendar).where(BookingCalendar.listing_id == listing.id, col(BookingCalendar.is_open))
    return list(session().exec(chosen.order_by(col(BookingCalendar.use), col(BookingCalendar.title))))


def of_town(municipality_code: str) -> list[tuple[BookingCalendar, Listing | None]]:
    """What can be booked in a town now, talks first."""
    chosen = (
        select(BookingCalendar, Listing)
        .outerjoin(Listing, col(Listing.id) == BookingCalendar.listing_id)
        .where(
            BookingCalendar.municipality_code == municipality_code,
            col(BookingCalendar.is_open),
            sa.or_(col(Listing.id).is_(None), col(Listing.status).in_(OFFERED)),
        )
        .order_by(col(BookingCalendar.use), col(BookingCalendar.title), col(BookingCalendar.id))
    )
    return [(calendar, listing) for calendar, listing in session().exec(chosen.limit(_SHOWN))]


def own(actor: Actor) -> list[Line]:
    """The actor's bookings, the latest first."""
    chosen = _lines().where(Booking.user_id == actor.user_id).order_by(col(Booking.starts_at).desc())
    return list(session().exec(chosen.limit(_SHOWN))) if actor.user_id else []


def own_at(user_id: str, calendar_id: str, starts_at: datetime, ends_at: datetime, but: str = "") -> Booking | None:
    """A person's booking on a calendar that overlaps these times and of which something may still come."""
    chosen = select(Booking).where(
        Booking.user_id == user_id,
        Booking.booking_calendar_id == calendar_id,
        col(Booking.starts_at) < ends_at,
        col(Booking.ends_at) > starts_at,
        col(Booking.status).in_(OPEN),
        Booking.id != but,
    )
    return session().exec(chosen).first()


def own_booking_for(actor: Actor, booking_id: str, *, to_change: bool = False) -> Booking:
    """One of the actor's own, locked if it is to change. Raises NotThere."""
    found = session().get(Booking, booking_id)
    if found is None or actor.user_id is None or found.user_id != actor.user_id:
        raise NotThere
    return _locked(found) if to_change else found


def desk_booking_for(actor: Actor, booking_id: str, *, to_change: bool = False) -> Line:
    """One on a calendar this person deals with, locked if it is to change. Raises NotThere."""
    found = session().get(Booking, booking_id)
    if found is None:
        raise NotThere
    calendar = desk_calendar_for(actor, found.booking_calendar_id)
    return (_locked(found) if to_change else found), calendar


def _locked(found: Booking) -> Booking:
    """The calendar first and then the row, everywhere in this order: so nobody waits for each other."""
    session().get_one(BookingCalendar, found.booking_calendar_id, with_for_update=True)
    session().refresh(found, with_for_update=True)
    return found


def by_id(booking_id: str) -> Booking | None:
    """Whoever asks: for jobs."""
    return session().get(Booking, booking_id)


def _lines() -> Any:
    return select(Booking, BookingCalendar).join(
        BookingCalendar, col(BookingCalendar.id) == Booking.booking_calendar_id
    )


def on_day(calendars: Sequence[BookingCalendar], day: date, days: int = 1) -> list[Line]:
    """What stands on these calendars on a day, in order of time; nights too that reach into it."""
    first = datetime.combine(day, time.min, TOKYO).astimezone(UTC)
    chosen = _lines().where(
        col(Booking.booking_calendar_id).in_([row.id for row in calendars]),
        col(Booking.starts_at) < first + timedelta(days=days),
        col(Booking.ends_at) > first,
    )
    return list(session().exec(chosen.order_by(col(Booking.starts_at), col(Booking.created_at))))


def after_day(calendars: Sequence[BookingCalendar], day: date) -> list[Line]:
    """The next open bookings that begin after a day, the nearest first."""
    chosen = _lines().where(
        col(Booking.booking_calendar_id).in_([row.id for row in calendars]),
        col(Booking.status).in_(OPEN),
        col(Booking.starts_at) >= datetime.combine(day + timedelta(days=1), time.min, TOKYO).astimezone(UTC),
    )
    return list(session().exec(chosen.order_by(col(Booking.starts_at)).limit(_NEXT)))


def places_of(lines: Sequence[Line]) -> dict[str, str]:
    """By booking: what it is at, for those that belong to a listing."""
    at = {calendar.listing_id: row.id for row, calendar in lines if calendar.listing_id}
    chosen = select(Listing.id, Listing.title).where(col(Listing.id).in_(at))
    titles = dict(session().exec(chosen).all()) if at else {}
    return {row.id: titles[calendar.listing_id] for row, calendar in lines if calendar.listing_id in titles}


def unanswered(calendars: Sequence[BookingCalendar]) -> list[Line]:
    """What waits for somebody's word, the nearest first."""
    chosen = _lines().where(
        col(Booking.booking_calendar_id).in_([row.id for row in calendars]),
        Booking.status == "requested",
        col(Booking.starts_at) >= now(),
    )
    return list(session().exec(chosen.order_by(col(Booking.starts_at))))


def coming_within(calendar: BookingCalendar, starts_at: datetime, ends_at: datetime) -> list[Booking]:
    """Open bookings that overlap a stretch of time."""
    chosen = select(Booking).where(
        Booking.booking_calendar_id == calendar.id,
        col(Booking.status).in_(OPEN),
        col(Booking.starts_at) < ends_at,
        col(Booking.ends_at) > starts_at,
    )
    return list(session().exec(chosen.order_by(col(Booking.starts_at), col(Booking.id))))


def names_of(rows: Sequence[Booking]) -> dict[str, str]:
    """How each person is called at a desk, by the row's id: who asks for secrecy by the chosen name, or a number."""
    secret = residents.confidential_among({row.user_id for row in rows if row.user_id})
    return {row.id: _name(row, secret) for row in rows}


def _name(row: Booking, secret: set[str]) -> str:
    if row.shown_name and (row.is_alias or row.user_id not in secret):
        return row.shown_name
    return _("番号 %(number)s", number=row.reference)


def address_of(row: Booking) -> str:
    """The e-mail address the person gives to a place that expects them; empty otherwise."""
    if row.status not in HOLDS_PLACE or not row.shares_contact or row.user_id is None:
        return ""
    return "" if residents.confidential_among({row.user_id}) else accounts.user(row.user_id).email


def people_behind(calendar: BookingCalendar) -> list[Addressee]:
    """Who gets the letters about somebody who books."""
    if calendar.listing_id is not None:
        return handling.people_behind(session().get_one(Listing, calendar.listing_id))
    if calendar.corporation_id is not None:
        return list(accounts.staff_of(calendar.corporation_id, Role.CORPORATION))
    here = accounts.staff_of(calendar.municipality_code, Role.HUB, *TOWN_ROLES)
    writer: list[Addressee] = [person for person in here if person.id == calendar.created_by]
    return writer or accounts.desk_of(calendar.municipality_code)


def name_behind(calendar: BookingCalendar) -> str:
    """The organisation that answers for a calendar."""
    if calendar.corporation_id is not None:
        return corporations.by_id(calendar.corporation_id).name
    return session().get_one(Municipality, calendar.municipality_code).full_name
