"""Reasons as sentences: in both sides' own words, with the way as an estimate, and bars that add up."""

from typing import Any

import pytest

from matching import Contribution, Match, Offer, Reason, Refusal, Resident
from webapp.matches.evidence import clause, theirs
from webapp.matches.ladder import Told, ladder
from webapp.matches.sentences import Teller
from webapp.matches.wording import Speaker
from webapp.municipalities import masterdata
from webapp.municipalities.travel import time_words, trip

TOKYO, SHIOJIRI, SADO, SAPPORO = "131041", "202151", "152242", "011002"
ME = Resident(
    "r", home=TOKYO, latitude=35.69, longitude=139.70, themes=frozenset({"rice"}), text="畑の手伝いをしたいです。"
)
NEED = Offer(
    "o", "need", SHIOJIRI, 36.11, 137.95, text="棚田の保全\n田んぼを守る人を探しています。\n畑の草取りもあります。"
)


def teller(**changes: Any) -> Teller:
    return Teller(Speaker({SHIOJIRI: "長野県塩尻市"}), ME, **changes)


@pytest.fixture(autouse=True)
def _reader(app: Any) -> Any:
    with app.test_request_context():
        yield


def test_a_chosen_theme_is_told_beside_the_words_of_the_place() -> None:
    said = teller().say(Reason("theme_chosen", {"themes": ("rice",)}), NEED)
    assert said == "「米づくり・棚田」に関心あり ↔ 掲載の「田んぼを守る人を探しています」"


def test_a_theme_read_from_the_text_quotes_both_sides() -> None:
    said = teller().say(Reason("theme_read", {"themes": ("vegetables",)}), NEED)
    assert said == "あなたの「畑の手伝いをしたいです」 ↔ 掲載の「畑の草取りもあります」"


def test_without_words_of_the_place_the_plain_sentence_is_said() -> None:
    said = teller().say(Reason("theme_chosen", {"themes": ("music",)}), NEED)
    assert said == "やりたいこと「音楽」と重なります。"


def test_a_long_clause_is_cut_and_the_shortest_is_taken() -> None:
    assert clause("rice", "田植えと稲刈りを毎年みんなで続けてきたこの谷の小さな集落の仲間になりませんか").endswith("…")
    assert clause("rice", "谷あいの田んぼに水を引く人、田んぼの見回り") == "田んぼの見回り"
    assert clause("rice", "山の仕事") == ""
    assert theirs("rice", "棚田の保全\n山の仕事です") == "棚田の保全"


@pytest.mark.parametrize(
    ("km", "expected"),
    [
        (0.2, "車で約10分"),
        (20, "車で約40分"),
        (80, "車で約1時間50分"),
        (100, "車で約2時間10分"),
        (300, "車で約5時間50分"),
    ],
)
def test_the_way_is_an_estimate_by_the_rule_that_is_said(km: float, expected: str) -> None:
    assert trip(km, TOKYO, SHIOJIRI).words == expected


@pytest.mark.parametrize(
    "place",
    [
        "沖縄県石垣市",
        "沖縄県宮古島市",
        "沖縄県国頭郡伊江村",
        "沖縄県島尻郡渡嘉敷村",
        "沖縄県島尻郡座間味村",
        "沖縄県島尻郡粟国村",
        "沖縄県島尻郡渡名喜村",
        "沖縄県島尻郡南大東村",
        "沖縄県島尻郡北大東村",
        "沖縄県島尻郡伊平屋村",
        "沖縄県島尻郡伊是名村",
        "沖縄県島尻郡久米島町",
        "沖縄県宮古郡多良間村",
        "沖縄県八重山郡竹富町",
        "沖縄県八重山郡与那国町",
    ],
)
def test_no_road_leads_from_naha_to_the_islands_of_okinawa(place: str) -> None:
    code = {city.full_name: city.code for city in masterdata.load().cities}
    naha = code["沖縄県那覇市"]
    assert trip(100, naha, code[place]).minutes is None
    assert trip(100, code[place], naha).minutes is None
    assert trip(60, naha, code["沖縄県名護市"]).minutes is not None
    assert trip(600, naha, code["鹿児島県鹿児島市"]).minutes is None


