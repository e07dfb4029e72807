"""Facilities and events of the standard open data set: Japanese and older headings, CSV and XLSX, one town's tables apart."""

from datetime import date

import pytest
from openpyxl import Workbook
from sqlmodel import col, select

from tests.support.pagelint import words_of
from webapp.core.actor import system_actor
from webapp.core.errors import BadFile
from webapp.listings.importing.events import EVENTS, read_day
from webapp.listings.importing.facilities import FACILITIES
from webapp.listings.importing.load import Credit, import_file
from webapp.listings.importing.opendata import for_dataset
from webapp.listings.importing.outcomes import DoubtReason, RefusalReason
from webapp.listings.models import Listing, ListingKind, ListingStatus

TOWN = "202151"
OLD = ["#property", "latitude", "longitude", "name", "address", "telephoneNumber", "referenceObject", "note",
       "availableDate", "startTime", "endTime", "availableDateNote"]  # fmt: skip
HALL = ["1", "36.11", "137.95", "山里会館", "山里町一丁目1-1", "0263-00-0000", "", "", "月火水木金土日", "09:00", "21:00",
        "年末年始は休館。"]  # fmt: skip
EVENT_HEAD = ["#property", "prefCode", "no", "townName", "address", "buildingName", "venue", "eventName", "overview",
              "organizer", "startDate", "startTime", "endDate", "endTime"]  # fmt: skip


def event(number: str, name: str, starts: str, ends: str, **more: str) -> list[str]:
    cells = dict(zip(EVENT_HEAD, ["1", TOWN, number, "山里町", "1-1", "", "広場", name, "朝市です。", "町", starts, "9:00",
                                  ends, "12:00"], strict=True))  # fmt: skip
    return list((cells | more).values())


def csv_file(tmp_path, rows, name="table.csv", encoding="utf-8-sig"):
    path = tmp_path / name
    path.write_text("".join(",".join(f'"{cell}"' for cell in row) + "\r\n" for row in rows), encoding=encoding)
    return path


def xlsx_file(tmp_path, rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "table.xlsx")
    return tmp_path / "table.xlsx"


@pytest.fixture
def bring_in(making, tmp_path):
    """Imports a file of the town; what became of it, and its listings by name."""

    def do(path, listing_format=FACILITIES, dataset="hall", **options):
        with making() as opened:
            described = for_dataset(listing_format, TOWN, dataset)
            result = import_file(
                opened,
                path,
                described,
                Credit("塩尻市"),
                report=tmp_path / "report.csv",
                by=system_actor("t"),
                **options,
            )
        with making() as opened:
            rows = opened.exec(select(Listing).where(col(Listing.source) != "")).all()
            return result, {row.title: row for row in rows}

    return do


def test_a_facility_becomes_a_place_to_work_and_meet(bring_in, tmp_path, client):
    result, rows = bring_in(csv_file(tmp_path, [OLD, HALL], encoding="cp932"))
    hall = rows["山里会館"]
    assert (result.created, hall.kind, hall.status) == (1, ListingKind.COWORKING, ListingStatus.PUBLISHED)
    assert (hall.latitude, hall.public_address, hall.credit_line) == (36.11, "山里町一丁目1-1", "塩尻市")
    assert hall.details["open_days"] == "毎日"
    assert hall.details["open_hours"] == "09:00〜21:00"
    page = client.get(f"/listings/{hall.id}")
    assert "塩尻市の公共施設です。" in page.text
    chips = [words_of(chip) for chip in page.tree.select(".chip[data-kind]")]
    assert chips[0] == "公民館・集会の場所"
    assert "公民館・集会の場所" in client.get("/listings?kind=coworking&place_type=hall").tree.select_one(".card").text
    assert "0263-00-0000" in page.text


