"""The master in the database: complete, repeatable, brought up to date, on both databases."""

import time
from typing import Any

import pytest
from sqlmodel import select

from webapp.core.trail import TrailEntry
from webapp.municipalities import sources
from webapp.municipalities.models import AreaKind, Municipality
from webapp.municipalities.seeding import load_master


@pytest.mark.both_databases
def test_first_run_loads_everything_and_the_second_nothing(database: Any) -> None:
    with database.transaction() as session:
        assert load_master(session) == 1788
    with database.transaction() as session:
        assert load_master(session) == 0
        town = session.get(Municipality, "054631")
        assert town is not None
        assert (town.name, town.kana, town.romaji, town.kind) == ("羽後町", "うごまち", "Ugo-machi", AreaKind.CITY)
        assert (town.prefecture_code, town.prefecture_name, town.region) == ("050008", "秋田県", "tohoku")
        prefecture = session.get(Municipality, "050008")
        assert prefecture is not None
        assert (prefecture.kind, prefecture.prefecture_code) == (AreaKind.PREFECTURE, "050008")
        traces = session.exec(select(TrailEntry).where(TrailEntry.action == "municipality.load_master")).all()
        assert len(traces) == 1


def test_second_run_is_quick(database: Any) -> None:
    with database.transaction() as session:
        load_master(session)
    spent = []
    for _ in range(3):
        with database.transaction() as session:
            started = time.process_time()
            load_master(session)
            spent.append(time.process_time() - started)
    assert min(spent) < 0.05


@pytest.mark.both_databases
def test_missing_row_comes_back(database: Any) -> None:
    with database.transaction() as session:
        load_master(session)
        session.delete(session.get(Municipality, "054631"))
    with database.transaction() as session:
        assert load_master(session) == 1


@pytest.mark.both_databases
def test_new_packages_update_what_differs(database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.transaction() as session:
        load_master(session)
        row = session.get(Municipality, "054631")
        assert row is not None
        row.name = "旧名町"
    monkeypatch.setattr(sources, "stamp", lambda: "another")
    with database.transaction() as session:
        assert load_master(session) == 1
    with database.transaction() as session:
        row = session.get(Municipality, "054631")
        assert row is not None
        assert row.name == "羽後町"
