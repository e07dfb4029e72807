"""The national vacant-home bank's file: one test for each trap, and the real file where it is at hand."""

import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.listings.akiyabank_sample import AKIYABANK, accepted, house, outcomes, write
from webapp.listings.importing.akiyabank_spec import DISTANCES
from webapp.listings.importing.outcomes import Accepted, DoubtReason, RefusalReason, Refused
from webapp.listings.importing.reading import read
from webapp.listings.importing.record import Parking
from webapp.listings.kinds.home import PropertyType
from webapp.listings.models import Deal
from webapp.municipalities.names import city_names


def reasons(doubts: tuple[Any, ...]) -> list[DoubtReason]:
    return [doubt.reason for doubt in doubts]


def test_plain_row_has_no_doubt(tmp_path: Path) -> None:
    record, doubts = accepted(tmp_path)
    assert doubts == ()
    assert (record.external_id, record.municipality_code, record.address) == ("9900001", "054631", "秋田県雄勝郡羽後町")
    assert (record.building.layout, record.building.rooms, record.building.floor_area) == ("5DK", 5, 112.5)
    assert (record.land.area, record.land.has_farmland) == (330, False)


def test_mislabelled_distances_land_where_the_specification_says(tmp_path: Path) -> None:
    columns = {column: str(1000 + step) for step, column in enumerate(DISTANCES.values())}
    distances = accepted(tmp_path, **columns)[0].distances
    assert distances.elementary_school == 1000  # FOR_OFFICE_USE
    assert distances.junior_high_school == 1001  # INTERIOR_CUSTOMIZABILITY
    assert distances.convenience_store == 1002  # DISTANCE_TO_ELEMENTARY_SCHOOL
    assert distances.supermarket == 1003  # DISTANCE_TO_JUNIOR_HIGH_SCHOOL
    assert distances.drug_store == 1004  # DISTANCE_TO_SUPERMARKET
    assert distances.hospital == 1005  # DISTANCE_TO_SHOPPING_DISTRICT
    assert distances.park == 1006  # DISTANCE_TO_DRUG_STORE
    assert distances.bank == 1007  # DISTANCE_TO_HOSPITAL


def test_heating_column_is_the_kitchen(tmp_path: Path) -> None:
    assert accepted(tmp_path, STOVE_HEATING_SYSTEM="IH")[0].supply.kitchen == "IH"


@pytest.mark.parametrize(
    ("category", "deal", "kind"),
    [
        ("売買居住用", Deal.SALE, PropertyType.RESIDENTIAL),
        ("売買土地", Deal.SALE, PropertyType.LAND),
        ("売買事業用", Deal.SALE, PropertyType.BUSINESS),
        ("賃貸居住用", Deal.RENT, PropertyType.RESIDENTIAL),
        ("賃貸土地", Deal.RENT, PropertyType.LAND),
        ("賃貸事業用", Deal.RENT, PropertyType.BUSINESS),
    ],
)
def test_category_tells_sale_from_rent_and_house_from_land(
    tmp_path: Path, category: str, deal: Deal, kind: PropertyType
) -> None:
    record, _ = accepted(tmp_path, PROPERTY_CATEGORY=category, AMOUNT="50000")
    assert (record.deal, record.property_type) == (deal, kind)
    assert (record.price, record.rent) == ((50000, None) if deal is Deal.SALE else (None, 50000))


def test_empty_amount_is_unknown_without_a_doubt_and_zero_with_one(tmp_path: Path) -> None:
    empty, no_doubts = accepted(tmp_path, AMOUNT="")
    zero, doubts = accepted(tmp_path, AMOUNT="0")
    assert empty.price is None
    assert zero.price is None
    assert (reasons(no_doubts), reasons(doubts)) == ([], [DoubtReason.ZERO])