def test_a_workbook_with_japanese_headings_broken_over_lines_and_rows_that_only_have_a_number(bring_in, tmp_path):
    head = [
        "NO",
        "都道府県コード又は\n市区町村コード",
        "名称",
        "住所",
        "緯度",
        "経度",
        "開始時間",
        "終了時間",
        "利用可能曜日",
    ]
    rows = [head, [1, 202151, "図書館", "町1", 0.0, 0.0, "9:00", "17:00", "火水"], [2] + [None] * 8]
    result, found = bring_in(xlsx_file(tmp_path, [["公共施設一覧"], *rows]))
    assert result.accepted == 1
    assert found["図書館"].details["open_days"] == "火・水"
    assert found["図書館"].latitude == 36.115, "the middle of the town instead of a spot in the sea"
    assert result.doubts == {DoubtReason.OUTSIDE: 1}


def test_tables_of_one_town_do_not_end_or_overwrite_each_other(bring_in, tmp_path):
    bring_in(csv_file(tmp_path, [OLD, HALL]), dataset="hall")
    other = [*HALL]
    other[3] = "図書館"
    result, rows = bring_in(csv_file(tmp_path, [OLD, other]), dataset="library", close_missing=True)
    assert (result.created, result.closed, set(rows)) == (1, 0, {"山里会館", "図書館"})
    result, rows = bring_in(csv_file(tmp_path, [OLD, [*HALL[:3], "新しい会館", *HALL[4:]]]), dataset="hall")
    assert (result.updated, set(rows)) == (1, {"新しい会館", "図書館"})


def test_rows_of_another_town_and_without_a_name_are_refused_with_their_reason(bring_in, tmp_path):
    head = [*OLD, "都道府県コード又は市区町村コード"]
    rows = [head, [*HALL, "202011"], [HALL[0], *HALL[1:3], "", *HALL[4:], TOWN]]
    result, found = bring_in(csv_file(tmp_path, rows))
    assert result.refusals == {RefusalReason.OTHER_TOWN: 1, RefusalReason.NO_NAME: 1}
    assert found == {}


def test_an_event_is_shown_until_its_last_day_and_an_old_one_is_kept_but_not_shown(bring_in, tmp_path, time_machine):
    time_machine.move_to("2026-05-01T03:00:00Z")
    table = [
        ["#LINK", *[""] * 13], EVENT_HEAD, ["#object_type_xsd", *["string"] * 13],
        event("1", "朝市", "5/1/2026", "5/3/2026"), event("2", "花見", "2026-04-01", "2026-04-02"),
        event("3", "逆さ", "2026年6月3日", "2026/6/1"), event("4", "日なし", "未定", ""),
    ]  # fmt: skip
    result, rows = bring_in(csv_file(tmp_path, table), EVENTS)
    assert {name: row.status for name, row in rows.items()} == {
        "朝市": ListingStatus.PUBLISHED,
        "花見": ListingStatus.EXPIRED,
        "逆さ": ListingStatus.PUBLISHED,
    }
    market = rows["朝市"]
    assert (market.expires_on, market.details["hours"]) == (date(2026, 5, 3), "9:00〜12:00")
    assert (market.price, market.public_address) == (None, "広場 山里町 1-1")
    assert result.refusals == {RefusalReason.NO_DAY: 1}
    assert result.doubts == {DoubtReason.END_BEFORE_START: 1}


def test_days_are_read_as_they_are_published():
    read = {
        text: read_day(text)
        for text in ("2026-04-01", "２０２６／４／１", "2026年4月1日", "4/1/2026", "13/1/2026", "春")
    }
    assert [day == date(2026, 4, 1) for day in read.values()] == [True] * 4 + [False] * 2


@pytest.mark.parametrize(
    ("rows", "says"),
    [([["名前", "場所"], ["a", "b"]], "見出しの行が見つかりません"), ([OLD], "中身の行がありません")],
)
def test_a_table_that_is_none_says_which_columns_it_needs(bring_in, tmp_path, rows, says):
    with pytest.raises(BadFile, match=says):
        bring_in(csv_file(tmp_path, rows))


def test_a_file_that_only_begins_like_a_workbook_is_refused(bring_in, tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 50)
    with pytest.raises(BadFile, match="Excelの表として読めません"):
        bring_in(tmp_path / "x.xlsx")
