"""Listings leave as sheets that can be brought in again, as open data of a town, and its events as a calendar."""

import csv
import io
import json
from datetime import UTC, date, datetime

import icalendar
import pytest
from openpyxl import load_workbook
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_staff_user
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.listings import a_listing
from tests.listings.test_sheets import all_listings, bring_in, latest_run
from webapp.core.actor import Role
from webapp.core.database import session
from webapp.core.trail import TrailEntry
from webapp.listings.models import ListingKind, ListingStatus

TOWN = "202151"


@pytest.fixture
def clerk(making, signed_in):
    with making():
        person = a_clerk(TOWN)
    return signed_in(person)


def export(browser, form="csv", kind="home", place=f"{TOWN}:", expect=200):
    sent = {"kind": kind, "place": place, "form": form}
    return browser.post("/desk/exports", sent, lint=False, expect=expect).response.data


def rows_of(data: bytes, encoding="utf-8-sig") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(encoding))))


@pytest.mark.parametrize("form", ["csv", "sjis", "xlsx"])
def test_what_was_taken_along_can_be_brought_in_again_and_changes_nothing(making, clerk, form):
    with making():
        a_listing(title="=1+1の家", private_address="奈良井99番地", status=ListingStatus.PAUSED)
        a_listing(title="となり", drawbacks="雪\n坂")
    data = export(clerk, form)
    bring_in_page = bring_in(making, clerk, data, name=f"a.{'xlsx' if form == 'xlsx' else 'csv'}")
    with making():
        assert (latest_run().created, latest_run().updated, len(all_listings())) == (0, 0, 2)
        traces = session().exec(select(TrailEntry).where(TrailEntry.action == "listing.export")).all()
        assert [trace.reason for trace in traces] == ["home: 2"]
    assert bring_in_page
    if form == "xlsx":
        assert "奈良井99番地" in {cell.value for row in load_workbook(io.BytesIO(data))["入力"] for cell in row}
    else:
        first = rows_of(data, "cp932" if form == "sjis" else "utf-8-sig")[0]
        assert (first["くわしい所在地"], first["題名"]) == ("奈良井99番地", "'=1+1の家")


def test_a_letter_that_shift_jis_lacks_is_said_and_not_lost(making, clerk):
    with making():
        a_listing(title="𠮷田の家")
    assert "𠮷" in export(clerk, "sjis", expect=409).decode()
    assert rows_of(export(clerk))[0]["題名"] == "𠮷田の家"


def test_a_town_does_not_take_along_what_a_corporation_has_not_sent_nor_another_town(making, clerk, signed_in):
    with making():
        corporation = a_corporation()
        a_designation(corporation, TOWN)
        staff = a_staff_user(Role.CORPORATION, corporation.id)
        draft = {"status": ListingStatus.DRAFT, "published_at": None}
        a_listing(title="法人の下書き", corporation_id=corporation.id, **draft)
        a_listing(title="町の下書き", **draft)
        a_listing("382035", title="よそ")
    person = signed_in(staff)
    assert [row["題名"] for row in rows_of(export(clerk))] == ["町の下書き"]
    assert [row["題名"] for row in rows_of(export(person, place=f"{TOWN}:{corporation.id}"))] == ["法人の下書き"]
    export(clerk, place="382035:", expect=409)
    export(person, place=f"{TOWN}:", expect=409)


def test_open_data_holds_what_is_public_and_its_source_only(making, client):
    with making():
        a_listing(private_address="奈良井99番地", credit_line="架空の出典")
        a_listing(title="下書き", status=ListingStatus.DRAFT, published_at=None)
        a_listing(kind=ListingKind.EVENT, title="田植え", price=0, details={"starts_on": "2027-05-03", "type": "help"})
    assert "open-data" in client.get(f"/open-data/{TOWN}").html
    text = client.get(f"/open-data/{TOWN}/home.csv", lint=False).response.data
    (home,) = rows_of(text)
    assert (home["市区町村コード"], home["出典"], home["耐震"]) == (TOWN, "架空の出典", "旧耐震（1981年5月以前の基準）")
    assert home["URL"].startswith("http://localhost/listings/")
    body = client.get(f"/open-data/{TOWN}/listings.json", lint=False).response.data.decode()
    for hidden in ("99番地", "下書き", "共有者"):
        assert hidden not in text.decode() + body
    found = json.loads(body)
    (event,) = found["イベント"]
    assert {
        "名称": "田植え",
        "種類": "お手伝い",
        "開始日": "2027-05-03",
        "料金": 0,
        "料金有無": False,
    }.items() <= event.items()
    assert found["建物・土地"][0]["竣工年"] == 1978
    client.get(f"/open-data/{TOWN}/castle.csv", expect=404)
    client.get("/open-data/999999/events.ics", expect=404)


def test_a_calendar_program_reads_the_events_of_a_town(making, client):
    with making():
        days = {"starts_on": "2027-05-03", "ends_on": "2027-05-05", "hours": "10:00〜15:00", "organiser": "山里"}
        a_listing(kind=ListingKind.EVENT, title="春まつり; 朝, 市", details=days)
        a_listing(kind=ListingKind.EVENT, title="一日", details={**days, "ends_on": "2027-05-03"})
        a_listing(kind=ListingKind.EVENT, title="夜", details={**days, "ends_on": None, "hours": "夕方から"})
        a_listing(kind=ListingKind.EVENT, title="日なし", details={})
    answer = client.get(f"/open-data/{TOWN}/events.ics", lint=False).response
    assert answer.mimetype == "text/calendar"
    events = {str(one["SUMMARY"]): one for one in icalendar.Calendar.from_ical(answer.data).walk("VEVENT")}
    assert {name: (one.decoded("DTSTART"), one.decoded("DTEND")) for name, one in events.items()} == {
        "春まつり; 朝, 市": (date(2027, 5, 3), date(2027, 5, 6)),
        "一日": (datetime(2027, 5, 3, 1, tzinfo=UTC), datetime(2027, 5, 3, 6, tzinfo=UTC)),
        "夜": (date(2027, 5, 3), date(2027, 5, 4)),
    }
