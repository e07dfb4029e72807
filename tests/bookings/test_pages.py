"""The pages of bookings: from the listing's page to a time in the calendar, and the desk of who expects people."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.accounts import a_clerk, a_resident_user
from tests.factories.bookings import TOWN, a_booking, a_calendar, a_wish
from tests.factories.listings import a_listing
from tests.factories.participations import an_application, an_event
from tests.factories.residents import a_resident
from tests.support.client import PageClient
from webapp.bookings.models import BookingUse
from webapp.core.clock import today
from webapp.listings.models import ListingKind

Visit = Callable[..., PageClient]


@pytest.fixture(autouse=True)
def _noon(time_machine: Any) -> None:
    time_machine.move_to("2026-10-05T12:00:00+09:00", tick=False)  # a Monday


def test_from_the_listing_to_a_time_in_the_calendar(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        calendar, person = a_calendar(use=BookingUse.VIEWING, title="平日の内見", days="月〜金"), a_resident_user()
        home = a_listing(TOWN, ListingKind.HOME)
        calendar.listing_id = home.id
    me = signed_in(person)
    page = me.get(f"/listings/{home.id}")
    page = me.get(page.links()["平日の内見"])
    assert "休み" in page.text
    times = page.tree.select("a.slot")
    assert len(times) == 5 + 8 * 4  # seven days from tomorrow noon on, nine to five, not on the weekend
    assert not page.tree.select('.week-turner [rel="prev"]')
    page = me.get(str(times[0].attrs["href"]))
    assert me.submit(page, "この内容で予約する", {"people": "0"}, expect=422).errors()
    page = me.submit(page, "この内容で予約する", {"message": "車で行きます。"}).follow()
    assert "予約済み" in page.text
    file = me.get(page.links()["カレンダーに入れる（iCal）"], lint=False).response.get_data(as_text=True)
    assert "DTSTART:20261006T030000Z\r\nDTEND:20261006T040000Z\r\n" in file
    page = me.submit(page, "この予約を取り消す").follow()
    assert "取り消し" in page.text
    assert home.title in page.text
    assert me.get(f"/calendars/{calendar.id}/book?start=2026-10-06T08:00", expect=303).location.endswith(calendar.id)


def test_the_first_page_of_a_calendar_has_something_to_book_and_its_desk_begins_today(
    database: Any, signed_in: Visit, time_machine: Any
) -> None:
    time_machine.move_to("2026-10-11T18:00:00+09:00", tick=False)  # a Sunday before a holiday
    with database.transaction():
        calendar = a_calendar(days="月〜金", closed="祝日", lead_hours=1)
        stay = a_calendar(use=BookingUse.STAY, hours="", days="金・土", lead_hours=72)
        person, clerk = a_resident_user(), a_clerk(TOWN)
    me = signed_in(person)
    first = me.get(f"/calendars/{calendar.id}")
    assert first.tree.select("a.slot")[0].attrs["href"].endswith("2026-10-13T09:00")
    assert "10月11日" not in first.text
    assert me.get(f"/calendars/{stay.id}").tree.select("a.slot")[0].attrs["href"].endswith("2026-10-16T15:00")
    assert "10月11日" in signed_in(clerk).get(f"/desk/bookings/calendars/{calendar.id}").text


def test_a_desk_sees_what_comes_after_the_day_it_looks_at(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        calendar, clerk = a_calendar(), a_clerk(TOWN)
        row = a_booking(calendar, a_resident_user())
    page = signed_in(clerk).get("/desk/bookings")
    assert "この日の予約はありません" in page.text
    assert page.tree.select_one(f'a[href$="{row.id}"]')


def test_the_time_one_has_is_not_offered_when_moving(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        person = a_resident_user()
        row = a_booking(a_calendar(), person)
    page = signed_in(person).get(f"/my/bookings/{row.id}/move")
    assert page.tree.select_one("span.slot[data-own]") is not None
    assert page.tree.select("a.slot")


def test_a_full_time_leads_to_the_waiting_list_and_a_stay_is_booked_by_its_days(
    database: Any, signed_in: Visit
) -> None:
    with database.transaction():
        calendar, person = a_calendar(hours="10:00〜11:00"), a_resident_user()
        a_booking(calendar)
        stay = a_calendar(use=BookingUse.STAY, hours="", title="お試し住宅", max_nights=3)
    me = signed_in(person)
    page = me.get(f"/calendars/{calendar.id}")
    page = me.get(str(page.tree.select_one("a.slot[data-full]").attrs["href"]))
    page = me.submit(page, "キャンセル待ちに入る").follow()
    assert "キャンセル待ち" in page.text
    page = me.get(f"/calendars/{stay.id}")
    page = me.get(str(page.tree.select("a.slot")[0].attrs["href"]))
    first = today() + timedelta(days=2)
    wrong = me.submit(
        page, "この内容で予約する", {"departure": first.isoformat(), "arrival": first.isoformat()}, expect=422
    )
    assert "到着の日より後" in wrong.errors()[0]
    days = {"arrival": first.isoformat(), "departure": (first + timedelta(days=2)).isoformat()}
    assert "（2泊）" in me.submit(page, "この内容で予約する", days).follow().html


def test_who_asks_for_secrecy_is_warned(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        calendar, person, clerk = a_calendar(), a_resident_user(display_name="本名 花子"), a_clerk(TOWN)
        a_resident(person, is_confidential=True)
    me = signed_in(person)
    page = me.get(str(me.get(f"/calendars/{calendar.id}").tree.select("a.slot")[0].attrs["href"]))
    assert "名前は伝わりません" in page.text
    me.submit(page, "この内容で予約する", {"shown_name": "みかん"})
    seen = signed_in(clerk).get("/desk/bookings?on=2026-10-06").html
    assert "みかん" in seen
    assert "本名" not in seen


def test_the_desk_makes_a_calendar_answers_closes_days_and_opens_them_again(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        a_calendar(needs_word=True)
        clerk, people = a_clerk(TOWN), [a_resident_user(), a_resident_user()]
        home = a_listing(TOWN, ListingKind.HOME)
    desk = signed_in(clerk)
    page = desk.get("/desk/bookings/new")
    page = desk.submit(page, "開く時間を決める", {"what": f"viewing::{home.id}"}).follow()
    wrong = desk.submit(
        page, "この内容に決める", {"title": "内見", "days": "いつでも", "hours": "9:00〜12:00"}, expect=422
    )
    assert "のように書いてください" in wrong.errors()[0]
    page = desk.submit(
        page, "この内容に決める", {"title": "内見", "days": "毎日", "hours": "9:00〜12:00", "needs_word": "y"}
    )
    address = page.location
    with database.transaction() as s:
        from webapp.bookings.models import BookingCalendar

        calendar = s.get_one(BookingCalendar, address.rsplit("/", 1)[-1])
        rows = [a_booking(calendar, one, a_wish(hour)) for one, hour in zip(people, (9, 10), strict=True)]
    page = desk.get("/desk/bookings")
    assert "返事を待っている予約" in page.text
    page = desk.get(f"/desk/bookings/{rows[0].id}")
    assert "予約済み" in desk.submit(page, "予約を受ける").follow().text
    page = desk.get(f"/desk/bookings/{rows[1].id}/decline")
    assert desk.submit(page, "理由を伝える", {"reason": ""}, expect=422).errors()
    desk.submit(page, "理由を伝える", {"reason": "鍵が間に合いません。"})
    page = desk.get(address)
    day = (today() + timedelta(days=3)).isoformat()
    page = desk.submit(page, "休みにする", {"first": day, "last": day, "reason": "工事のため"}).follow()
    assert "予約していた1件に知らせました" in page.html
    page = desk.submit(page, "休みを取りやめる").follow()
    page = desk.get(f"{address}/edit")
    desk.submit(page, "この内容に決める", {"capacity": "2", "is_open": None})
    signed_in(people[0]).get(f"/calendars/{calendar.id}", expect=404)


def test_a_private_address_brings_bookings_and_events_into_ones_own_calendar(
    database: Any, signed_in: Visit, client: PageClient
) -> None:
    with database.transaction():
        calendar, person = a_calendar(), a_resident_user()
        a_booking(calendar, person)
        an_application(an_event(), person)
    me = signed_in(person)
    page = me.submit(me.get("/my/calendar"), "専用アドレスをつくる", {"do": "make"}, expect=200)
    path = page.tree.select_one("code").text.split("localhost")[-1].split(":5000")[-1]
    path = path[path.index("/calendar/") :]
    body = client.get(path, lint=False).response.get_data(as_text=True)
    assert body.count("BEGIN:VEVENT") == 2
    assert "りんご畑のお手伝い" in body
    me.submit(me.get("/my/calendar"), "新しくつくり直す", {"do": "make"}, expect=200)
    client.get(path, expect=404)
    me.submit(me.get("/my/calendar"), "専用アドレスを消す", {"do": "remove"})
    assert "専用アドレスをつくる" in me.get("/my/calendar").text
