"""Official statistics: read whatever the edition looks like, compared fairly, searched by what matters."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import func, select

from tests.factories.municipalities import a_municipality
from tests.support.client import PageClient
from webapp.core.actor import system_actor
from webapp.core.errors import BadFile
from webapp.municipalities.models import Municipality
from webapp.municipalities.statistics import views
from webapp.municipalities.statistics.kept import known
from webapp.municipalities.statistics.loading import SSDSE_A, load
from webapp.municipalities.statistics.models import TownNumbers
from webapp.municipalities.statistics.reading import read
from webapp.municipalities.statistics.wishes import Asked, find

NAMES = "地域コード,都道府県,市区町村,総人口,15歳未満人口,医師数,総面積（北方地域及び竹島を除く）,可住地面積,別の項目\n"
CODES = "SSDSE-A-2026,Prefecture,Municipality,A1101,A1301,I6100,B1101,B1103,Z9999\n"
YEARS = ",,年度,2020,2020,2022,2024,2024,1999\n"
#: 塩尻市, 松本市, 横浜市, 双葉町 where nobody lived on the day of the census
ROWS = (
    "R20215,長野県,塩尻市,60000,6000,60,29000,8000,1\n"
    'R20202,長野県,松本市,"240,000",30000,1200,97800,34000,1\n'
    "R14100,神奈川県,横浜市,3700000,400000,9000,43700,40000,1\n"
    "R07546,福島県,双葉町,0,0,…,5100,2000,-\n"
)
SHIOJIRI, MATSUMOTO, YOKOHAMA, FUTABA = "202151", "202029", "141003", "075469"
TOWNS = (SHIOJIRI, MATSUMOTO, YOKOHAMA, FUTABA, "131016", "200000")


def a_file(folder: Path, text: str = CODES + YEARS + NAMES + ROWS, encoding: str = "cp932") -> Path:
    """A file of the form of SSDSE-A."""
    path = folder / "SSDSE-A-2026.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.fixture
def loaded(database: Any, tmp_path: Path) -> Any:
    """The four towns with their numbers."""
    with database.transaction():
        for code in TOWNS:
            a_municipality(code)
        load(read(a_file(tmp_path)), SSDSE_A, by=system_actor("test"))
    return database


def test_the_file_is_read_in_either_encoding_with_its_years(tmp_path: Path) -> None:
    for encoding in ("cp932", "utf-8", "utf-8-sig"):
        sheet = read(a_file(tmp_path, encoding=encoding))
        assert sheet.edition == "SSDSE-A-2026"
        assert sheet.rows[MATSUMOTO]["A1101"] == 240_000
        assert {item.code: item.year for item in sheet.items}["I6100"] == "2022"
        assert sheet.problems == []


def test_next_years_headings_are_understood_by_name_where_the_codes_changed(tmp_path: Path) -> None:
    codes = "SSDSE-A-2027,,,A9101,A9301,I9100,B9101,B9103,Z9999\n"
    names = "地域コード,都道府県,市区町村,総人口（2025年）,15歳未満 人口,医師数,総面積(北方地域及び竹島を除く),可住地面積,新しい項目\n"
    sheet = read(a_file(tmp_path, codes + names + YEARS + ROWS))
    assert sheet.rows[SHIOJIRI] == {
        "A1101": 60000,
        "A1301": 6000,
        "I6100": 60,
        "B1101": 29000,
        "B1103": 8000,
        "Z9999": 1,
    }


def test_what_is_no_number_is_named_by_line_and_column_and_nothing_else_is_lost(tmp_path: Path) -> None:
    rows = "R20215,長野県,塩尻市,60000,多い,60,29000,8000,1\nR20215,長野県,塩尻市,1,1,1,1,1,1\nR00000X,,,1,,,,,\n"
    sheet = read(a_file(tmp_path, CODES + YEARS + NAMES + rows))
    assert sheet.rows == {SHIOJIRI: {"A1101": 60000, "I6100": 60, "B1101": 29000, "B1103": 8000, "Z9999": 1}}
    assert [(line, column) for line, column, _sentence in sheet.problems] == [
        (4, "15歳未満人口"),
        (5, "地域コード"),
        (6, "地域コード"),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b\n1,2\n", "地域コード"),
        ("", "地域コード"),
        (CODES.replace("A1101", "A1109") + YEARS + NAMES.replace("総人口", "人のこと") + ROWS, "総人口"),
        (CODES.replace("A1301", "A1101") + YEARS + NAMES.replace("15歳未満人口", "総人口") + ROWS, "2つ"),
    ],
)
def test_another_file_is_refused_in_words(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(BadFile) as refused:
        read(a_file(tmp_path, text))
    assert sentence in refused.value.sentence


def test_the_same_edition_again_takes_the_place_of_the_first(loaded: Any, tmp_path: Path) -> None:
    text = CODES + YEARS + NAMES + ROWS.replace("60000", "61000") + "R99999,,どこか,5,,,,,\n"
    with loaded.transaction() as session:
        again = load(read(a_file(tmp_path, text)), SSDSE_A, by=system_actor("test"))
        assert again.unknown == ["999997"]
        assert session.exec(select(func.count()).select_from(TownNumbers)).one() == 4
        assert known().value(SHIOJIRI, "population") == 61_000
        assert again.absent == session.exec(select(func.count()).where(Municipality.kind == "city")).one() - 4


def test_a_prefecture_is_the_ratio_of_its_sums_and_nobody_is_divided_by(loaded: Any) -> None:
    with loaded.transaction():
        have = known()
        assert have.prefectures["20"]["doctors"] == pytest.approx(10_000 * 1260 / 300_000)
        assert have.nation["doctors"] == pytest.approx(10_000 * 10_260 / 4_000_000)
        assert have.value(FUTABA, "population") == 0
        assert have.value(FUTABA, "children") is None
        assert have.place("doctors", have.towns[MATSUMOTO]["doctors"]) == (1, 3)


def test_towns_are_ordered_by_what_matters_and_by_nothing_else(loaded: Any) -> None:
    with loaded.transaction():
        assert [town.code for _share, town in find(Asked({"doctors": 1})).order] == [MATSUMOTO, YOKOHAMA, SHIOJIRI]
        assert [town.code for _share, town in find(Asked({"quiet": 3})).order][:2] == [FUTABA, MATSUMOTO]
        both = find(Asked({"doctors": 2, "nature": 2, "quiet": 3}))
        assert FUTABA in {town.code for _share, town in both.order}  # doctors unknown, more than half is known
        told = next(one for one in both.told(0, 9) if one.town.code == FUTABA)
        assert [wish.name for wish in told.unknown] == ["doctors"]
        assert find(Asked({"doctors": 3}, size="village")).order == []


def test_the_search_page_gives_reasons_and_keeps_what_was_asked(
    loaded: Any, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client.get("/find-town?doctors=3&near=1&from=塩尻市")
    assert page.tree.select(".find-town__town h3 a")[0].text == "長野県松本市"
    assert "医師が多い" in page.text
    assert "長野県塩尻市" not in [link.text for link in page.tree.select(".find-town__town h3 a")]
    assert page.tree.select_one("#filter-doctors option[selected]").attrs["value"] == "3"
    assert "出典" in page.text
    monkeypatch.setattr(views, "PAGE_SIZE", 1)
    client.get(
        "/find-town?doctors=3&near=1&from=塩尻市&endpoint=x&self=1"
    )  # as arguments of a link these would break it
    missed = client.get("/find-town?doctors=9&from=どこにもない町&page=-1&size=huge&only=1")
    assert missed.tree.select_one("#find-from-error").text.startswith("＊「どこにもない町」")
    assert missed.tree.select_one("#find-from").attrs["value"] == "どこにもない町"


def test_without_a_file_everything_works_with_what_is_there(database: Any, client: PageClient) -> None:
    with database.transaction():
        for code in TOWNS:
            a_municipality(code)
    assert "統計の数字は、まだ取り込まれていません" in client.get("/find-town").text
    near = client.get("/find-town?near=2&doctors=3&from=長野県塩尻市")
    assert near.tree.select(".find-town__town h3 a")[0].text.startswith("長野県")
    assert "統計で見る" not in client.get(f"/municipalities/{SHIOJIRI}").text
    client.get(f"/municipalities/{SHIOJIRI}/statistics.csv", expect=404)


def test_a_towns_page_shows_its_numbers_beside_prefecture_and_nation(loaded: Any, client: PageClient) -> None:
    page = client.get(f"/municipalities/{SHIOJIRI}")
    row = next(
        row
        for row in page.tree.select("#statistics ~ * tbody tr, section[aria-labelledby=statistics] tbody tr")
        if "医師" in row.text
    )
    assert [cell.text for cell in row.select("td.is-number")] == ["10.0人", "42.0人", "25.6人"]
    assert "全国3の中で多い方から3番目" in row.text
    sheet = client.get(f"/municipalities/{SHIOJIRI}/statistics.csv").response.get_data(as_text=True)
    assert "医師（人口1万人あたり）,10.0" in sheet


@pytest.mark.parametrize("odd", ["nan", "inf", "1_000"])
def test_what_only_a_computer_calls_a_number_is_none(tmp_path: Path, odd: str) -> None:
    sheet = read(a_file(tmp_path, CODES + YEARS + NAMES + ROWS.replace("60000", odd)))
    assert any(odd in sentence for _line, _column, sentence in sheet.problems)


def test_an_endless_cell_is_a_bad_file(tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        read(a_file(tmp_path, CODES + '"' + "x" * 200_000))
