"""Dashboards of the demo: each is quick, asks little, opens to its own people, and gives its figures as files."""

import csv
import io
import time
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import select

from tests.support.client import PageClient
from tests.support.pagelint import words_of
from webapp.accounts.models import User
from webapp.core.sheets import MARK
from webapp.pages.dashboards.boards import BOARDS

MOST_QUESTIONS, MOST_SIGN_INS = 25, 15
WHO = {
    "clerk": "town",
    "corporation": "corporation",
    "hub": "hub",
    "operator": "operator",
    "prefecture": "prefecture",
    "partner": "partner",
    "resident": "resident",
    "owner": "owner",
}


@pytest.fixture
def people(demo_app: Flask) -> dict[str, PageClient]:
    """A browser for one person of each role."""
    with demo_app.extensions["futamachi"].database.transaction(read_only=True) as session:
        found = {who: session.exec(select(User).where(User.email == f"{who}@demo.example")).one() for who in WHO}
    return {who: PageClient(demo_app).sign_in(user) for who, user in found.items()}


def test_every_board_is_quick_and_asks_the_database_little(demo_app: Flask, people: dict[str, PageClient]) -> None:
    """Beside the sign-in page, which takes a millisecond or two on the same machine at the same time."""
    asked: list[str] = []
    visitor = PageClient(demo_app)
    visitor.raw.get("/sign-in")
    engine: Any = demo_app.extensions["futamachi"].database.engine
    sa.event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    found = {}
    for who, browser in people.items():
        browser.raw.get("/my")
        asked.clear()
        shares = []
        for _again in range(4):
            board = cpu_of(browser, "/my")
            asked_for = len([one for one in asked if not one.startswith(("BEGIN", "PRAGMA"))])
            shares.append(board / min(cpu_of(visitor, "/sign-in") for _ in range(3)))
            asked.clear()
        found[who] = (asked_for, round(min(shares), 1))
    assert {who: one for who, one in found.items() if one[0] > MOST_QUESTIONS or one[1] > MOST_SIGN_INS} == {}


def cpu_of(browser: PageClient, path: str) -> float:
    """Seconds of CPU that a page takes."""
    began = time.process_time()
    browser.raw.get(path)
    return time.process_time() - began


def test_each_panel_answers_its_question_and_gives_its_figures_as_a_file(people: dict[str, PageClient]) -> None:
    counts = {}
    for who, browser in people.items():
        page = browser.get("/my")
        questions = [words_of(heading) for heading in page.tree.select(".panel__question")]
        assert len(set(questions)) == len(questions) == len(page.tree.select(".panel__meaning")), who
        assert page.tree.select_one("main h2#next") is not None, who
        assert all(plot.select_one("details table caption") for plot in page.tree.select("figure.plot")), who
        files = [str(link.attrs["href"]) for link in page.tree.select("a.board__file")]
        counts[WHO[who]] = len(files)
        for path in files:
            must_be_a_sheet(browser, path)
    assert set(counts) == {board.key for board in BOARDS}
    assert min(counts.values()) >= 1


def must_be_a_sheet(browser: PageClient, path: str) -> None:
    answer = browser.raw.get(path)
    text = answer.get_data(as_text=True)
    assert (answer.status_code, answer.mimetype, text[0]) == (200, "text/csv", MARK), path
    head, *rows = csv.reader(io.StringIO(text[1:]))
    assert rows, path
    assert all(len(row) == len(head) for row in rows), path


def test_nobody_opens_somebody_elses_board(people: dict[str, PageClient]) -> None:
    for board in ("town", "corporation", "hub", "operator", "prefecture", "partner", "owner", "nothing"):
        people["resident"].get(f"/my/boards/{board}", expect=404)
    people["corporation"].get("/my/boards/town/waiting.csv", expect=404)
    people["clerk"].get("/my/boards/town/nothing.csv", expect=404)
    assert people["clerk"].raw.get("/my/boards/town").status_code == 200