@pytest.mark.parametrize(("home", "place"), [(TOKYO, SADO), (SADO, TOKYO), (SAPPORO, TOKYO), (TOKYO, "472018")])
def test_no_time_by_car_is_told_across_the_sea(home: str, place: str) -> None:
    way = trip(300, home, place)
    assert (way.minutes, way.words, way.fits_weekend) == (None, "船か飛行機で渡る場所", False)
    assert trip(10, place, place).minutes is not None


def test_near_and_far_places_are_told_with_the_time() -> None:
    near = Offer("o", "need", "192015", 35.66, 138.57)
    assert teller().say(Reason("near_home", {"km": 102}), near) == "週末に通える距離です（目安：車で約2時間10分）。"
    assert teller().say(Reason("far_from_home", {"km": 164}), NEED).startswith("車で約3時間20分の場所です")
    sado = Offer("o", "need", SADO, 38.02, 138.37)
    assert "船か飛行機で渡る場所です" in teller().say(Reason("far_from_home", {"km": 284}), sado)


def test_without_a_car_only_the_distance_is_known() -> None:
    walker = Teller(Speaker({}), Resident("r", home=TOKYO, latitude=35.69, longitude=139.70, has_car=False))
    assert walker.way_to(NEED) is None
    assert "km" in walker.say(Reason("far_from_home", {"km": 164}), NEED)
    assert teller().way_to(Offer("o", "job", SHIOJIRI, 36.11, 137.95, remote_ok=True)) is None


def test_what_speaks_against_it_is_said_but_not_adjustments() -> None:
    match = Match(
        "r",
        "o",
        20.0,
        (
            Contribution("themes", 30.0, Reason("theme_chosen", {"themes": ("rice",)})),
            Contribution("area", -5.0, Reason("area_outside")),
            Contribution("kind", -0.2, Reason("kind_other", {"kind": "need"})),
            Contribution("variety", -4.8, Reason("same_place_again")),
        ),
    )
    assert teller(longest=120).against(match, NEED) == [
        "片道の目安は車で約3時間20分で、希望の2時間より長くなります。",
        "希望の地域の外にあります。",
    ]
    assert teller(longest=240).against(match, NEED) == ["希望の地域の外にあります。"]


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (Reason("rent_over_budget", {"yen": 48_000, "budget": 40_000}), "予算より月8,000円高い"),
        (Reason("price_over_budget", {"yen": 6_200_000, "budget": 6_000_000}), "購入の予算より200,000円高い"),
        (Reason("too_far", {"km": 231, "limit": 200}), "希望の距離より約31km遠い"),
        (Reason("too_few_days", {"days": 6, "needed": 7}), "滞在の日数が月1日足りない"),
        (Reason("car_needed"), "車が必要ですが、車がないとうかがっています。"),
    ],
)
def test_what_is_missing_is_told_as_the_difference(reason: Reason, expected: str) -> None:
    assert teller().missing(Refusal("rule", reason)) == expected


@pytest.mark.parametrize("points", [[33.4, 10.4, -2.5], [0.5, 0.5, 0.5], [60.0, 55.0, -10.2], [-0.4, 12.49], []])
def test_the_rungs_are_whole_and_add_up(points: list[float]) -> None:
    total = round(sum(points))
    rungs = ladder([Told(str(n), "", "", p) for n, p in enumerate(points)], total)
    assert sum(rung.points for rung in rungs) == total
    assert all(abs(rung.points - points[int(rung.field)]) < 1 for rung in rungs)
    reached = 0.0
    for rung in rungs:
        begin = rung.start if rung.points > 0 else rung.start + rung.width
        assert begin == pytest.approx(reached)
        reached += -rung.width if rung.is_against else rung.width
        assert 0 <= rung.start <= rung.start + rung.width <= 1 + 1e-9


def test_times_are_told_in_words() -> None:
    assert [time_words(minutes) for minutes in (40, 60, 100)] == ["40分", "1時間", "1時間40分"]