@pytest.mark.parametrize(
    ("amount", "price", "reason"),
    [
        ("3,500,000円", 3500000, None),
        ("３５０００００", 3500000, None),
        ("1", 1, DoubtReason.UNLIKELY),
        ("410000000", 410000000, DoubtReason.UNLIKELY),
        ("-5", None, DoubtReason.IMPOSSIBLE),
        ("99999999999999", None, DoubtReason.IMPOSSIBLE),
        ("応相談", None, DoubtReason.NOT_A_NUMBER),
        ("nan", None, DoubtReason.NOT_A_NUMBER),
        ("1_000", None, DoubtReason.NOT_A_NUMBER),
        ("inf", None, DoubtReason.NOT_A_NUMBER),
    ],
)
def test_amount_is_read_or_doubted(tmp_path: Path, amount: str, price: int | None, reason: DoubtReason | None) -> None:
    record, doubts = accepted(tmp_path, AMOUNT=amount)
    assert record.price == price
    assert reasons(doubts) == ([reason] if reason else [])


@pytest.mark.parametrize(
    ("published", "metres", "minutes", "walk", "reason"),
    [
        ("5", None, 5, 5, DoubtReason.MINUTES),
        ("79", None, 79, 79, DoubtReason.MINUTES),
        ("80", None, None, None, DoubtReason.METRES_OR_MINUTES),
        ("199", None, None, None, DoubtReason.METRES_OR_MINUTES),
        ("200", 200, None, 3, None),
        ("3600", 3600, None, 45, None),
        ("", None, None, None, None),
        ("200000", 200000, None, 2500, DoubtReason.UNLIKELY),
    ],
)
def test_station_walk_in_metres_or_minutes_is_told_apart_or_doubted(
    tmp_path: Path,
    published: str,
    metres: int | None,
    minutes: int | None,
    walk: int | None,
    reason: DoubtReason | None,
) -> None:
    record, doubts = accepted(tmp_path, NEAREST_STATION="湯沢", DISTANCE_TO_NEAREST_STATION_ON_FOOT=published)
    station = record.station
    assert (station.name, station.metres, station.minutes, station.walk_minutes) == ("湯沢", metres, minutes, walk)
    assert reasons(doubts) == ([reason] if reason else [])


@pytest.mark.parametrize(
    ("published", "year", "month", "is_old", "reason"),
    [
        ("1981/5/31", 1981, 5, True, None),
        ("1981/6/1", 1981, 6, False, None),
        ("1981/1/1", 1981, None, True, DoubtReason.YEAR_OF_CHANGE),
        ("1973/1/1", 1973, None, True, None),
        ("1999-04-01", 1999, 4, False, None),
        ("1900/1/1", None, None, None, DoubtReason.PLACEHOLDER_DATE),
        ("2345/1/1", None, None, None, DoubtReason.FUTURE_DATE),
        ("1975/13/1", None, None, None, DoubtReason.NOT_A_DATE),
        ("昭和50年", None, None, None, DoubtReason.NOT_A_DATE),
        ("", None, None, None, None),
    ],
)
def test_building_date_tells_year_and_earthquake_code(
    tmp_path: Path,
    published: str,
    year: int | None,
    month: int | None,
    is_old: bool | None,
    reason: DoubtReason | None,
) -> None:
    record, doubts = accepted(tmp_path, DATE_OF_CONSTRUCTION=published)
    building = record.building
    assert (building.built_year, building.built_month, building.is_old_earthquake_code) == (year, month, is_old)
    assert reasons(doubts) == ([reason] if reason else [])


def test_telephone_number_leaves_the_text_and_stays_in_the_doubt(tmp_path: Path) -> None:
    record, doubts = accepted(
        tmp_path, STRONG_POINTS="海の近く。\nお問合せは役場（電話０１２３－４５－６７８９）まで。"
    )
    assert record.appeal == "海の近く。\nお問合せは役場（電話［番号は省きました］）まで。"
    assert [(doubt.reason, doubt.value) for doubt in doubts] == [(DoubtReason.PHONE, "０１２３－４５－６７８９")]


def test_link_stays_in_the_text_and_is_flagged(tmp_path: Path) -> None:
    record, doubts = accepted(tmp_path, STRONG_POINTS="写真\nhttps://akiya.example/p/0120123456")
    assert record.appeal.endswith("https://akiya.example/p/0120123456")
    assert record.links == ("https://akiya.example/p/0120123456",)
    assert reasons(doubts) == [DoubtReason.LINK]


