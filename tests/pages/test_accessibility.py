"""The statement and the results: every criterion has its line, nothing is claimed that nobody looked at, and the run is of this release."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from tests.support.client import PageClient
from webapp.pages.accessibility.criteria import CRITERIA
from webapp.pages.accessibility.results import FILE, WAYS, Outcome, checklist, last_run, run_of

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _words(app: Flask) -> object:
    with app.test_request_context(headers={"Accept-Language": "ja"}):
        yield


def outcome_of(number: str, **told: object) -> Outcome:
    run = {"day": "2026-01-01", "version": "1", "tools": {}, "ways": {}, **told}
    return next(line.outcome for line in checklist(run_of(run)) if line.criterion.number == number)


def test_the_list_has_every_criterion_of_both_standards_once() -> None:
    numbers = [one.number for one in CRITERIA]
    assert len(set(numbers)) == len(numbers) == 56
    assert sum(one.is_jis for one in CRITERIA) == 38  # JIS X 8341-3:2016, A and AA
    assert sum(one.number != "4.1.1" for one in CRITERIA) == 55  # WCAG 2.2, A and AA
    assert {way for one in CRITERIA for way in one.ways} == set(WAYS)


def test_the_last_run_is_of_this_release_and_not_older() -> None:
    release = re.search(r'^releaseDate: "(.+)"$', (ROOT / "publiccode.yml").read_text("utf-8"), re.MULTILINE)
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert release
    assert version
    assert last_run().day >= date.fromisoformat(release[1])
    assert last_run().version == version[1]
    assert set(last_run().ways) == set(WAYS)
    assert json.loads(FILE.read_text("utf-8"))["tools"].keys() >= {"axe-core", "pa11y", "vnu", "Chromium"}


def test_what_nobody_looked_at_is_not_called_clean() -> None:
    assert outcome_of("1.4.3") is Outcome.NOT_DONE
    assert outcome_of("1.4.3", ways={"axe": {"looked_at": 0, "faults": {}}}) is Outcome.NOT_DONE
    assert outcome_of("1.3.3", ways={"axe": {"looked_at": 9, "faults": {}}}) is Outcome.NOT_DONE  # for people to judge
    assert outcome_of("1.2.1", ways={"axe": {"looked_at": 9, "faults": {}}}) is Outcome.ABSENT


def test_a_fault_is_told_whichever_test_found_it() -> None:
    found = {"axe": {"looked_at": 9, "faults": {}}, "pa11y": {"looked_at": 9, "faults": {"1.4.3": 2}}}
    assert outcome_of("1.4.3", ways=found) is Outcome.FAULTS
    assert outcome_of("1.3.1", ways=found) is Outcome.CLEAN


def test_the_page_tells_every_criterion_with_its_outcome(client: PageClient) -> None:
    page = client.get("/accessibility/results")
    rows = {row.find("th").text.split()[0]: row for row in page.tree.select("#criteria tbody tr") if row.find("th")}
    rows = rows or {row.find("th").text.split()[0]: row for row in page.tree.select("table")[-1].select("tbody tr")}
    assert len(rows) == 56
    for line in checklist(last_run()):
        assert line.result in rows[line.criterion.number].text
    statement = client.get("/accessibility")
    assert "/accessibility/results" in statement.links().values()
    assert "準拠しています" not in statement.text + page.text
