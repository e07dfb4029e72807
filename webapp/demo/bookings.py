"""The demo's calendars: viewings, seats, a room, nights and talks, with people who booked and one who waits for an answer."""

from datetime import timedelta
from typing import Any

from webapp.accounts import queries as people
from webapp.bookings import booking, keeping
from webapp.bookings.booking import Wish
from webapp.bookings.models import Booking, BookingCalendar, BookingUse
from webapp.bookings.slots import Slot, days_from
from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.demo.world import MAIN_TOWN, World

HOUSE, LODGE, SPACE = "宿場町の通りに面した町家", "ぶどう畑のとなりの貸家", "駅前の仕事場「つむぎ」"
_CLOSED = "12/29〜1/3"


def seed(world: World) -> None:
    """Make them once, by the real actions."""
    if "registrations" not in world.things:
        return
    _homes(world)
    _seats(world)
    _talks(world)


def _actor(world: World, key: str) -> Actor:
    return people.actor_of(world.users[key])


def _calendar(world: World, at: str, **values: Any) -> BookingCalendar:
    listing, maker = world.things["listings"][at], _actor(world, "corporation")
    return keeping.open_for_listing(listing, {"days": "毎日", "closed": _CLOSED, **values}, by=maker)


def _offered(calendar: BookingCalendar, number: int) -> Slot:
    """One of the times that can be booked, counted from the first; whatever day the demo is made on."""
    days = days_from(calendar, today(), 30)
    return [slot for one in days for slot in one.slots if slot.is_bookable and slot.free][number]


def _book(world: World, key: str, calendar: BookingCalendar, number: int, **values: Any) -> Booking:
    slot = _offered(calendar, number)
    known = {"shown_name": world.users[key].display_name, "starts_at": slot.starts_at, "ends_at": slot.ends_at}
    return booking.book(calendar, Wish(**{**known, **values}), by=_actor(world, key))


def _homes(world: World) -> None:
    viewing = _calendar(
        world, HOUSE, use=BookingUse.VIEWING, title="町家の内見", place="奈良井駅の待合室（架空）", hours="10:00〜15:00",
        needs_word=True, note="歩きやすい靴で来てください。土間から二階まで、1時間ほどかけて見ます。",
    )  # fmt: skip
    message = "電車で行きます。雨漏りを直した所を見たいです。"
    _book(world, "resident", viewing, 3, message=message, people=2)
    stay = _calendar(
        world, LODGE, use=BookingUse.STAY, title="ぶどう畑のとなりで泊まってみる", hours="", max_nights=14, lead_hours=72,
        cancel_hours=72, note="鍵は管理人が渡します。寝具は2組あります。急ぎの連絡先は、鍵と一緒に渡す紙に書いてあります。",
    )  # fmt: skip
    first = _offered(stay, 4)
    nights = timedelta(days=2)
    _book(world, "resident2", stay, 4, people=2, starts_at=first.starts_at, ends_at=first.ends_at + nights)
    away = today() + timedelta(days=40)
    keeping.close_days(
        stay, away, away + timedelta(days=2), reason="水まわりの点検のため", by=_actor(world, "corporation")
    )


def _seats(world: World) -> None:
    seats = _calendar(
        world, SPACE, use=BookingUse.SEAT, title="オープン席（半日）", hours="9:00〜13:00、13:00〜17:00", slot_minutes=0,
        capacity=18, counts_people=True, lead_hours=1, cancel_hours=2, note="受付で名前を伝えてください。",
    )  # fmt: skip
    for key, number in (("resident", 2), ("resident2", 2), ("crowd1", 3)):
        _book(world, key, seats, number)
    room = _calendar(
        world, SPACE, use=BookingUse.SEAT, title="会議室（1時間）", hours="9:00〜18:00", capacity=1, lead_hours=2,
    )  # fmt: skip
    slot = _offered(room, 9)
    _book(world, "resident2", room, 9, people=4)
    _book(world, "resident3", room, 0, starts_at=slot.starts_at, ends_at=slot.ends_at, people=2)


def _talks(world: World) -> None:
    values: dict[str, Any] = {"days": "月〜金", "hours": "9:30〜12:00、13:00〜16:30", "closed": f"祝日、{_CLOSED}"}
    clerk, hub = _actor(world, "clerk"), _actor(world, "hub")
    town = {
        "title": "登録と住まいの相談（市の担当者）",
        "place": "市役所1階の相談室",
        "slot_minutes": 30,
        "is_demo": True,
    }
    talk = keeping.open_for_talks(MAIN_TOWN, None, {**values, **town}, by=clerk)
    _book(world, "resident", talk, 5, message="小学生の子どもの転校の手続きを聞きたいです。")
    local = {
        "title": "ハブ人材と話す（暮らし・祭り・仕事）",
        "with_whom": "百瀬 あかり",
        "slot_minutes": 60,
        "is_demo": True,
    }
    keeping.open_for_talks(MAIN_TOWN, None, {**values, **local}, by=hub)
    winter = {"title": "冬のあいだの出張相談（休止中）", "is_open": False, "is_demo": True}
    keeping.open_for_talks(MAIN_TOWN, None, {**values, **winter}, by=clerk)
