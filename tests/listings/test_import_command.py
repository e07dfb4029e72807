"""`futamachi import listings`: the command with its bar, its summary, its report, its sentence for a broken file."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlmodel import select

from tests.listings.akiyabank_sample import house, write
from webapp.cli import main
from webapp.core.trail import history_of
from webapp.listings.models import Listing
from webapp.municipalities.seeding import load_master

COMMAND = ("import", "listings", "--format", "akiyabank", "--source", "試験のための架空の物件")


@pytest.fixture
def run(database: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs the console command on this test's database."""
    monkeypatch.setenv("FUTAMACHI_ENV", "test")
    monkeypatch.setenv("FUTAMACHI_DATABASE_URL", settings.database)
    monkeypatch.setenv("FUTAMACHI_HOME", str(settings.home))
    with database.transaction() as session:
        load_master(session)

    def run_it(*arguments: str) -> Result:
        return CliRunner().invoke(main, [*COMMAND, *arguments])

    return run_it


def test_file_is_brought_in_and_summed_up(run: Any, database: Any, settings: Any, tmp_path: Path) -> None:
    rows = [house(PROPERTY_NUMBER_ID="1"), house(PROPERTY_NUMBER_ID="2", CITY="羽前町"), house(AMOUNT="0")]
    result = run(str(write(tmp_path / "rows.csv", rows)), "--as-of", "2025-03-31")
    assert result.exit_code == 0, result.output
    assert "2件を取り込みました（新規 2、更新 0、変更なし 0）。" in result.output
    assert "取り込めなかった行: 1件" in result.output
    report = settings.home / "imports" / "rows.report.csv"
    assert report.read_text(encoding="utf-8-sig").count("\n") == 3
    assert str(report) in result.output
    with database.transaction(read_only=True) as session:
        rows_there = session.exec(select(Listing)).all()
    assert {str(row.as_of) for row in rows_there} == {"2025-03-31"}


def test_listings_gone_from_the_file_are_pointed_out(run: Any, tmp_path: Path) -> None:
    run(str(write(tmp_path / "rows.csv", [house(PROPERTY_NUMBER_ID="1"), house(PROPERTY_NUMBER_ID="2")])))
    result = run(str(write(tmp_path / "rows.csv", [house(PROPERTY_NUMBER_ID="2")])))
    assert "以前に取り込んだ1件は、このファイルにありません" in result.output


def test_listings_gone_from_the_file_are_closed_when_that_is_asked_for(
    run: Any, database: Any, settings: Any, tmp_path: Path
) -> None:
    def numbered(*numbers: str, **changes: str) -> str:
        return str(write(tmp_path / "rows.csv", [house(PROPERTY_NUMBER_ID=n, **changes) for n in numbers]))

    run(numbered("1", "2", "3"))
    with database.transaction() as session:
        foreign = session.exec(select(Listing).where(Listing.external_id == "3")).one()
        foreign.credit_line = "別の出典"
    broken = tmp_path / "rows.csv"
    write(broken, [house(PROPERTY_NUMBER_ID="2"), house(PROPERTY_NUMBER_ID="4", PREFECTURE="どこか県")])
    result = run(str(broken), "--close-missing")
    assert "このファイルにない1件の掲載を終えました" in result.output
    assert "以前に取り込んだ1件は、このファイルにありません" in result.output
    report = (settings.home / "imports" / "rows.report.csv").read_text(encoding="utf-8-sig")
    assert ",1,掲載を終えました,,このファイルにないため、掲載を終えました。,羽後町の家 5DK" in report
    assert "1件の掲載が、このファイルにありません" in report
    with database.transaction() as session:
        rows = {row.external_id: row for row in session.exec(select(Listing))}
        assert {number: row.status.value for number, row in rows.items()} == {
            "1": "closed",
            "2": "published",
            "3": "published",
        }
        assert [(entry.to_status, "rows.csv" in entry.reason) for entry in history_of(rows["1"])] == [("closed", True)]
    again = run(str(broken), "--close-missing")
    assert "掲載を終えました" not in again.output


def test_a_row_that_is_refused_is_still_in_the_file(run: Any, database: Any, tmp_path: Path) -> None:
    run(str(write(tmp_path / "rows.csv", [house(PROPERTY_NUMBER_ID="1"), house(PROPERTY_NUMBER_ID="2")])))
    unusable = [house(PROPERTY_NUMBER_ID="1"), house(PROPERTY_NUMBER_ID="2", PREFECTURE="どこか県")]
    run(str(write(tmp_path / "rows.csv", unusable)), "--close-missing")
    with database.transaction(read_only=True) as session:
        assert {row.status.value for row in session.exec(select(Listing))} == {"published"}


def test_broken_file_ends_in_one_sentence_and_changes_nothing(run: Any, database: Any, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.touch()
    result = run(str(path))
    assert result.exit_code == 1
    assert "ファイルが空です" in result.output
    assert "Traceback" not in result.output
    with database.transaction(read_only=True) as session:
        assert session.exec(select(Listing)).all() == []


def test_report_goes_where_it_is_asked_for(run: Any, tmp_path: Path) -> None:
    report = tmp_path / "mine.csv"
    result = run(str(write(tmp_path / "rows.csv", [house()])), "--report", str(report))
    assert result.exit_code == 0, result.output
    assert report.exists()


def test_open_data_and_sheets_can_be_checked_first_and_are_then_written_whole(
    run: Any, database: Any, tmp_path: Path
) -> None:
    """One test for both commands, because each starts the service anew."""
    halls, homes = tmp_path / "halls.csv", tmp_path / "homes.csv"
    halls.write_text("名称,住所\n山里会館,山里1-1\n", "utf-8")
    homes.write_text("管理番号,題名,家賃（月）\n1,山の家,三万\n", "utf-8")
    town = ("--municipality", "20215")
    facilities = ("import", "facilities", str(halls), "--source", "塩尻市", *town)
    sheet = ("import", "sheet", str(homes), "--kind", "home", *town)

    def titles() -> set[str]:
        with database.transaction(read_only=True) as session:
            return {row.title for row in session.exec(select(Listing)).all()}

    checked = CliRunner().invoke(main, [*facilities, "--check"])
    assert "何も書き込んでいません" in checked.output, checked.output
    refused = CliRunner().invoke(main, sheet)
    assert refused.exit_code != 0
    assert "2  家賃（月）: 数字だけ" in refused.output
    assert titles() == set()
    homes.write_text("管理番号,題名,家賃（月）\n1,山の家,30000\n", "utf-8")
    assert [CliRunner().invoke(main, each).exit_code for each in (facilities, sheet)] == [0, 0]
    assert titles() == {"山里会館", "山の家"}
