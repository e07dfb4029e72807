"""One unit of work: kept whole or dropped whole, read-only when reading, safe when many write at once."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete, select, update

from tests.factories.accounts import a_user
from tests.support.client import PageClient
from webapp.accounts.models import User
from webapp.core.database import Database, GetWrote, current_scope, enter_scope, keep_after_refusal, session
from webapp.core.errors import RuleBroken
from webapp.core.permissions import PUBLIC, allow
from webapp.core.ratelimit import RateWindow

SOME_TIME = datetime(2026, 4, 1, tzinfo=UTC)


def names(database: Any) -> list[str]:
    with database.transaction(read_only=True) as s:
        return list(s.exec(select(User.display_name).order_by(col(User.display_name))))


def a_window(key: str = "k", hits: int = 0) -> None:
    session().add(RateWindow(key=key, window_start=SOME_TIME, hits=hits))


def hits_of(database: Any, key: str = "k") -> int:
    with database.transaction(read_only=True) as s:
        return s.exec(select(RateWindow.hits).where(RateWindow.key == key)).one()


@pytest.mark.both_databases
def test_a_transaction_is_kept_whole_or_dropped_whole(database: Any) -> None:
    with database.transaction():
        a_user(display_name="甲")
        a_user(display_name="乙")

    def half() -> None:
        with database.transaction():
            a_user(display_name="丙")
            raise RuleBroken("いまはできません")

    with pytest.raises(RuleBroken):
        half()
    assert names(database) == ["乙", "甲"]


@pytest.mark.both_databases
def test_a_scope_that_nobody_commits_leaves_nothing(database: Any) -> None:
    with database.scope():
        a_user(display_name="甲")
    assert names(database) == []


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "write",
    [
        lambda: a_user(),
        lambda: session().execute(update(User).values(display_name="別")),
        lambda: session().execute(delete(User)),
        lambda: session().execute(sa.insert(RateWindow).values(key="k", window_start=SOME_TIME, hits=1)),
    ],
    ids=["flush", "update", "delete", "insert"],
)
def test_a_scope_for_reading_refuses_to_write(database: Any, write: Any) -> None:
    with database.transaction():
        a_user(display_name="甲")
    with pytest.raises(GetWrote), database.transaction(read_only=True):
        write()
    assert names(database) == ["甲"]


def test_a_get_that_writes_is_an_error_and_writes_nothing(app: Flask, database: Any, client: PageClient) -> None:
    @allow(PUBLIC)
    def peek() -> str:
        a_user(display_name="甲")
        return "written"

    app.add_url_rule("/peek", view_func=peek, endpoint="peek")
    client.get("/peek", expect=500)
    assert names(database) == []


@pytest.mark.both_databases
def test_what_is_to_survive_a_refusal_is_written_once_after_it(database: Any) -> None:
    with database.transaction():
        a_window()

    def count() -> None:
        session().execute(update(RateWindow).values(hits=RateWindow.hits + 1))

    with database.scope() as scope:
        count()
        keep_after_refusal(count)
        a_user(display_name="甲")
        scope.rollback()
        scope.rollback()
    assert (names(database), hits_of(database)) == ([], 1)


def test_what_is_to_survive_a_refusal_is_not_written_twice_when_there_is_none(database: Any) -> None:
    with database.transaction():
        a_window()
    with database.transaction():
        session().execute(update(RateWindow).values(hits=RateWindow.hits + 1))
        keep_after_refusal(lambda: session().execute(update(RateWindow).values(hits=100)))
    assert hits_of(database) == 1


@pytest.mark.both_databases
def test_an_inner_unit_of_work_is_its_own_and_gives_the_outer_one_back(database: Any) -> None:
    with database.transaction(read_only=True) as outer:
        with database.transaction() as inner:
            assert session() is inner
            a_user(display_name="甲")
        assert session() is outer
    assert names(database) == ["甲"]


def test_outside_of_a_unit_of_work_there_is_no_session() -> None:
    with pytest.raises(RuntimeError, match="no transaction is open"):
        session()


def test_a_request_gives_back_the_unit_of_work_it_found(app: Flask, database: Any) -> None:
    with database.scope() as scope:
        assert app.test_client().get("/healthz").status_code == 200
        assert current_scope() is scope
        assert enter_scope(scope) is scope


@pytest.mark.both_databases
def test_parallel_read_and_write_loses_nothing(database: Any) -> None:
    with database.transaction():
        a_window()
    failures: list[BaseException] = []

    def count(times: int) -> None:
        try:
            for _ in range(times):
                with database.transaction() as s:
                    window = s.exec(select(RateWindow).with_for_update()).one()
                    window.hits += 1
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=count, args=(15,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert hits_of(database) == 90


@pytest.mark.both_databases
def test_an_error_does_not_repeat_what_was_to_be_stored(database: Any) -> None:
    with database.transaction():
        a_user(email="hanako@example.jp")
    with pytest.raises(IntegrityError) as caught, database.transaction():
        a_user(email="hanako@example.jp", display_name="山田花子")
    assert "山田花子" not in str(caught.value)


def test_sqlite_keeps_foreign_keys_and_lets_readers_go_on(database: Any) -> None:
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    with database.transaction():
        a_user(display_name="甲")
        assert names(database) == []


def test_the_short_name_of_postgresql_is_understood() -> None:
    found = Database("postgres://somebody@localhost/nothing")
    assert (found.engine.dialect.name, found.is_sqlite) == ("postgresql", False)
    found.dispose()
