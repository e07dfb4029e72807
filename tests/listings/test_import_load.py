"""Loading a file: all or nothing, repeatable, quick, with the credit line on every listing; on both databases."""

import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, func, select

from tests.listings.akiyabank_sample import AKIYABANK, house, write
from webapp.core.actor import system_actor
from webapp.core.errors import BadFile, MissingSetup, RuleBroken
from webapp.core.trail import TrailEntry
from webapp.listings.importing.load import Credit, ImportResult, import_file
from webapp.listings.models import Deal, Listing, ListingKind, ListingStatus
from webapp.municipalities.seeding import load_master

CREDIT = Credit("試験のための架空の物件", date(2025, 3, 31))
ROWS = [
    house(PROPERTY_NUMBER_ID="1", STRONG_POINTS="海が見えます。\n駅は遠いです。", NEAREST_STATION="湯沢"),
    house(PROPERTY_NUMBER_ID="2", PROPERTY_CATEGORY="賃貸居住用", AMOUNT="30000", DATE_OF_CONSTRUCTION="1999/4/1"),
    house(PROPERTY_NUMBER_ID="3", PROPERTY_CATEGORY="売買土地", AMOUNT="", LAYOUT="R", DRAINAGE="汲取", PARKING="無"),
]


@pytest.fixture
def country(database: Any) -> Any:
    """The database with all municipalities."""
    with database.transaction() as session:
        load_master(session)
    return database


def bring_in(database: Any, path: Path, **options: Any) -> ImportResult:
    options = {"report": path.with_suffix(".report.csv"), "by": system_actor("import")} | options
    with database.transaction() as session:
        return import_file(session, path, AKIYABANK, CREDIT, **options)


def listings(database: Any) -> dict[str, Listing]:
    with database.transaction(read_only=True) as session:
        return {row.external_id: row for row in session.exec(select(Listing).order_by(col(Listing.external_id)))}


@pytest.mark.both_databases
def test_rows_become_published_listings_with_their_credit(country: Any, tmp_path: Path) -> None:
    result = bring_in(country, write(tmp_path / "rows.csv", ROWS))
    assert (result.created, result.updated, result.unchanged, result.refused) == (3, 0, 0, 0)
    found = listings(country)
    assert {(row.kind, row.status, row.source, row.credit_line, row.as_of) for row in found.values()} == {
        (ListingKind.HOME, ListingStatus.PUBLISHED, "akiyabank", CREDIT.line, CREDIT.as_of)
    }
    house_row, flat, land = found["1"], found["2"], found["3"]
    assert (house_row.title, house_row.deal, house_row.price) == ("羽後町の家 5DK", Deal.SALE, 3_500_000)
    assert (house_row.summary, house_row.body) == ("海が見えます。", "海が見えます。\n駅は遠いです。")
    assert house_row.drawbacks == "1981年5月以前の耐震基準（旧耐震）の建物です。"
    assert house_row.details["station"] == "湯沢"
    assert house_row.latitude == pytest.approx(39.2, abs=0.2)
    assert (flat.deal, flat.price, flat.monthly_cost, flat.drawbacks) == (Deal.RENT, None, 30_000, "")
    assert flat.details["quake"] == "new"
    assert (land.title, land.price, land.details["property_type"]) == ("羽後町の土地", None, "land")
    assert "汲み取り式" in land.drawbacks
    assert "うごまち" in house_row.search_text


@pytest.mark.both_databases
def test_same_file_again_changes_nothing(country: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "rows.csv", ROWS)
    bring_in(country, path)
    before = {key: row.model_dump() for key, row in listings(country).items()}
    result = bring_in(country, path)
    assert (result.created, result.updated, result.unchanged) == (0, 0, 3)
    assert {key: row.model_dump() for key, row in listings(country).items()} == before


@pytest.mark.both_databases
def test_changed_row_is_updated_and_what_people_decided_here_stays(country: Any, tmp_path: Path) -> None:
    bring_in(country, write(tmp_path / "rows.csv", ROWS))
    with country.transaction() as session:
        row = session.exec(select(Listing).where(Listing.external_id == "1")).one()
        row.status = ListingStatus.CLOSED
        before = row.id, row.published_at, row.created_at
    changed = [ROWS[0] | {"AMOUNT/RENT": "1000000"}, ROWS[1], house(PROPERTY_NUMBER_ID="4")]
    result = bring_in(country, write(tmp_path / "rows.csv", changed))
    assert (result.created, result.updated, result.unchanged, result.not_in_file) == (1, 1, 1, 1)
    found = listings(country)
    assert set(found) == {"1", "2", "3", "4"}
    row = found["1"]
    assert (row.price, row.status) == (1_000_000, ListingStatus.CLOSED)
    assert (row.id, row.published_at, row.created_at) == before
    assert row.updated_at > row.created_at


