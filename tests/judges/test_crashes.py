"""Twenty rounds of kill -9 at every named point, in an order drawn by lot, in one town whose books must add up throughout."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.payments.crash_points import POINTS
from tests.support.databases import address_of, create_database, drop_database
from tests.support.killing import Town

ROUNDS = 20
SEED = 20


def drawn() -> list[str]:
    """Every point at least twice."""
    lots = random.Random(SEED)
    names = [*POINTS, *POINTS]
    names += lots.choices(list(POINTS), k=ROUNDS - len(names))
    lots.shuffle(names)
    return names


@pytest.fixture(scope="module")
def town(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One town for all rounds: what an earlier round left must not disturb a later one."""
    folder = tmp_path_factory.mktemp("town")
    shutil.copyfile(sqlite_template, folder / "futamachi.db")
    with Town(folder, f"sqlite:///{folder / 'futamachi.db'}") as made:
        yield made


@pytest.fixture(scope="module")
def town_on_postgres(
    postgres_server: str, postgres_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """The same on PostgreSQL, where a killed process leaves its locks to the server."""
    name = "futamachi_killing"
    create_database(postgres_server, name, template=postgres_template)
    with Town(tmp_path_factory.mktemp("town"), address_of(postgres_server, name)) as made:
        yield made
    drop_database(postgres_server, name)


@pytest.mark.parametrize("name", POINTS)
def test_nothing_is_lost_or_doubled_on_postgres(town_on_postgres: Town, name: str) -> None:
    POINTS[name](town_on_postgres)
    assert town_on_postgres.faults() == []


@pytest.mark.parametrize("name", drawn())
def test_nothing_is_lost_or_doubled_in_any_round(town: Town, name: str) -> None:
    POINTS[name](town)
    assert town.faults() == []


def test_control_the_books_of_a_town_that_lost_something_are_not_in_order(town: Town) -> None:
    donor = town.pledge()
    town.given[donor.pledge_id] = 10_000
    assert {fault.split(":")[0] for fault in town.faults()} == {"provider", "ledger", "receipts", "letters"}
    del town.given[donor.pledge_id]
    assert town.faults() == []
