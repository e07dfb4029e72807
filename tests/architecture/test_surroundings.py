"""What the tests stand on holds: no way out, a PostgreSQL of our own."""

import socket

import psycopg
import pytest

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
