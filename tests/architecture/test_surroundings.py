"""What the tests stand on holds: no way out, a PostgreSQL of our own, browsers that do not share a person."""

import socket
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.support.client import PageClient
from tests.support.network import OutsideConnection


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "2001:db8::1"])
def test_a_test_cannot_leave_the_machine(host: str) -> None:
    with pytest.raises(OutsideConnection):
        socket.create_connection((host, 80), timeout=1)


def test_a_test_may_talk_to_itself() -> None:
    server = socket.create_server(("127.0.0.1", 0))
    with server, socket.create_connection(server.getsockname(), timeout=1) as client:
        assert client.getpeername() == server.getsockname()


@pytest.mark.postgres
def test_the_postgres_server_makes_a_database_for_each_test(database_engine: str, empty_database_url: str) -> None:
    assert database_engine == "postgresql"
    with psycopg.connect(empty_database_url) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


@pytest.fixture
def user(app: Flask, database: Any) -> Any:
    from webapp.accounts.models import User

    with database.transaction() as session:
        person = User(email="hanako@example.jp", display_name="花子")
        session.add(person)
    return person


def test_a_signed_in_browser_is_one_person_and_the_next_one_nobody(
    app: Flask, user: Any, new_client: Callable[[], PageClient], signed_in: Callable[..., PageClient]
) -> None:
    from webapp.core.permissions import PUBLIC, allow, current_actor

    app.add_url_rule("/who", view_func=allow(PUBLIC)(lambda: current_actor().name or "nobody"), endpoint="who")
    hanako = signed_in(user)
    assert hanako.get("/who", lint=False).html == "花子"
    assert new_client().get("/who", lint=False).html == "nobody"
    assert hanako.get("/who", lint=False).html == "花子"


def test_a_session_is_forgotten_after_the_test(session: Session) -> None:
    from webapp.accounts.models import User

    session.add(User(email="taro@example.jp", display_name="太郎"))
    session.flush()
    assert session.exec(select(User.display_name)).all() == ["太郎"]


@pytest.mark.both_databases
def test_each_test_has_a_fresh_database(database: Any, user: Any) -> None:
    from webapp.accounts.models import User

    with database.transaction(read_only=True) as session:
        assert session.exec(select(User.email)).all() == ["hanako@example.jp"]
