"""Reading a population: what a good one becomes, and how every kind of bad line is told."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matching.constraints import refusals
from matching.lines import LISTED
from matching.population import Population, PopulationError, read_population
from tests.matching.populations import Size, write_population

SMALL = Size(residents=40, offers=30, towns=6)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_population(tmp_path / "population", SMALL, with_truth=True)


@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> Population:
    return read_population(write_population(tmp_path_factory.mktemp("whole")))


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(PopulationError) as caught:
        read_population(folder)
    return caught.value.problems


def change_line(path: Path, number: int, change: Callable[[dict[str, Any]], object]) -> None:
    """Let ``change`` alter the object of a line, counted from 1."""
    lines = path.read_text(encoding="utf-8").splitlines()
    row = json.loads(lines[number - 1])
    change(row)
    lines[number - 1] = json.dumps(row, ensure_ascii=False)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def put_line(path: Path, number: int, raw: bytes) -> None:
    """Replace a line, counted from 1, by these bytes."""
    lines = path.read_bytes().splitlines()
    lines[number - 1] = raw
    path.write_bytes(b"\n".join(lines) + b"\n")


def test_both_sides_are_read_in_the_order_of_their_files(population: Population) -> None:
    size = Size()
    assert [one.id for one in population.residents] == [f"P{place:05d}" for place in range(size.residents)]
    assert [one.id for one in population.offers] == [f"O{place:05d}" for place in range(size.offers)]
    assert len(population.municipalities) == size.towns
    assert len(population.vocabulary.themes) == len(population.vocabulary.skills) == 12


def test_fields_of_a_resident_are_mapped(folder: Path) -> None:
    said = {
        "interests": ["カヌー"],
        "skills": ["味噌", "パン"],
        "licenses": ["調理師"],
        "children_age": 0,
        "work_style": "hybrid",
        "weekend_only": True,
        "days_per_month": 7,
        "home": "金沢市",
        "max_distance_km": 321,
        "budget_monthly": 45600,
        "has_car": False,
        "wanted_kinds": ["job"],
        "needs": ["fiber", "school"],
        "experience_visits": 3,
        "household": "親子",
    }
    change_line(folder / "residents.jsonl", 3, lambda row: row.update(said))
    resident = read_population(folder).residents[2]
    assert (resident.themes, resident.skills) == ({"カヌー/川下り案内"}, {"味噌/麹", "パン/石窯"})
    assert (resident.licences, resident.children_ages, resident.home) == ({"調理師"}, (0,), None)
    assert (resident.remote_work, resident.weekends_only, resident.has_car) == (True, True, False)
    assert (resident.days_per_month, resident.max_distance_km, resident.rent_budget) == (7, 321, 45600)
    assert (resident.wanted_kinds, resident.facilities_needed) == ({"job"}, {"fiber", "school"})
    assert (resident.visits, resident.household, resident.work_style) == (3, "親子", "hybrid")


def test_an_offer_carries_what_its_town_has_and_hopes_for(folder: Path) -> None:
    put_line(
        folder / "municipalities.csv", 2, "80000,海辺町,島根県,35.1,133.2,harbour|river,2,0,1,0,0.25,0.75".encode()
    )
    said = {"municipality": "80000", "kind": "job", "tags": ["寄席"], "license_required": "調理師", "capacity": 4}
    change_line(folder / "listings.jsonl", 1, lambda row: row.update(said))
    offer = read_population(folder).offers[0]
    assert (offer.facilities, offer.environment) == ({"nursery", "hospital"}, {"harbour", "river"})
    assert (offer.town_wants_family, offer.town_wants_short) == (0.25, 0.75)
    assert (offer.themes, offer.licences_required, offer.capacity_left) == ({"落語/寄席"}, {"調理師"}, 4)


@pytest.mark.parametrize(
    ("kind", "expected"), [("job", False), ("event", False), ("project", False), ("vacant_home", None)]
)
def test_weekends_count_only_for_kinds_that_take_place_at_hours(folder: Path, kind: str, expected: bool | None) -> None:
    change_line(folder / "listings.jsonl", 1, lambda row: row.update(kind=kind, weekend_ok=False))
    assert read_population(folder).offers[0].weekend_ok is expected


def test_home_counts_only_when_it_is_a_code_of_a_town(folder: Path) -> None:
    change_line(folder / "residents.jsonl", 1, lambda row: row.update(home="80003"))
    residents = read_population(folder).residents
    assert (residents[0].home, residents[1].home) == ("80003", None)


def test_the_rules_allow_exactly_the_pairs_that_the_files_allow(tmp_path: Path) -> None:
    folder = write_population(tmp_path, SMALL, with_truth=True)
    population = read_population(folder)
    with np.load(folder / "truth.npz") as truth:
        feasible, lenient = truth["feasible"], truth["feasible_lenient"]
    for row, resident in enumerate(population.residents):
        for column, offer in enumerate(population.offers):
            if feasible[row, column] == lenient[row, column]:
                assert (not refusals(resident, offer)) == feasible[row, column], (resident, offer)


def test_feedback_and_roles_name_places_and_newcomers(population: Population) -> None:
    feedback = population.feedback
    assert feedback is not None
    assert set(feedback.action.tolist()) == {0, 1, 2}
    assert set(feedback.answer[feedback.action < 2].tolist()) == {-1}
    assert set(feedback.answer[feedback.action == 2].tolist()) == {0, 1}
    assert not population.is_cold_resident[feedback.resident].any()
    assert not population.is_cold_offer[feedback.offer].any()
    assert 0 < population.is_cold_resident.mean() < 1
    assert population.resident_places["P00007"] == 7
    assert population.offer_places["O00009"] == 9


def test_feedback_rows_keep_their_order_and_values(folder: Path) -> None:
    (folder / "feedback.csv").write_text(
        "position,listing_id,resident_id,place_action,resident_action\n"
        "5,O00002,P00001,declined,applied\n0,O00000,P00003,,viewed\n9,O00001,P00000,,applied\n",
        encoding="utf-8",
    )
    feedback = read_population(folder).feedback
    assert feedback is not None
    columns = (feedback.resident, feedback.offer, feedback.position, feedback.action, feedback.answer)
    assert [column.tolist() for column in columns] == [[1, 3, 0], [2, 0, 1], [5, 0, 9], [2, 1, 2], [0, -1, -1]]


def test_feedback_and_split_may_be_missing_or_left_alone(folder: Path) -> None:
    put_line(folder / "feedback.csv", 2, b"broken")
    assert read_population(folder, with_feedback=False).feedback is None
    (folder / "feedback.csv").unlink()
    (folder / "split.csv").unlink()
    population = read_population(folder)
    assert (population.feedback, population.roles) == (None, None)
    assert not population.is_cold_resident.any()


def test_towns_and_capacity_are_columns_of_the_offers(folder: Path) -> None:
    population = read_population(folder)
    codes = [population.municipalities[place].code for place in population.town]
    assert codes == [offer.municipality for offer in population.offers]
    assert population.capacity.tolist() == [offer.capacity_left for offer in population.offers]


def test_truth_is_never_opened(folder: Path) -> None:
    (folder / "truth.npz").unlink()
    (folder / "truth.npz").mkdir()
    assert len(read_population(folder).residents) == SMALL.residents


def test_windows_line_ends_are_read(folder: Path) -> None:
    path = folder / "residents.jsonl"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert len(read_population(folder).residents) == SMALL.residents


def test_a_tag_of_two_themes_stands_for_both(folder: Path) -> None:
    with (folder / "vocabulary.csv").open("a", encoding="utf-8") as file:
        file.write("水,カヌー,船大工\n")
    change_line(folder / "residents.jsonl", 1, lambda row: row.update(interests=["カヌー"]))
    change_line(folder / "listings.jsonl", 1, lambda row: row.update(tags=["船大工"]))
    population = read_population(folder)
    assert population.residents[0].themes == {"カヌー/川下り案内", "カヌー/船大工"}
    assert population.offers[0].themes == {"カヌー/船大工"}


BAD_RESIDENTS: list[tuple[dict[str, Any], str]] = [
    ({"days_per_month": "4"}, 'days_per_month must be a whole number from 0 to 31, not "4"'),
    ({"days_per_month": 4.5}, "days_per_month must be a whole number from 0 to 31, not 4.5"),
    ({"days_per_month": True}, "days_per_month must be a whole number from 0 to 31, not true"),
    ({"days_per_month": 32}, "days_per_month must be a whole number from 0 to 31, not 32"),
    ({"budget_monthly": -1}, "budget_monthly must be a whole number from 0 to 1000000000, not -1"),
    ({"budget_monthly": None}, "budget_monthly must be a whole number from 0 to 1000000000, not null"),
    ({"children_age": 200}, "children_age must be a whole number from 0 to 20 or null, not 200"),
    ({"lat": 91}, "lat must be a number from -90 to 90, not 91"),
    ({"lon": "135"}, 'lon must be a number from -180 to 180, not "135"'),
    ({"has_car": 1}, "has_car must be true or false, not 1"),
    ({"text": None}, "text must be a text, not null"),
    ({"interests": "茶"}, 'interests must be a list of texts, not "茶"'),
    ({"interests": [1]}, "interests must be a list of texts, not [1]"),
    ({"interests": ["なぞ"]}, 'interests names "なぞ", which is no tag of vocabulary.csv'),
    ({"skills": ["なぞ"]}, 'skills names "なぞ", which is no tag of vocabulary.csv'),
    ({"needs": ["pool"]}, 'needs names "pool", which is no facility (nursery, school, hospital, fiber)'),
    ({"id": ""}, 'id must be a text that is not empty, without spaces around it, not ""'),
    ({"sex": "f"}, "has the unknown field sex"),
]


@pytest.mark.parametrize(("change", "sentence"), BAD_RESIDENTS)
def test_a_bad_resident_is_named_by_file_and_line(folder: Path, change: dict[str, Any], sentence: str) -> None:
    change_line(folder / "residents.jsonl", 38, lambda row: row.update(change))
    assert problems_of(folder)[0] == f"residents.jsonl, line 38: {sentence}"


BAD_LISTINGS: list[tuple[dict[str, Any], str]] = [
    ({"municipality": "99999"}, 'municipality names "99999", which is no line of municipalities.csv'),
    ({"posted": "2026-02-30"}, 'posted must be a date such as 2026-11-21, not "2026-02-30"'),
    ({"posted": "20260101"}, 'posted must be a date such as 2026-11-21, not "20260101"'),
    ({"tags": ["なぞ"]}, 'tags names "なぞ", which is no tag of vocabulary.csv'),
    ({"capacity": -1}, "capacity must be a whole number from 0 to 1000000000, not -1"),
    ({"license_required": ""}, 'license_required must be a text that is not empty, without spaces around it or null, not ""'),
]  # fmt: skip


@pytest.mark.parametrize(("change", "sentence"), BAD_LISTINGS)
def test_a_bad_listing_is_named_by_file_and_line(folder: Path, change: dict[str, Any], sentence: str) -> None:
    change_line(folder / "listings.jsonl", 2, lambda row: row.update(change))
    assert problems_of(folder) == [f"listings.jsonl, line 2: {sentence}"]


BAD_LINES: list[tuple[bytes, str]] = [
    (b"", "is blank"),
    (b'{"id": ', "is not JSON: Expecting value (place 8)"),
    (b"[1, 2]", "must hold an object, not [1, 2]"),
    (b"null", "must hold an object, not null"),
    ('{"text": "茶"}'.encode("cp932"), "is not UTF-8 (byte 0x92, place 11)"),
    (b'{"lat": NaN}', "is not JSON that can be used: NaN is not a number"),
    (b'{"lat": 1, "lat": 2}', "is not JSON that can be used: it repeats the field lat"),
    (b'{"text": "\\ud800"}', "holds half of a surrogate pair, which is no character"),
    (b"[" * 100_000, "is not JSON that can be used: maximum recursion depth exceeded"),
    (b'{"lat": ' + b"9" * 5000 + b"}", "is not JSON that can be used: Exceeds the limit (4300 digits)"),
]


@pytest.mark.parametrize(("raw", "sentence"), BAD_LINES, ids=range(len(BAD_LINES)))
def test_a_line_that_cannot_be_read_is_named(folder: Path, raw: bytes, sentence: str) -> None:
    put_line(folder / "listings.jsonl", 7, raw)
    told = problems_of(folder)[0]
    assert told.startswith(f"listings.jsonl, line 7: {sentence}")


def test_a_missing_field_is_named(folder: Path) -> None:
    change_line(folder / "residents.jsonl", 2, lambda row: [row.pop(name) for name in ("lat", "needs")])
    assert problems_of(folder) == ["residents.jsonl, line 2: lacks field lat, needs"]


def test_a_repeated_id_names_the_earlier_line(folder: Path) -> None:
    change_line(folder / "residents.jsonl", 40, lambda row: row.update(id="P00002"))
    assert problems_of(folder)[0] == "residents.jsonl, line 40: the id P00002 stands in line 3 already"


def test_several_faults_of_one_line_are_all_told(folder: Path) -> None:
    change_line(folder / "listings.jsonl", 5, lambda row: row.update(lat=100, capacity="many"))
    assert len(problems_of(folder)) == 2


BAD_ROWS: list[tuple[str, str, str]] = [
    ("feedback.csv", "P99999,O00001,0,viewed,", 'resident_id names "P99999", which is no line of residents.jsonl'),
    ("feedback.csv", "P00001,O99999,0,viewed,", 'listing_id names "O99999", which is no line of listings.jsonl'),
    ("feedback.csv", "P00001,O00001,x,viewed,", 'position must be a whole number from 0 to 1000000000, not "x"'),
    ("feedback.csv", "P00001,O00001,0,liked,", "resident_action must be one of 'ignored', 'viewed', 'applied', not \"liked\""),
    ("feedback.csv", "P00001,O00001,0,viewed,accepted", "place_action answers an application, but resident_action is not applied"),
    ("feedback.csv", "P00001,O00001,0,viewed", "must have 5 values, not 4"),
    ("feedback.csv", "", "is blank"),
    ("feedback.csv", 'P00001,"O00001,0,viewed,', "is not CSV: unexpected end of data"),
    ("split.csv", "P99999,cold", 'id names "P99999", which is no line of residents.jsonl or listings.jsonl'),
    ("split.csv", "P00001,hot", "role must be one of 'train', 'warm', 'cold', not \"hot\""),
    ("municipalities.csv", "80001,町,県,35,135,,one,1,1,1,0,0", 'nursery_slots must be a whole number from 0 to 1000000000, not "one"'),
    ("municipalities.csv", "80001,町,県,35,135,,1,2,1,1,0,0", 'school must be a whole number from 0 to 1, not "2"'),
    ("municipalities.csv", "80001,町,県,nan,135,,1,1,1,1,0,0", 'lat must be a number from -90 to 90, not "nan"'),
    ("municipalities.csv", "town,町,県,35,135,,1,1,1,1,0,0", 'code must be a code of five or six digits, not "town"'),
    ("municipalities.csv", "80000,町,県,35,135,,1,1,1,1,0,0", "the code 80000 stands in line 2 already"),
    ("vocabulary.csv", "水,カヌー,川下り案内", "the pair of tags カヌー/川下り案内 stands in line 2 already"),
    ("vocabulary.csv", "水,,川下り案内", 'resident_tag must be a text that is not empty, without spaces around it, not ""'),
]  # fmt: skip


@pytest.mark.parametrize(("name", "line", "sentence"), BAD_ROWS)
def test_a_bad_row_of_a_table_is_named(folder: Path, name: str, line: str, sentence: str) -> None:
    put_line(folder / name, 3, line.encode())
    assert problems_of(folder)[0] == f"{name}, line 3: {sentence}"


def test_a_fault_is_not_told_again_by_the_lines_that_name_it(folder: Path) -> None:
    put_line(folder / "municipalities.csv", 2, b"80000,broken")
    assert problems_of(folder) == ["municipalities.csv, line 2: must have 12 values, not 2"]


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
@pytest.mark.parametrize("name", ["residents.jsonl", "municipalities.csv", "feedback.csv"])
def test_a_byte_order_mark_is_told(folder: Path, name: str, mark: bytes) -> None:
    (folder / name).write_bytes(mark + (folder / name).read_bytes())
    told = problems_of(folder)
    assert len(told) == 1
    assert told[0].startswith(f"{name}, line 1: starts with a byte order mark")


@pytest.mark.parametrize("name", ["residents.jsonl", "listings.jsonl", "municipalities.csv", "vocabulary.csv"])
def test_a_missing_or_empty_file_is_told(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"")
    assert problems_of(folder)[0] == f"{name}: is empty"
    (folder / name).unlink()
    assert problems_of(folder)[0] == f"{name}: is missing"


def test_wrong_columns_are_told_in_one_sentence(folder: Path) -> None:
    (folder / "split.csv").write_text("id,part,part\n", encoding="utf-8")
    (told,) = problems_of(folder)
    assert told == "split.csv, line 1: lacks column role; has the unknown column part; repeats the column part"


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "nowhere") == [f"{tmp_path / 'nowhere'} is not a folder"]


def test_many_problems_are_counted_after_the_first(folder: Path) -> None:
    path = folder / "feedback.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",ignored,", ",slept,"), encoding="utf-8")
    with pytest.raises(PopulationError) as caught:
        read_population(folder)
    assert len(caught.value.problems) == LISTED < caught.value.count
    assert str(caught.value).endswith(f"and {caught.value.count - LISTED} more problems")


@pytest.mark.shared_data
def test_the_development_population_is_read_whole(shared_data: Path) -> None:
    folder = shared_data / "matching_dev"
    if not folder.is_dir():
        pytest.skip("the synthetic population ../shared/data/matching_dev is not here")
    population = read_population(folder)
    assert (len(population.residents), len(population.offers), len(population.municipalities)) == (2000, 1500, 150)
    assert population.feedback is not None
    assert len(population.feedback.action) == 34350
    assert not population.is_cold_resident[population.feedback.resident].any()
