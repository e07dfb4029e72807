"""A booking moves to another time of its calendar; the old time is given up only once the new one is theirs."""

from datetime import datetime

from webapp.bookings import letters, queries
from webapp.bookings.booking import free_until, locked, move_up, outside_offer, take
from webapp.bookings.capacity import free_places, places_of
from webapp.bookings.models import BOOKING, HOLDS_PLACE, Booking, BookingCalendar
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _


def move(row: Booking, starts_at: datetime, ends_at: datetime, *, by: Actor) -> None:
    """Take the other time and free the old one, which goes on to who waits; on every refusal all stays as it was.

    Where somebody says yes or no to each booking, they are asked again.
    """
    if by.user_id is None or by.user_id != row.user_id:
        raise NotAllowed(_("ほかの人の予約は扱えません。"))
    calendar = locked(row.booking_calendar_id)
    _refuse(calendar, row, starts_at, ends_at)
    held, before = row.status in HOLDS_PLACE, (row.starts_at, row.ends_at)
    row.starts_at, row.ends_at = starts_at, ends_at
    row.changes += 1
    BOOKING.apply(row, "move", by=by)
    take(calendar, row, letters.moved)
    letters.tell_makers(row, letters.was_moved)
    if held:
        move_up(calendar, *before)


def may_move(calendar: BookingCalendar, row: Booking) -> bool:
    """Whether another time can be chosen: before it is too late to take it back without trouble."""
    is_in_time = now() <= free_until(calendar, row) or row.status not in HOLDS_PLACE
    return row.is_still_open and row.starts_at > now() and is_in_time


def _refuse(calendar: BookingCalendar, row: Booking, starts_at: datetime, ends_at: datetime) -> None:
    if not may_move(calendar, row):
        raise RuleBroken(_("日時を変えられる期限を過ぎています。来られないときは、予約を取り消してください。"))
    if not queries.is_public(calendar):
        raise RuleBroken(_("この予約の窓口は、いまは閉じています。"))
    if (starts_at, ends_at) == (row.starts_at, row.ends_at):
        raise RuleBroken(_("いまの予約と同じ日時です。ほかの日時を選んでください。"))
    if sentence := outside_offer(calendar, starts_at, ends_at):
        raise RuleBroken(sentence)
    if queries.own_at(row.user_id or "", calendar.id, starts_at, ends_at, but=row.id) is not None:
        raise RuleBroken(_("重なる時間に、もう予約があります。マイページの「予約」から確かめてください。"))
    if places_of(calendar, row.people) > free_places(calendar, starts_at, ends_at, but=row.id):
        raise RuleBroken(_("その時間は、もう埋まっています。ほかの時間を選んでください。いまの予約はそのままです。"))
