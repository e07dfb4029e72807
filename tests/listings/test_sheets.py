"""Sheets: a template per kind, every problem by line and column before anything is written, own rows updated, other layouts."""

import csv
import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from sqlmodel import col, select

from tests.factories.accounts import a_clerk, a_staff_user
from tests.factories.corporations import a_corporation, a_designation
from webapp.core.actor import Role
from webapp.core.database import session
from webapp.core.trail import TrailEntry, history_of
from webapp.listings.kinds import KINDS
from webapp.listings.models import Deal, Listing, ListingKind, ListingStatus
from webapp.listings.sheets.columns import CellWrong, columns_of, read_cell, write_cell
from webapp.listings.sheets.models import SheetRun
from webapp.listings.sheets.template import as_csv, as_workbook, headings_of

TOWN = "202151"
HOME = {"管理番号": "A-1", "題名": "川のそばの平屋", "売る・貸す": "賃貸", "家賃（月）": "３５，０００円", "建てられた年": "1975",
        "耐震": "旧耐震（1981年5月以前の基準）", "ペットと暮らせる": "○", "建物の広さ": "85.5㎡", "掲載の期限": "2027/3/31"}  # fmt: skip


def a_sheet(*rows: dict[str, str], encoding="utf-8-sig") -> bytes:
    head = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([row.get(name, "") for name in head] for row in rows)
    return out.getvalue().encode(encoding)


@pytest.fixture
def clerk(making, signed_in):
    with making():
        person = a_clerk(TOWN)
    return signed_in(person)


def hand_in(browser, data: bytes, *, kind="home", place=f"{TOWN}:", name="家.csv", expect=303):
    sent = {"kind": kind, "place": place, "sheet": (io.BytesIO(data), name)}
    return browser.post("/desk/imports", sent, expect=expect, content_type="multipart/form-data")


def part(page, name):
    """A section of a page, by the id of its heading."""
    return page.tree.select_one(f"#{name}").closest("section")


def latest_run() -> SheetRun:
    return session().exec(select(SheetRun).order_by(col(SheetRun.id).desc()).limit(1)).one()


def bring_in(making, browser, data: bytes, **options):
    """Hands in and brings in; the page that says what it did."""
    hand_in(browser, data, **options)
    with making():
        run = latest_run()
    browser.post(f"/desk/imports/{run.id}/bring-in", {})
    return browser.get(f"/desk/imports/{run.id}")


def all_listings() -> list[Listing]:
    return list(session().exec(select(Listing).order_by(col(Listing.title))))


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_has_a_template_that_can_be_filled_in_and_brought_in(making, clerk, kind):
    sheet = load_workbook(io.BytesIO(as_workbook(kind)))
    assert [cell.value for cell in sheet["入力"][1]] == headings_of(kind)
    assert sheet["書き方"].max_row == len(headings_of(kind)) + 1
    assert as_csv(kind, "cp932").decode("cp932").split(",")[:2] == ["管理番号", "題名"]
    for form in ("xlsx", "csv", "sjis"):
        assert clerk.get(f"/desk/imports/template/{kind.value}/{form}", lint=False).response.data
    page = bring_in(making, clerk, a_sheet({"管理番号": "1", "題名": "見本"}), kind=kind.value)
    assert "新しい下書き" in page.text
    with making():
        (row,) = all_listings()
    assert (row.kind, row.status, row.title) == (kind, ListingStatus.DRAFT, "見本")


def test_what_is_written_is_read_back_for_every_column_of_every_kind():
    for kind in KINDS:
        for column in columns_of(kind).values():
            for word in column.words:
                assert write_cell(read_cell(word, column)) == word
    year = columns_of(ListingKind.HOME)["built_year"]
    assert read_cell("１９７５年", year) == 1975
    with pytest.raises(CellWrong, match="数字だけ"):
        read_cell("昭和50年", year)


def test_nothing_is_written_before_it_was_confirmed_and_everything_after(making, clerk):
    hand_in(clerk, a_sheet(HOME, {"管理番号": "A-2", "題名": "丘の家"}, encoding="cp932"))
    with making():
        run = latest_run()
        assert all_listings() == []
    page = clerk.get(f"/desk/imports/{run.id}")
    assert "2件を取り込む" in page.text
    assert "短い紹介" in part(page, "open").text
    clerk.post(f"/desk/imports/{run.id}/bring-in", {})
    clerk.post(f"/desk/imports/{run.id}/bring-in", {}, expect=409)
    with making():
        hill, river = all_listings()
        assert (river.deal, river.monthly_cost, str(river.expires_on)) == (Deal.RENT, 35_000, "2027-03-31")
        assert {
            "built_year": 1975,
            "quake": "old",
            "pets_ok": True,
            "floor_area": 85.5,
        }.items() <= river.details.items()
        assert "川のそば" in river.search_text
        assert [entry.action for entry in history_of(hill)] == ["listing.start"]
        entry = session().exec(select(TrailEntry).where(TrailEntry.action == "sheet_run.bring_in")).one()
        assert "created=2" in entry.reason
    assert "題名を直す" in clerk.get(f"/desk/listings/{river.id}/summary").text


