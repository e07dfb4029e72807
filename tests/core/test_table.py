"""Tables: their rules hold in the constructor and on assignment, they say nothing personal, some never forget."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError, StatementError
from sqlmodel import select

from tests.factories.accounts import a_user
from webapp.accounts.models import User
from webapp.core import trail
from webapp.core.actor import system_actor
from webapp.core.jobs import Job, JobStatus
from webapp.core.table import max_length_of
from webapp.core.trail import TrailEntry

BY = system_actor("tests")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("display_name", "あ" * 1000),
        ("display_name", None),
        ("email", 7),
        ("email_verified_at", "gestern"),
    ],
)
def test_a_wrong_value_is_refused_in_the_constructor_and_on_assignment(field: str, value: Any) -> None:
    good = {"email": "hanako@example.jp", "display_name": "花子"}
    with pytest.raises(ValidationError):
        User(**{**good, field: value})
    person = User(**good)
    before = getattr(person, field)
    with pytest.raises(ValidationError):
        setattr(person, field, value)
    assert getattr(person, field) == before


@pytest.mark.both_databases
def test_a_refused_value_is_not_stored_later(database: Any) -> None:
    with database.transaction():
        person = a_user(display_name="花子")
        with pytest.raises(ValidationError):
            person.display_name = "あ" * 1000
    with database.transaction(read_only=True) as s:
        assert s.get_one(User, person.id).display_name == "花子"


def test_a_refusal_does_not_repeat_the_value() -> None:
    with pytest.raises(ValidationError) as caught:
        User(email="hanako@example.jp", display_name="山田花子" * 100)
    assert "山田" not in str(caught.value)


@pytest.mark.both_databases
def test_an_enum_is_stored_as_its_text(database: Any) -> None:
    with database.transaction() as s:
        s.add(Job(kind="nothing", payload={}, status=JobStatus.DOUBTFUL))
    with database.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT status FROM job")).scalar() == "doubtful"
    with database.transaction(read_only=True) as s:
        assert s.exec(sa.select(Job.status)).scalar() is JobStatus.DOUBTFUL


@pytest.mark.both_databases
def test_a_time_comes_back_aware_and_a_naive_one_is_refused(database: Any) -> None:
    moment = datetime(2026, 3, 31, 15, 30, tzinfo=UTC)
    with database.transaction() as s:
        s.add(Job(kind="nothing", payload={}, run_at=moment))
    with database.transaction(read_only=True) as s:
        assert s.exec(sa.select(Job.run_at)).scalar() == moment
    naive = Job(kind="nothing", payload={}, run_at=moment.replace(tzinfo=None))
    with pytest.raises(StatementError, match=r"naive|timezone|aware"), database.transaction() as s:
        s.add(naive)


def test_a_row_shows_its_id_and_nothing_personal() -> None:
    person = User(email="hanako@example.jp", display_name="山田花子", password_hash="$argon2id$x")
    assert repr(person) == str(person) == f"<User {person.id}>"


def test_each_row_has_json_of_its_own() -> None:
    one, other = Job(kind="a"), Job(kind="b")
    assert one.payload == {}
    assert one.payload is not other.payload


def test_the_limit_of_a_column_is_read_from_its_table() -> None:
    assert max_length_of(Job, "kind") == 60
    assert max_length_of(Job, "last_error") == 500
    assert max_length_of(Job, "attempts") is None


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail SET action = 'other'",
        "DELETE FROM trail",
        "UPDATE trail_link SET seq = seq + 1",
        "DELETE FROM trail_link",
        "UPDATE trail_reason SET text = 'other'",
        "DELETE FROM trail_reason",
    ],
)
def test_the_database_itself_refuses_to_change_the_trail(database: Any, statement: str) -> None:
    with database.transaction():
        person = a_user()
        trail.record(person, "tests.made", by=BY, reason="本当の理由")
    with pytest.raises(DBAPIError, match=r"append-only|may only be blanked"), database.engine.begin() as connection:
        connection.execute(sa.text(statement))
    with database.transaction(read_only=True) as s:
        [entry] = s.exec(select(TrailEntry).where(TrailEntry.action == "tests.made"))
        assert entry.reason == "本当の理由"
