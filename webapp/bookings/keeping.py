"""Keeping a calendar: setting one up, revising it, closing days with word to who had booked them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from webapp.bookings import queries
from webapp.bookings.actions import end_by_place, must_handle
from webapp.bookings.booking import locked, move_up
from webapp.bookings.hours import last_bookable_day, opening_of
from webapp.bookings.models import BookingCalendar, BookingClosure, BookingUse
from webapp.core import trail
from webapp.core.actor import Actor, Role
from webapp.core.clock import TOKYO, now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.recurring import BadOpening
from webapp.corporations import queries as corporations
from webapp.listings import handling
from webapp.listings.kinds import kind_of
from webapp.listings.models import Listing
from webapp.municipalities import queries as municipalities

trail.ACTION_LABELS |= {
    "booking_calendar.open": _l("予約の窓口をつくった"),
    "booking_calendar.revise": _l("予約の窓口を直した"),
    "booking_closure.add": _l("予約の休みを決めた"),
    "booking_closure.remove": _l("予約の休みを取りやめた"),
}


def open_for_listing(listing: Listing, values: dict[str, Any], *, by: Actor) -> BookingCalendar:
    """A calendar of a listing. Raises RuleBroken for a use that its kind does not know."""
    if not handling.handles(by, listing):
        raise NotAllowed(_("予約の窓口をつくれるのは、この掲載の担当者だけです。"))
    use = BookingUse(values["use"])
    if use.value not in {known.value for known in kind_of(listing.kind).bookable}:
        raise RuleBroken(_("この掲載では、「%(use)s」の予約は受けられません。", use=use.label))
    row = BookingCalendar(
        municipality_code=listing.municipality_code,
        corporation_id=listing.corporation_id,
        listing_id=listing.id,
        is_demo=listing.is_demo,
        **values,
    )
    return _open(row, by)


def open_for_talks(
    municipality_code: str, corporation_id: str | None, values: dict[str, Any], *, by: Actor
) -> BookingCalendar:
    """A calendar of somebody's time: the town's, a hub person's, a designated corporation's."""
    if not _may_talk(municipality_code, corporation_id, by):
        raise NotAllowed(_("この市町村で相談の窓口をつくる役割がありません。"))
    row = BookingCalendar(
        municipality_code=municipality_code, corporation_id=corporation_id, **{**values, "use": BookingUse.CONSULTATION}
    )
    return _open(row, by)


def _may_talk(code: str, corporation_id: str | None, by: Actor) -> bool:
    if by.is_system:
        return True
    if corporation_id is not None:
        is_staff = corporation_id in by.corporations
        return is_staff and corporations.designation_in(corporation_id, code, today()) is not None
    return by.may_act_for(code) or code in by.organisations(Role.HUB)


def _open(row: BookingCalendar, by: Actor) -> BookingCalendar:
    if not municipalities.is_running(row.municipality_code):
        raise RuleBroken(_("この市町村は、いま予約を受け付けていません。"))
    _check(row)
    row.created_by = by.user_id
    session().add(row)
    session().flush()
    trail.record(row, "booking_calendar.open", by=by)
    return row


def revise(calendar: BookingCalendar, changes: dict[str, Any], *, by: Actor) -> None:
    """Other hours or rules; what is booked stays, and more room lets who waits move up."""
    must_handle(calendar, by)
    locked(calendar.id)
    for name, value in changes.items():
        setattr(calendar, name, value)
    _check(calendar)
    trail.record(calendar, "booking_calendar.revise", by=by)
    move_up(calendar, now(), _end_of(last_bookable_day(calendar)))


def _check(calendar: BookingCalendar) -> None:
    try:
        opening_of(calendar)
    except BadOpening as bad:
        raise RuleBroken(str(bad)) from None
    if calendar.is_by_night and calendar.max_nights < calendar.min_nights:
        raise RuleBroken(_("泊数の上限が、下限より小さくなっています。直してください。"))
    if calendar.is_by_night and calendar.check_out > calendar.check_in:
        raise RuleBroken(_("出発の時刻は、到着の時刻より前にしてください。同じ日に入れ替わるためです。"))


def close_days(calendar: BookingCalendar, first: date, last: date, *, reason: str, by: Actor) -> int:
    """Close days: whoever had booked then is told, with the reason. How many that were."""
    must_handle(calendar, by)
    if last < first or last < today():
        raise RuleBroken(_("休みの終わりの日は、始まりの日より後で、きょうより先の日にしてください。"))
    locked(calendar.id)
    row = BookingClosure(booking_calendar_id=calendar.id, first=first, last=last, reason=reason)
    session().add(row)
    session().flush()
    trail.record(row, "booking_closure.add", by=by)
    hit = queries.coming_within(calendar, max(_start_of(first), now()), _end_of(last))
    for booking in hit:
        end_by_place(booking, reason=reason, by=by)
    return len(hit)


def open_days(closure: BookingClosure, calendar: BookingCalendar, *, by: Actor) -> None:
    """Open them again; what was called off stays called off."""
    must_handle(calendar, by)
    trail.record(closure, "booking_closure.remove", by=by)
    session().delete(closure)


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, TOKYO).astimezone(UTC)


def _end_of(day: date) -> datetime:
    return _start_of(day + timedelta(days=1))
