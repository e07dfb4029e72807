"""Limits on attempts: counted across processes, kept through refusals, told with the time to wait."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from tests.support.client import PageClient
from webapp import create_app
from webapp.core.errors import RuleBroken, TooMany
from webapp.core.permissions import PUBLIC, allow
from webapp.core.ratelimit import RateWindow, forget_old, forgive, hit

HOUR = timedelta(hours=1)


def knock(database: Any, who: str = "hanako", limit: int = 2) -> None:
    with database.transaction():
        hit("door", who, limit=limit, per=HOUR)


def windows(database: Any) -> list[int]:
    with database.transaction(read_only=True) as s:
        return list(s.exec(select(RateWindow.hits)))


@pytest.fixture(autouse=True)
def _half_past(time_machine: Any) -> None:
    time_machine.move_to("2026-04-01T00:30:00Z", tick=False)


@pytest.mark.both_databases
def test_the_attempt_after_the_last_is_refused_with_the_time_to_wait(database: Any) -> None:
    knock(database)
    knock(database)
    with pytest.raises(TooMany, match="30分ほど待って") as caught:
        knock(database)
    assert caught.value.seconds == 1800
    knock(database, "taro")


@pytest.mark.both_databases
def test_a_limit_holds_across_two_processes(app: Flask, settings: Any, database: Any) -> None:
    other = create_app(settings).extensions["futamachi"].database
    knock(database)
    knock(other)
    for one in (database, other):
        with pytest.raises(TooMany):
            knock(one)
    other.dispose()


def test_a_new_window_begins_anew(database: Any, time_machine: Any) -> None:
    knock(database, limit=1)
    with pytest.raises(TooMany):
        knock(database, limit=1)
    time_machine.shift(timedelta(minutes=30))
    knock(database, limit=1)


@pytest.mark.both_databases
def test_an_attempt_that_was_refused_for_another_reason_counts(database: Any) -> None:
    def refused() -> None:
        with database.transaction():
            hit("door", "hanako", limit=2, per=HOUR)
            raise RuleBroken("falsch")

    for _ in range(2):
        with pytest.raises(RuleBroken):
            refused()
    assert windows(database) == [2]
    with pytest.raises(TooMany):
        knock(database)
    assert windows(database) == [3]


def test_a_right_attempt_is_taken_back(database: Any) -> None:
    with database.transaction():
        hit("door", "hanako", limit=1, per=HOUR)
        forgive("door", "hanako", per=HOUR)
        forgive("door", "hanako", per=HOUR)
    assert windows(database) == [0]


def test_nobody_is_named_in_what_is_stored(database: Any) -> None:
    knock(database, "hanako@example.jp")
    with database.transaction(read_only=True) as s:
        (key,) = s.exec(select(RateWindow.key))
    assert len(key) == 64
    assert "hanako" not in key


@pytest.mark.both_databases
def test_a_get_is_counted_as_well_and_answers_when_to_come_back(app: Flask, client: PageClient, database: Any) -> None:
    @allow(PUBLIC)
    def view() -> str:
        hit("door", "hanako", limit=1, per=HOUR)
        return "open"

    app.add_url_rule("/door", view_func=view, endpoint="door", methods=["GET", "POST"])
    client.get("/door", lint=False)
    page = client.get("/door", expect=429)
    assert "30分ほど待って" in page.text
    assert page.response.headers["Retry-After"] == "1800"
    client.post("/door", expect=429)
    assert windows(database) == [3]


def test_old_windows_are_forgotten(database: Any, time_machine: Any) -> None:
    knock(database)
    time_machine.shift(timedelta(days=3))
    knock(database)
    with database.transaction():
        forget_old()
    assert windows(database) == [1]


@pytest.mark.settings(rate_limits=False)
def test_limits_can_be_off_for_tests_of_other_things(app: Flask, database: Any) -> None:
    with app.app_context():
        for _ in range(5):
            knock(database, limit=1)
    assert windows(database) == []
