"""A person books a time or nights, and takes it back; what becomes free goes to who waits the longest and fits in."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from webapp.bookings import letters, queries, reminding
from webapp.bookings.capacity import free_places, places_of
from webapp.bookings.hours import earliest, last_bookable_day, nights, rhythm_of, stay_times
from webapp.bookings.models import BOOKING, Booking, BookingCalendar
from webapp.bookings.models import BookingStatus as S
from webapp.core import trail
from webapp.core.actor import Actor, Role, system_actor
from webapp.core.clock import in_tokyo, now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.residents import queries as residents

SERVICE = "bookings"
trail.ACTION_LABELS |= {"booking.ask": _l("予約を申し込んだ")}


@dataclass(frozen=True)
class Wish:
    """When somebody wants to come, with how many, and what they say."""

    starts_at: datetime
    ends_at: datetime
    people: int = 1
    shown_name: str = ""
    message: str = ""
    shares_contact: bool = False


def locked(calendar_id: str) -> BookingCalendar:
    """The calendar, locked until the end of the transaction: who counts its places does so alone."""
    return session().get_one(BookingCalendar, calendar_id, with_for_update=True)


def book(calendar: BookingCalendar, wish: Wish, *, by: Actor) -> Booking:
    """Take a time: at once, or once somebody says yes, or as the next in line when it is full.

    Raises RuleBroken for a time that is not on offer, that this person has already, and when there is no room.
    """
    if not by.has(Role.RESIDENT) or by.user_id is None:
        raise NotAllowed(_("予約は、二地域居住者のアカウントでしてください。"))
    calendar = locked(calendar.id)
    _refuse(calendar, wish, by)
    row = _row(calendar, wish, by.user_id)
    is_free = _fits(calendar, row)
    if not is_free and not calendar.takes_waiting:
        raise RuleBroken(_("この時間は、ちょうど埋まりました。ほかの時間を選んでください。"))
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        raise RuleBroken(_twice()) from None
    trail.record(row, "booking.ask", by=by, to_status=row.status)
    if is_free:
        take(calendar, row, letters.confirmed)
    else:
        BOOKING.apply(row, "keep_waiting", by=system_actor(SERVICE))
        letters.tell_person(row, letters.waits)
    letters.tell_makers(row, letters.came_in)
    return row


def _refuse(calendar: BookingCalendar, wish: Wish, by: Actor) -> None:
    if not queries.is_public(calendar):
        raise RuleBroken(_("この予約の窓口は、いまは閉じています。"))
    if queries.handles(by, calendar):
        raise RuleBroken(_("自分が担当する窓口は予約できません。"))
    if sentence := outside_offer(calendar, wish.starts_at, wish.ends_at):
        raise RuleBroken(sentence)
    if places_of(calendar, wish.people) > calendar.capacity:
        raise RuleBroken(_("人数が定員（%(n)s人）より多くなっています。人数を減らしてください。", n=calendar.capacity))
    if queries.own_at(by.user_id or "", calendar.id, wish.starts_at, wish.ends_at) is not None:
        raise RuleBroken(_twice())


def _twice() -> str:
    return _("重なる時間に、もう予約があります。マイページの「予約」から確かめてください。")


def outside_offer(calendar: BookingCalendar, starts_at: datetime, ends_at: datetime) -> str:
    """Why a time cannot be booked although nobody has it, as a sentence; empty when it can."""
    day = in_tokyo(starts_at).date()
    if starts_at < earliest(calendar):
        return _("予約は%(n)s時間前までに受け付けています。もう少し先の日時を選んでください。", n=calendar.lead_hours)
    if day > last_bookable_day(calendar):
        return _("予約は%(n)s日先まで受け付けています。もう少し近い日を選んでください。", n=calendar.horizon_days)
    if calendar.is_by_night:
        return _outside_nights(calendar, starts_at, ends_at)
    if not _is_open_then(calendar, starts_at, ends_at):
        return _("その時間は開いていません。カレンダーから選んでください。")
    return ""


def _is_open_then(calendar: BookingCalendar, starts_at: datetime, ends_at: datetime) -> bool:
    day = in_tokyo(starts_at).date()
    rhythm = rhythm_of(calendar, day)
    if calendar.is_by_night:
        return all(map(rhythm.is_open_on, nights(starts_at, ends_at)))
    return (starts_at, ends_at) in rhythm.stretches(day)


def _outside_nights(calendar: BookingCalendar, starts_at: datetime, ends_at: datetime) -> str:
    count = len(nights(starts_at, ends_at))
    if not calendar.min_nights <= count <= calendar.max_nights:
        return _(
            "泊数は%(low)s泊から%(high)s泊までです。日を選び直してください。",
            low=calendar.min_nights,
            high=calendar.max_nights,
        )
    is_open = _is_open_then(calendar, starts_at, ends_at)
    return "" if is_open else _("泊まれない日が入っています。カレンダーから選んでください。")


def stay(calendar: BookingCalendar, arrival: date, departure: date) -> tuple[datetime, datetime]:
    """The instants of a stay. Raises RuleBroken when it ends before it begins."""
    if departure <= arrival:
        raise RuleBroken(_("出発の日は、到着の日より後にしてください。"))
    return stay_times(calendar, arrival, departure)


def _row(calendar: BookingCalendar, wish: Wish, user_id: str) -> Booking:
    """Who asks for secrecy is known to the place by a chosen name only, and gives no address."""
    is_hidden = bool(residents.confidential_among({user_id}))
    if is_hidden and not wish.shown_name:
        raise RuleBroken(_("秘匿を希望しているため、相手に見せる呼び名を入力してください。本名でなくてかまいません。"))
    return Booking(
        booking_calendar_id=calendar.id,
        municipality_code=calendar.municipality_code,
        corporation_id=calendar.corporation_id,
        user_id=user_id,
        starts_at=wish.starts_at,
        ends_at=wish.ends_at,
        people=wish.people,
        shown_name=wish.shown_name,
        is_alias=is_hidden,
        shares_contact=wish.shares_contact and not is_hidden,
        message=wish.message,
        is_demo=calendar.is_demo,
    )


def _fits(calendar: BookingCalendar, row: Booking) -> bool:
    return places_of(calendar, row.people) <= free_places(calendar, row.starts_at, row.ends_at)


def take(calendar: BookingCalendar, row: Booking, letter: letters.Write) -> None:
    """A place for them: for good, or until somebody says yes or no."""
    if calendar.needs_word:
        letters.tell_person(row, letters.received)
        return
    BOOKING.apply(row, "confirm", by=system_actor(SERVICE))
    row.decided_at = now()
    reminding.plan(row)
    letters.tell_person(row, letter)


def cancel(row: Booking, *, by: Actor) -> None:
    """The person does not come; the time goes on to who waits. Late is possible, and noted."""
    if by.user_id is None or by.user_id != row.user_id:
        raise NotAllowed(_("ほかの人の予約は扱えません。"))
    calendar = locked(row.booking_calendar_id)
    if row.starts_at <= now():
        raise RuleBroken(_("始まったあとは取り消せません。事情があるときは、相手に伝えてください。"))
    held = row.status in (S.REQUESTED, S.CONFIRMED)
    row.is_late_cancellation = held and now() > free_until(calendar, row)
    BOOKING.apply(row, "cancel", by=by)
    row.changes += 1
    letters.tell_makers(row, letters.was_cancelled)
    if held:
        move_up(calendar, row.starts_at, row.ends_at)


def free_until(calendar: BookingCalendar, row: Booking) -> datetime:
    """Until when taking it back is no trouble."""
    return row.starts_at - timedelta(hours=calendar.cancel_hours)


def move_up(calendar: BookingCalendar, starts_at: datetime, ends_at: datetime) -> None:
    """Give what became free to who waits, in order; a wish that does not fit lets a later one pass. The calendar is locked."""
    if queries.has_ended(calendar):
        return
    session().flush()
    chosen = select(Booking).where(
        Booking.booking_calendar_id == calendar.id,
        Booking.status == S.WAITING,
        col(Booking.starts_at) < ends_at,
        col(Booking.ends_at) > starts_at,
        col(Booking.starts_at) > now(),
    )
    for row in session().exec(chosen.order_by(col(Booking.created_at), col(Booking.id))):
        if _is_open_then(calendar, row.starts_at, row.ends_at) and _fits(calendar, row):
            BOOKING.apply(row, "move_up", by=system_actor(SERVICE))
            row.changes += 1
            take(calendar, row, letters.moved_up)
            session().flush()