def test_text_of_a_hundred_letters_may_be_cut(tmp_path: Path) -> None:
    assert reasons(accepted(tmp_path, STRONG_POINTS="良" * 100)[1]) == [DoubtReason.TEXT_AT_LIMIT]
    assert reasons(accepted(tmp_path, STRONG_POINTS="良" * 99)[1]) == []


def test_quoted_line_breaks_stay_inside_their_row(tmp_path: Path) -> None:
    rows = [house(STRONG_POINTS='一行目\n"二"行目\r\n三行目'), house(PROPERTY_NUMBER_ID="2")]
    first, second = outcomes(write(tmp_path / "two.csv", rows))
    assert isinstance(first, Accepted)
    assert "二" in first.record.appeal
    assert (first.row_no, second.row_no) == (2, 3)


@pytest.mark.parametrize("layout", ["R", "K", "LDK"])
def test_layout_without_a_number_is_unknown(tmp_path: Path, layout: str) -> None:
    record, doubts = accepted(tmp_path, LAYOUT=layout)
    assert (record.building.layout, record.building.rooms) == ("", None)
    assert reasons(doubts) == [DoubtReason.NO_ROOM_COUNT]


def test_layout_of_land_is_no_doubt(tmp_path: Path) -> None:
    assert accepted(tmp_path, LAYOUT="R", PROPERTY_CATEGORY="売買土地")[1] == ()


def test_coverage_above_the_whole_ground_makes_both_ratios_unknown(tmp_path: Path) -> None:
    record, doubts = accepted(tmp_path, BUILDING_COVERAGE_RATIO="200", FLOOR_AREA_RATIO="60")
    assert (record.land.coverage_ratio, record.land.floor_area_ratio) == (None, None)
    assert [(doubt.reason, doubt.value) for doubt in doubts] == [(DoubtReason.RATIOS, "200 / 60")]


@pytest.mark.parametrize(
    ("word", "parking"),
    [("空き有", Parking.AVAILABLE), ("空有", Parking.AVAILABLE), ("空き無", Parking.FULL), ("無", Parking.NONE)],
)
def test_two_words_for_one_thing_become_one(tmp_path: Path, word: str, parking: Parking) -> None:
    record, _ = accepted(tmp_path, PARKING=word, GUS_SUPPLY="都市", DRAINAGE="汲取", GARDEN="0")
    assert record.supply.parking is parking
    assert (record.supply.gas, record.supply.drainage, record.supply.has_garden) == ("都市ガス", "汲み取り式", False)


def test_new_word_is_kept_and_doubted(tmp_path: Path) -> None:
    record, doubts = accepted(tmp_path, LAND_CATEGORY="公衆用道路", PARKING="要相談")
    assert (record.land.category, record.supply.parking) == ("公衆用道路", None)
    assert set(reasons(doubts)) == {DoubtReason.NEW_WORD, DoubtReason.UNKNOWN_WORD}


def test_word_for_nothing_given_is_empty(tmp_path: Path) -> None:
    record, doubts = accepted(tmp_path, CONSTRUCTION="指定なし", USE_DISTRICT="無指定", PARKING="指定なし")
    assert (record.building.structure, record.land.use_district, record.supply.parking) == ("", "", None)
    assert doubts == ()


def test_too_long_text_is_cut_and_kept_whole_in_the_doubt(tmp_path: Path) -> None:
    record, doubts = accepted(tmp_path, NEAREST_STATION="長" * 41)
    assert record.station.name == "長" * 40
    assert (doubts[0].reason, doubts[0].value) == (DoubtReason.CUT, "長" * 41)


