"""The report of refused and doubtful rows: complete, private, and harmless in a spreadsheet."""

import csv
import json
import stat
from pathlib import Path

import pytest

from tests.listings.akiyabank_sample import AKIYABANK, house, outcomes, write
from webapp.core.errors import BadFile
from webapp.listings.importing.outcomes import DoubtReason, RefusalReason
from webapp.listings.importing.report import Report, open_report


def report_of(tmp_path: Path, rows: list[dict[str, str]]) -> tuple[list[list[str]], Report]:
    path = tmp_path / "report.csv"
    with open_report(path, AKIYABANK) as report:
        for outcome in outcomes(write(tmp_path / "rows.csv", rows)):
            report.add(outcome)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file)), report


def test_every_refusal_and_doubt_has_a_line_and_plain_rows_have_none(tmp_path: Path) -> None:
    rows = [
        house(PROPERTY_NUMBER_ID="1"),
        house(PROPERTY_NUMBER_ID="2", FOR_OFFICE_USE="0", STRONG_POINTS="電話 0123-45-6789"),
        house(PROPERTY_NUMBER_ID="3", CITY="羽前町"),
    ]
    lines, report = report_of(tmp_path, rows)
    assert [line[:3] for line in lines] == [
        ["行", "物件番号", "結果"],
        ["3", "2", "要確認"],
        ["3", "2", "要確認"],
        ["4", "3", "取り込めません"],
    ]
    assert {tuple(line[3:]) for line in lines[1:3]} == {
        ("説明文（STRONG_POINTS）", str(DoubtReason.PHONE.label), "0123-45-6789"),
        ("小学校までの距離（FOR_OFFICE_USE）", str(DoubtReason.ZERO.label), "0"),
    }
    assert json.loads(lines[3][5]) == rows[2]
    assert (report.accepted, report.doubtful, report.refused) == (2, 1, 1)
    assert report.doubts == {DoubtReason.PHONE: 1, DoubtReason.ZERO: 1}
    assert report.refusals == {RefusalReason.MUNICIPALITY: 1}


def test_cell_that_a_spreadsheet_would_run_is_made_harmless(tmp_path: Path) -> None:
    lines, _ = report_of(tmp_path, [house(), house(PROPERTY_NUMBER_ID='=HYPERLINK("x")', PROPERTY_CATEGORY="?")])
    assert lines[1][1] == '\'=HYPERLINK("x")'


def test_report_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    report_of(tmp_path, [house()])
    assert stat.S_IMODE((tmp_path / "report.csv").stat().st_mode) == 0o600


def test_report_that_cannot_be_written_ends_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="報告ファイル"), open_report(tmp_path / "no" / "report.csv", AKIYABANK):
        pytest.fail("it was opened")
