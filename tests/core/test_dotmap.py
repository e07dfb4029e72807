"""The dot map: where things are put, what a reader is told, how small and quick it is."""

import re
import time
from xml.etree import ElementTree as ET

import pytest

from webapp.core.dotmap import JAPAN, Frame, Lit, bounds_of, dot_map

SAPPORO, TOKYO, NAHA, OGASAWARA = (141.35, 43.06), (139.69, 35.69), (127.68, 26.21), (142.19, 27.09)
UWAJIMA, MATSUYAMA = (132.56, 33.22), (132.77, 33.84)
COUNTRY = Frame(JAPAN, whole_country=True)
MANY = [(129 + (n * 37 % 1600) / 100, 31 + (n * 53 % 1400) / 100) for n in range(1741)]


def drawn(*args: object, **changes: object) -> ET.Element:
    svg = dot_map(*args, **({"title": "地図", "description": "説明"} | changes))  # type: ignore[arg-type]
    return ET.fromstring(svg)


def test_north_is_up_and_east_is_right() -> None:
    sapporo, tokyo = COUNTRY.place(*SAPPORO), COUNTRY.place(*TOKYO)
    assert sapporo is not None
    assert tokyo is not None
    (sapporo_x, sapporo_y), (tokyo_x, tokyo_y) = sapporo, tokyo
    assert sapporo_y < tokyo_y
    assert sapporo_x > tokyo_x


def test_longitudes_are_shortened_by_the_cosine_of_the_latitude() -> None:
    frame = Frame((130.0, 33.0, 131.0, 34.0), whole_country=False)
    assert frame.width / 7000 == pytest.approx(0.8339, abs=0.001)


def test_okinawa_and_ogasawara_are_moved_into_the_picture() -> None:
    naha, ogasawara = COUNTRY.place(*NAHA), COUNTRY.place(*OGASAWARA)
    assert naha is not None
    assert ogasawara is not None
    assert naha[1] < 3500
    assert ogasawara[0] > 4500


def test_okinawa_seen_alone_stays_where_it_is() -> None:
    assert Frame((122.0, 24.0, 132.0, 28.0), whole_country=False).place(*NAHA) is not None


def test_a_place_outside_the_box_is_left_out() -> None:
    box = bounds_of([UWAJIMA, MATSUYAMA])
    svg = drawn([UWAJIMA, MATSUYAMA, SAPPORO], [Lit(*SAPPORO, "札幌市", "/sapporo")], bounds=box)
    assert "札幌市" not in ET.tostring(svg, encoding="unicode")
    assert svg.find("path").get("d", "").count("h0") == 2  # type: ignore[union-attr]


def test_far_islands_do_not_stretch_a_prefecture_and_the_map_says_so() -> None:
    mainland = [(139.0 + n / 60, 35.6 + n % 5 / 30) for n in range(53)]
    islands = [(139.36, 34.75), (139.48, 34.08), (139.79, 33.11), OGASAWARA]
    box = bounds_of(mainland + islands)
    assert box[1] > 35
    words = ET.tostring(drawn(mainland + islands, bounds=box), encoding="unicode")
    assert "離れた島は、この地図に入っていません" in words
    assert "離れた島" not in ET.tostring(drawn(mainland, bounds=bounds_of(mainland)), encoding="unicode")


def test_an_island_that_is_to_be_shown_stretches_it() -> None:
    mainland = [(139.0 + n / 60, 35.6 + n % 5 / 30) for n in range(53)]
    assert bounds_of([*mainland, OGASAWARA], shown=[OGASAWARA])[1] < OGASAWARA[1]


def test_islands_that_are_much_of_a_prefecture_stay_on_its_map() -> None:
    okinawa = [(127.7 + n / 50, 26.2 + n / 40) for n in range(20)]
    far = [(124.2 + n / 10, 24.4) for n in range(12)]
    assert bounds_of(okinawa + far)[0] < 124.2


def test_a_box_round_one_place_is_not_empty() -> None:
    west, south, east, north = bounds_of([UWAJIMA])
    assert west < UWAJIMA[0] < east
    assert south < UWAJIMA[1] < north


def test_no_places_make_no_box() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        bounds_of([])


def test_a_lit_town_is_a_link_with_a_name() -> None:
    link = drawn([], [Lit(*UWAJIMA, "宇和島市、住まい34件", "/towns/382035", "home", 34)]).find("a")
    assert link is not None
    assert (link.get("href"), link.get("aria-label")) == ("/towns/382035", "宇和島市、住まい34件")
    assert link.get("data-kind") == "home"


def test_a_map_with_links_is_a_group_and_one_without_is_a_picture() -> None:
    assert drawn([], [Lit(*UWAJIMA, "宇和島市", "/x")]).get("role") == "group"
    assert drawn([], [Lit(*UWAJIMA, "宇和島市")]).get("role") == "img"


def test_the_map_has_title_and_description() -> None:
    svg = drawn(MANY, ident="front")
    assert (svg.get("aria-labelledby"), svg.get("aria-describedby")) == ("front-title", "front-desc")
    assert [svg.findtext("title"), svg.findtext("desc")] == ["地図", "説明"]


def test_words_from_outside_are_escaped() -> None:
    svg = dot_map([], [Lit(*UWAJIMA, '<script>"', "/x")], title="<b>", description="&")
    assert "<script>" not in svg
    assert "<b>" not in svg


def test_area_grows_with_weight_and_the_smallest_dot_can_still_be_hit() -> None:
    lit = [Lit(*UWAJIMA, "宇和島市", weight=1), Lit(*MATSUYAMA, "松山市", weight=10_000)]
    big, small = (int(circle.get("r", "")) for circle in drawn([], lit).findall("g/circle"))
    assert small >= 60
    assert small < big < 200


def test_small_dots_lie_on_top_of_big_ones() -> None:
    lit = [Lit(*UWAJIMA, "小さい", weight=1), Lit(*UWAJIMA, "大きい", weight=9)]
    assert [dot.findtext("circle/title") for dot in drawn([], lit).findall("g")] == ["大きい", "小さい"]


def test_names_do_not_cover_each_other() -> None:
    near = [Lit(132.56 + n / 1000, 33.22, f"町{n}") for n in range(5)]
    names = drawn([], near, bounds=bounds_of([UWAJIMA, MATSUYAMA]), named=True).findall(".//text")
    assert len(names) == 1


def test_every_municipality_fits_into_sixty_kilobytes() -> None:
    svg = dot_map(
        MANY, [Lit(*MANY[n], f"町{n}、3件", f"/towns/{n}") for n in range(200)], title="地図", description="説明"
    )
    assert len(re.findall("h0", svg)) == 1741
    assert len(svg.encode()) < 60_000


def test_the_faint_layer_is_drawn_once() -> None:
    dot_map(MANY, title="地図", description="説明")
    started = time.process_time()
    for _again in range(20):
        dot_map(MANY, title="地図", description="説明")
    assert (time.process_time() - started) / 20 < 0.005


def test_nothing_moves_unless_asked() -> None:
    assert drawn([]).get("data-slow") is None
    assert drawn([], slow=True).get("data-slow") is not None