def test_ward_of_old_is_taken_as_its_city_with_a_doubt(tmp_path: Path) -> None:
    record, doubts = accepted(tmp_path, PREFECTURE="静岡県", CITY="浜松市西区")
    assert record.municipality_code == "221309"
    assert reasons(doubts) == [DoubtReason.UNKNOWN_WARD]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"PROPERTY_NUMBER_ID": " "}, RefusalReason.NO_NUMBER),
        ({"PROPERTY_NUMBER_ID": "9" * 61}, RefusalReason.UNUSABLE),
        ({"PROPERTY_CATEGORY": "交換"}, RefusalReason.CATEGORY),
        ({"PREFECTURE": "秋田"}, RefusalReason.PREFECTURE),
        ({"CITY": "羽前町"}, RefusalReason.MUNICIPALITY),
        ({"PREFECTURE": "山形県"}, RefusalReason.MUNICIPALITY),
    ],
)
def test_row_without_a_place_or_kind_is_refused_with_all_it_said(
    tmp_path: Path, changes: dict[str, str], reason: RefusalReason
) -> None:
    rows = [house(PROPERTY_NUMBER_ID="1"), house(**changes)]
    first, second = outcomes(write(tmp_path / "two.csv", rows))
    assert isinstance(first, Accepted)
    assert isinstance(second, Refused)
    assert (second.row_no, second.reason) == (3, reason)
    assert second.raw == house(**changes)


def test_number_that_comes_twice_is_refused_the_second_time(tmp_path: Path) -> None:
    first, second = outcomes(write(tmp_path / "two.csv", [house(), house(AMOUNT="1000000")]))
    assert isinstance(first, Accepted)
    assert isinstance(second, Refused)
    assert second.reason is RefusalReason.NUMBER_TWICE


def test_no_row_gets_lost_among_many(tmp_path: Path) -> None:
    rows = [house(PROPERTY_NUMBER_ID=str(number)) for number in range(1, 301)]
    found = list(read(write(tmp_path / "many.csv", rows), AKIYABANK))
    assert [outcome.record.external_id for outcome, _ in found if isinstance(outcome, Accepted)] == [
        str(number) for number in range(1, 301)
    ]
    shares = [share for _, share in found]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


@pytest.mark.shared_data
class TestTheRealFile:
    def test_every_row_is_accepted_and_the_doubts_are_counted(self, shared_data: Path) -> None:
        found = outcomes(shared_data / "akiyabank/01_tourokubukken.csv")
        taken = [outcome for outcome in found if isinstance(outcome, Accepted)]
        assert (len(found), len(taken)) == (7746, 7746)
        assert sum(bool(outcome.doubts) for outcome in taken) == 2963
        counts = Counter(doubt.reason for outcome in taken for doubt in outcome.doubts)
        assert counts == {
            DoubtReason.MINUTES: 1501,
            DoubtReason.NO_ROOM_COUNT: 995,
            DoubtReason.LINK: 202,
            DoubtReason.METRES_OR_MINUTES: 201,
            DoubtReason.ZERO: 169,
            DoubtReason.UNLIKELY: 99,
            DoubtReason.TEXT_AT_LIMIT: 70,
            DoubtReason.YEAR_OF_CHANGE: 57,
            DoubtReason.PHONE: 16,
            DoubtReason.RATIOS: 8,
            DoubtReason.PLACEHOLDER_DATE: 6,
            DoubtReason.FUTURE_DATE: 1,
        }

    def test_deals_and_types_add_up(self, shared_data: Path) -> None:
        records = [
            outcome.record
            for outcome in outcomes(shared_data / "akiyabank/01_tourokubukken.csv")
            if isinstance(outcome, Accepted)
        ]
        assert Counter(record.deal for record in records) == {Deal.SALE: 7003, Deal.RENT: 743}
        assert Counter(record.property_type for record in records) == {
            PropertyType.RESIDENTIAL: 5420,
            PropertyType.LAND: 2247,
            PropertyType.BUSINESS: 79,
        }
        assert sum(record.price is None and record.rent is None for record in records) == 842 + 6
        by_code = Counter(record.municipality_code for record in records)
        assert (by_code["221309"], by_code["134015"]) == (2, 1)  # 浜松市, 八丈町

    def test_a_thousand_rows_a_second_are_left_far_behind(self, shared_data: Path) -> None:
        city_names()
        started = time.process_time()
        count = len(outcomes(shared_data / "akiyabank/01_tourokubukken.csv"))
        assert count / (time.process_time() - started) > 3000
