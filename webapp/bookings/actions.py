"""What who deals with bookings does: say yes or no, call one off, note who came."""

from webapp.bookings import letters, queries, reminding
from webapp.bookings.booking import SERVICE, locked, move_up
from webapp.bookings.models import BOOKING, HOLDS_PLACE, Booking, BookingCalendar
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import now
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import recorded


def must_handle(calendar: BookingCalendar, by: Actor) -> None:
    """Raises NotAllowed for somebody who has nothing to do with the calendar."""
    if not by.is_system and not queries.handles(by, calendar):
        raise NotAllowed(_("この予約を扱えるのは、窓口の担当者だけです。"))


def confirm(row: Booking, *, by: Actor) -> None:
    """Yes."""
    _locked_with(row, by)
    BOOKING.apply(row, "confirm", by=by)
    _note(row, "", by)
    reminding.plan(row)
    letters.tell_person(row, letters.confirmed)


def decline(row: Booking, *, reason: str, by: Actor) -> None:
    """No, and why; the time goes on to who waits."""
    calendar = _locked_with(row, by)
    BOOKING.apply(row, "decline", by=by, reason=reason)
    _note(row, reason, by)
    letters.tell_person(row, letters.declined)
    move_up(calendar, row.starts_at, row.ends_at)


def call_off(row: Booking, *, reason: str, by: Actor) -> None:
    """The place cannot keep it after all."""
    calendar = _locked_with(row, by)
    end_by_place(row, reason=reason, by=by)
    move_up(calendar, row.starts_at, row.ends_at)


def end_by_place(row: Booking, *, reason: str, by: Actor) -> None:
    """End one and tell the person; the calendar is locked, and nobody moves up."""
    BOOKING.apply(row, "call_off", by=by, reason=reason)
    _note(row, reason, by)
    letters.tell_person(row, letters.called_off)


def note(row: Booking, move: str, *, by: Actor) -> None:
    """Say who came and who did not; not before the time. `move` is note_done or note_absent."""
    _locked_with(row, by)
    if row.starts_at > now():
        raise RuleBroken(_("利用の記録は、予約の時刻になってからつけられます。"))
    BOOKING.apply(row, move, by=by)


def let_lapse(row: Booking) -> None:
    """Its time came and nobody had said yes, or no place became free."""
    reason = recorded("時刻までに返事がなかったため") if row.status in HOLDS_PLACE else recorded("空きが出なかったため")
    BOOKING.apply(row, "lapse", by=system_actor(SERVICE), reason=reason)
    row.decision_reason = reason


def _locked_with(row: Booking, by: Actor) -> BookingCalendar:
    calendar = locked(row.booking_calendar_id)
    must_handle(calendar, by)
    if row.user_id is not None and row.user_id == by.user_id:
        raise RuleBroken(_("自分の予約は、自分では決められません。ほかの担当者に頼んでください。"))
    return calendar


def _note(row: Booking, reason: str, by: Actor) -> None:
    row.decided_at, row.decided_by, row.decision_reason = now(), by.user_id, reason.strip()
    row.changes += 1