@pytest.mark.both_databases
def test_broken_file_leaves_nothing_behind(country: Any, tmp_path: Path) -> None:
    rows = [house(PROPERTY_NUMBER_ID=str(number)) for number in range(1, 1202)]
    path = write(tmp_path / "rows.csv", rows)
    path.write_bytes(path.read_bytes()[:-20])
    report = tmp_path / "report.csv"
    with pytest.raises(BadFile, match="途中で切れています"):
        bring_in(country, path, report=report)
    assert listings(country) == {}
    assert list(tmp_path.iterdir()) == [path] or not report.exists()
    with country.transaction(read_only=True) as session:
        assert session.exec(select(TrailEntry).where(TrailEntry.action == "listing.import")).all() == []


def test_refused_and_doubtful_rows_are_counted_and_reported(country: Any, tmp_path: Path) -> None:
    rows = [*ROWS, house(PROPERTY_NUMBER_ID="5", CITY="羽前町"), house(PROPERTY_NUMBER_ID="6", AMOUNT="0")]
    report = tmp_path / "report.csv"
    result = bring_in(country, write(tmp_path / "rows.csv", rows), report=report)
    assert (result.accepted, result.refused, result.doubtful) == (4, 1, 1)
    assert report.read_text(encoding="utf-8-sig").count("\n") == 3
    assert not report.with_name("report.csv.part").exists()


def test_import_leaves_a_trace(country: Any, tmp_path: Path) -> None:
    bring_in(country, write(tmp_path / "rows.csv", ROWS))
    with country.transaction(read_only=True) as session:
        entry = session.exec(select(TrailEntry).where(TrailEntry.action == "listing.import")).one()
    assert (entry.actor_name, entry.subject_id) == ("import", "akiyabank")
    assert "created=3" in entry.reason


def test_telephone_number_reaches_neither_text_nor_search(country: Any, tmp_path: Path) -> None:
    rows = [house(STRONG_POINTS="問合せは 0123-45-6789 へ。")]
    bring_in(country, write(tmp_path / "rows.csv", rows))
    (row,) = listings(country).values()
    assert "6789" not in row.model_dump_json()


@pytest.mark.parametrize(("published", "minutes"), [("5", 5), ("3600", 45), ("20000", None), ("100", None)])
def test_walk_to_the_station_is_shown_while_one_would_walk(
    country: Any, tmp_path: Path, published: str, minutes: int | None
) -> None:
    bring_in(country, write(tmp_path / "rows.csv", [house(DISTANCE_TO_NEAREST_STATION_ON_FOOT=published)]))
    (row,) = listings(country).values()
    assert row.details.get("station_minutes") == minutes


def test_progress_is_told_row_by_row_up_to_the_end(country: Any, tmp_path: Path) -> None:
    told: list[tuple[int, float]] = []
    bring_in(country, write(tmp_path / "rows.csv", ROWS), progress=lambda done, share: told.append((done, share)))
    assert [done for done, _ in told] == [1, 2, 3]
    assert told[-1][1] == 1.0


def test_import_before_the_master_is_there_says_what_to_do(database: Any, tmp_path: Path) -> None:
    with pytest.raises(MissingSetup, match="futamachi seed"):
        bring_in(database, write(tmp_path / "rows.csv", ROWS))


@pytest.mark.parametrize("line", ["", "  ", "長" * 301])
def test_credit_line_is_needed_and_must_fit(line: str) -> None:
    with pytest.raises(RuleBroken, match="300文字"):
        Credit(line)


@pytest.mark.shared_data
def test_real_file_is_loaded_whole_and_fast_and_again_without_change(
    country: Any, shared_data: Path, tmp_path: Path
) -> None:
    path = shared_data / "akiyabank/01_tourokubukken.csv"
    started = time.process_time()
    result = bring_in(country, path, report=tmp_path / "report.csv")
    assert 7746 / (time.process_time() - started) > 1000
    assert (result.created, result.refused, result.doubtful) == (7746, 0, 2963)
    again = bring_in(country, path, report=tmp_path / "report.csv")
    assert (again.created, again.updated, again.unchanged, again.not_in_file) == (0, 0, 7746, 0)
    with country.transaction(read_only=True) as session:
        assert session.exec(select(func.count()).select_from(Listing)).one() == 7746
