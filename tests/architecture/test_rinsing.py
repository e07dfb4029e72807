"""What one test left in PostgreSQL is gone when the next one begins."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.support.databases import address_of, create_database, drop_database
from tests.support.rinsing import Rinsed

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("database_engine")]
NAME = "futamachi_rinsed"
#: rows that the database itself guards against being taken out
REMEMBER = """INSERT INTO trail (id, at, actor_name, action, subject_type, subject_id, request_id, reason_sha256)
    VALUES ('1', now(), 'x', 'x', 'x', 'x', '', '')"""


class Counted(Rinsed):
    """Tells how often the database was made."""

    times = 0


@pytest.fixture
def rinsed(postgres_server: str, postgres_template: str) -> Iterator[Counted]:
    def make() -> str:
        lent.times += 1
        create_database(postgres_server, NAME, template=postgres_template)
        return address_of(postgres_server, NAME)

    lent = Counted(make, lambda: drop_database(postgres_server, NAME))
    yield lent
    lent.end()


def test_rows_and_connections_of_a_test_are_gone_for_the_next(rinsed: Counted) -> None:
    left_open = psycopg.connect(rinsed.lend(), autocommit=True)
    left_open.execute(REMEMBER)
    rinsed.take_back()
    with psycopg.connect(rinsed.lend()) as connection:
        assert connection.execute("SELECT count(*) FROM trail").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
    assert rinsed.times == 1
    with pytest.raises(psycopg.OperationalError):
        left_open.execute("SELECT 1")


def test_a_database_that_a_test_took_away_is_made_anew(rinsed: Counted) -> None:
    rinsed.lend()
    rinsed.drop()
    rinsed.take_back()
    with psycopg.connect(rinsed.lend()) as connection:
        assert connection.execute("SELECT count(*) FROM trail").fetchone() == (0,)
    assert rinsed.times == 2


@pytest.mark.parametrize(
    "change",
    ["DROP TRIGGER trail_append_only ON trail", "ALTER TABLE job ADD COLUMN extra int", "DROP TABLE job CASCADE"],
)
def test_a_database_that_a_test_changed_is_made_anew(rinsed: Counted, change: str) -> None:
    with psycopg.connect(rinsed.lend(), autocommit=True) as connection:
        connection.execute(change)  # type: ignore[arg-type]
    rinsed.take_back()
    with psycopg.connect(rinsed.lend(), autocommit=True) as connection:
        connection.execute(REMEMBER)
        with pytest.raises(psycopg.errors.RaiseException):
            connection.execute("DELETE FROM trail")
    assert rinsed.times == 2
