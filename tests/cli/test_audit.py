"""`futamachi audit`: prints the ends of the chains, and says what is wrong, and where, with exit status 1."""

from pathlib import Path
from typing import Any

from tests.cli.conftest import Run
from tests.core.test_chain import TOWN, tamper, write


def test_heads_noted_today_are_compared_tomorrow(run: Run, database: Any, tmp_path: Path) -> None:
    write(database, TOWN, TOWN, None)
    noted = tmp_path / "heads.txt"
    noted.write_text("# 2026-11-21\n" + run("audit", "heads").output)
    assert [line.split()[:2] for line in noted.read_text().splitlines()[1:]] == [["000000", "1"], [TOWN, "2"]]
    write(database, TOWN)
    told = run("audit", "verify", "--head", str(noted)).output.splitlines()
    assert [line.split(", ends")[0] for line in told] == ["000000: whole, 1 entries", f"{TOWN}: whole, 3 entries"]


def test_a_broken_chain_is_named_with_its_first_bad_place(run: Run, database: Any) -> None:
    write(database, TOWN, TOWN, None)
    tamper(database, f"UPDATE trail SET action = 'tests.other' WHERE municipality_code = '{TOWN}'")
    told = run("audit", "verify", expect=1).output
    assert f"{TOWN}: NOT WHOLE, changed at 1, after 0 good entries" in told
    assert "000000: whole" in told
    assert TOWN not in run("audit", "verify", "--municipality", "000000").output


def test_a_file_that_holds_no_heads_is_refused_in_one_sentence(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text("202151 many\n")
    assert "code number sum" in run("audit", "verify", "--head", str(bad), expect=1).output
    assert "cannot be read" in run("audit", "verify", "--head", str(tmp_path / "none"), expect=1).output
