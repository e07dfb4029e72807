"""Commands that move data: seed, backup, restore, and the worker with its cleaning."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlmodel import SQLModel, col, func, select

from tests.cli.conftest import Run
from webapp.cli.run import Stop, clean, keep_working
from webapp.core import jobs
from webapp.core.clock import now
from webapp.core.database import Database
from webapp.core.letters import Draft, Letter, Recipient, queue
from webapp.core.ratelimit import RateWindow
from webapp.municipalities.models import Municipality


def counts(database: Any) -> dict[str, int]:
    with database.transaction(read_only=True) as s:
        tables = SQLModel.metadata.sorted_tables
        return {t.name: int(s.execute(select(func.count()).select_from(t)).scalar_one()) for t in tables}


@pytest.mark.both_databases
def test_the_master_is_loaded_once(run: Run, database: Any) -> None:
    assert "added" in run("seed", "--no-demo").output
    before = counts(database)
    assert before["municipality"] == 1741 + 47
    assert run("seed", "--no-demo").output == "municipalities: complete\n"
    assert counts(database) == before
    assert before["account"] == 0


@pytest.mark.postgres  # on SQLite `./dev run` loads it, in its own test
def test_the_demo_is_loaded_once(run: Run, database: Any) -> None:
    run("seed", "--demo")
    before = counts(database)
    assert before["account"] >= 7
    assert run("seed", "--demo").output == "municipalities: complete\ndemo data: already there\n"
    assert counts(database) == before


@pytest.mark.both_databases
def test_a_backup_goes_round(run: Run, demo_settings: Any, database: Any, tmp_path: Path, monkeypatch: Any) -> None:
    file = str(tmp_path / "whole.zip")
    here = str(database.url)
    monkeypatch.setenv("FUTAMACHI_DATABASE_URL", demo_settings.database_url)
    written = run("backup", file).output
    monkeypatch.setenv("FUTAMACHI_DATABASE_URL", here)
    restored = run("restore", file).output
    assert written.split(": ")[1].split(" rows")[0] == restored.split(" rows")[0]
    demo = Database(demo_settings.database_url)
    assert counts(database) == counts(demo)
    demo.dispose()
    assert "not empty" in run("restore", file, expect=1).output
    assert "The database is not empty" in run("restore", file, expect=1).output


def test_a_file_that_is_no_backup_is_one_sentence(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.zip"
    bad.write_text("hello")
    assert "is not a readable backup file" in run("restore", str(bad), expect=1).output


def test_a_backup_that_cannot_be_written_is_one_sentence(run: Run, tmp_path: Path) -> None:
    assert "cannot be written" in run("backup", str(tmp_path / "missing" / "x.zip"), expect=1).output


def a_letter(database: Any, app: Flask) -> None:
    with app.app_context(), database.transaction():
        queue(Recipient("hanako@example.jp"), lambda: Draft("ようこそ", ["本文"], []))


@pytest.mark.both_databases
def test_the_worker_does_everything_that_is_due_and_ends(run: Run, app: Flask, database: Any) -> None:
    for _ in range(3):
        a_letter(database, app)
    with database.transaction():
        for n in range(120):
            jobs.enqueue("accounts.reset_asked", {"email": f"nobody{n}@example.jp"})
    assert run("worker", "--once").output == "123 jobs\n"
    assert run("worker", "--once").output == "0 jobs\n"
    with database.transaction(read_only=True) as s:
        assert s.exec(select(Letter.sent_at).where(col(Letter.sent_at).is_(None))).all() == []


@pytest.mark.settings(letter_days=30)
def test_the_hourly_cleaning_forgets_what_is_past_its_time(app: Flask, database: Any, time_machine: Any) -> None:
    time_machine.move_to("2026-04-01T00:00:00Z", tick=False)
    a_letter(database, app)
    with database.transaction() as s:
        s.add(RateWindow(key="k", window_start=now(), hits=3))
    time_machine.shift(timedelta(days=29))
    with app.app_context():
        clean(app.extensions["futamachi"])
    with database.transaction(read_only=True) as s:
        assert s.exec(select(Letter.subject)).all() == ["ようこそ"]
        assert s.exec(select(RateWindow)).all() == []
    time_machine.shift(timedelta(days=2))
    with app.app_context():
        clean(app.extensions["futamachi"])
    with database.transaction(read_only=True) as s:
        assert s.exec(select(Letter.subject, Letter.to_email)).all() == [("", "")]


def test_the_worker_outlives_a_database_that_is_away_for_a_while(
    app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    from webapp.cli import run as run_module

    real, calls = jobs.run_due, []
    stop = Stop()

    def away_at_first(*args: Any, **options: Any) -> int:
        calls.append(args)
        if len(calls) == 1:
            raise OperationalError("SELECT 1", {}, ConnectionError("gone"))
        stop._ask(15, None)
        return real(*args, **options)

    monkeypatch.setattr(jobs, "run_due", away_at_first)
    monkeypatch.setattr(run_module, "AWAY_SECONDS", 0.01)
    with app.app_context():
        keep_working(app.extensions["futamachi"], stop)
    assert len(calls) == 2


def test_the_demo_shows_no_town_twice(run: Run, database: Any) -> None:
    run("seed", "--no-demo")
    with database.transaction(read_only=True) as s:
        codes = s.exec(select(Municipality.code)).all()
    assert len(codes) == len(set(codes))


def test_the_worker_works_on_when_cleaning_fails(app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from webapp.cli import run as run_module

    stop, worked = Stop(), []

    def fail(_found: Any) -> None:
        raise ValueError("cannot clean")

    def work_once(*_args: Any) -> int:
        worked.append(True)
        stop._ask(15, None)
        return 1

    monkeypatch.setattr(run_module, "clean", fail)
    monkeypatch.setattr(run_module, "work_off", work_once)
    with app.app_context():
        keep_working(app.extensions["futamachi"], stop)
    assert worked == [True]