def test_every_problem_is_named_by_line_and_column_and_nothing_is_written(making, clerk):
    bad = {"管理番号": "A-1", "題名": "", "売る・貸す": "あげる", "家賃（月）": "三万", "建てられた年": "2999",
           "ペットと暮らせる": "たぶん", "建物の広さ": "広い", "掲載の期限": "2027-02-30", "水道": "あ" * 61}  # fmt: skip
    hand_in(clerk, a_sheet(HOME, bad, {"管理番号": "", "題名": "番号なし", "水道": "1234-5678-9018"}))
    with making():
        run = latest_run()
    page = clerk.get(f"/desk/imports/{run.id}")
    cells = [[cell.text.strip() for cell in row.select("th, td")] for row in part(page, "problems").select("tbody tr")]
    assert {(line, heading) for line, heading, *_rest in cells} == {
        *(("3行目", name) for name in bad),
        ("4行目", "管理番号"),
        ("4行目", "水道"),
    }
    assert any("2行目と同じ番号" in sentence for *_first, sentence in cells)
    assert any("次のどれか" in sentence and "お試し滞在" in sentence for *_first, sentence in cells)
    clerk.post(f"/desk/imports/{run.id}/bring-in", {}, expect=409)
    with making():
        assert all_listings() == []


def test_the_same_numbers_update_own_rows_and_what_is_shown_is_left_alone(making, clerk):
    other = {"管理番号": "A-2", "題名": "丘の家", "家賃（月）": "20000"}
    bring_in(making, clerk, a_sheet(HOME, other))
    with making() as opened:
        shown = opened.exec(select(Listing).where(Listing.title == "丘の家")).one()
        shown.status = ListingStatus.PUBLISHED
    changed = {**HOME, "題名": "川のそばの平屋（値下げ）", "ペットと暮らせる": ""}
    page = bring_in(making, clerk, a_sheet(changed, other))
    assert "書き換えた掲載" in page.text
    with making():
        run = latest_run()
        assert (run.created, run.updated, len(all_listings())) == (0, 1, 2)
        river = next(row for row in all_listings() if "値下げ" in row.title)
        assert "pets_ok" not in river.details
        assert river.details["built_year"] == 1975
        assert [entry.action for entry in history_of(river)] == ["listing.start", "listing.revise"]
    hand_in(clerk, a_sheet({**other, "家賃（月）": "19000"}))
    with making():
        run = latest_run()
    assert "いったん休止" in part(clerk.get(f"/desk/imports/{run.id}"), "problems").text


def test_another_layout_is_read_by_hand_once_and_remembered(making, clerk):
    own = {"物件番号": "7", "物件名": "古い蔵", "月額": "1000", "備考": "使わない"}
    location = hand_in(clerk, a_sheet(own)).location
    with making():
        run = latest_run()
    form = clerk.get(f"{location}/columns")
    assert "古い蔵" in form.text
    assert form.tree.select_one("select[name=column_0] option[selected]").attrs["value"] == "number"
    at = f"/desk/imports/{run.id}/columns"
    twice = {"column_0": "number", "column_1": "title", "column_2": "title"}
    assert "2つの列" in clerk.post(at, twice, expect=422).text
    assert "管理番号" in clerk.post(at, {"column_0": "", "column_1": "title"}, expect=422).text
    clerk.post(at, {"column_0": "number", "column_1": "title", "column_2": "monthly_cost"})
    clerk.post(f"/desk/imports/{run.id}/bring-in", {})
    page = bring_in(making, clerk, a_sheet({**own, "物件名": "直した蔵", "月額": "900"}))
    assert "書き換えた掲載" in page.text
    with making():
        (row,) = all_listings()
    assert (row.title, row.monthly_cost) == ("直した蔵", 900)


def test_a_workbook_with_days_and_numbers_of_its_own_is_read(making, clerk):
    book = Workbook()
    book.active.append(["管理番号", "題名", "始まる日", "参加費", "定員"])
    book.active.append([7, "田植え", date(2027, 5, 3), 1500.0, 20])
    out = io.BytesIO()
    book.save(out)
    bring_in(making, clerk, out.getvalue(), kind="event", name="催し.xlsx")
    with making():
        (row,) = all_listings()
    assert (row.details["starts_on"], row.price, row.capacity) == ("2027-05-03", 1500, 20)


def test_a_corporation_brings_in_where_it_is_designated_and_nobody_else_sees_its_sheets(making, signed_in, clerk):
    with making():
        corporation = a_corporation()
        a_designation(corporation, TOWN)
        staff = a_staff_user(Role.CORPORATION, corporation.id)
    person = signed_in(staff)
    bring_in(making, person, a_sheet(HOME), place=f"{TOWN}:{corporation.id}")
    bring_in(making, clerk, a_sheet({**HOME, "題名": "町の家"}))
    with making():
        assert sorted((row.title, row.corporation_id is None) for row in all_listings()) == [
            ("川のそばの平屋", False),
            ("町の家", True),
        ]
        run = session().exec(select(SheetRun).where(SheetRun.corporation_id == corporation.id)).one()
    for path in ("", "/columns"):
        clerk.get(f"/desk/imports/{run.id}{path}", expect=404)
    clerk.post(f"/desk/imports/{run.id}/bring-in", {}, expect=404)
    hand_in(person, a_sheet(HOME), place=f"382035:{corporation.id}", expect=422)


def test_a_sheet_that_is_put_aside_leaves_no_file(making, clerk, settings):
    hand_in(clerk, a_sheet(HOME))
    with making():
        run = latest_run()
    assert list((settings.home / "uploads").rglob("*.csv"))
    clerk.post(f"/desk/imports/{run.id}/put-aside", {})
    assert not list((settings.home / "uploads").rglob("*.csv"))
    assert "何も書き込んでいません" in clerk.get(f"/desk/imports/{run.id}").text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "空です"),
        (b"%PDF-1.7 x", "PDF"),
        ("管理番号,題名\r\n".encode(), "中身の行"),
        (b"a\r\nb\r\n", "見出しの行"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(clerk, data, says):
    assert says in hand_in(clerk, data, expect=422).errors()[0]
