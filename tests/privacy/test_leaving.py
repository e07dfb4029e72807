"""Leaving: days to think, a way back, the deed by the worker, and what stands in the way is told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_resident_user
from tests.factories.privacy import leave
from tests.factories.registrations import a_registration
from tests.factories.residents import a_resident
from tests.support.client import PageClient
from webapp.accounts.models import User
from webapp.accounts.own_account import BEFORE_CLOSING
from webapp.core import jobs
from webapp.core.clock import now
from webapp.core.errors import RuleBroken
from webapp.core.letters import Letter
from webapp.core.trail import TrailEntry
from webapp.privacy.leaving.models import Departure, DepartureStatus
from webapp.residents.models import Resident

Visit = Callable[..., PageClient]


@pytest.fixture
def person(database: Any) -> Any:
    with database.transaction():
        user = a_resident_user()
        a_resident(user)
        return user


def later(app: Any, database: Any, time_machine: Any) -> None:
    time_machine.move_to(now() + timedelta(days=7, minutes=1))
    with app.app_context():
        jobs.run_due(database)


def state(database: Any) -> tuple[list[DepartureStatus], bool]:
    with database.transaction(read_only=True) as s:
        closed = any(user.closed_at for user in s.exec(select(User)))
        return [row.status for row in s.exec(select(Departure).order_by(Departure.id))], closed  # type: ignore[arg-type]


def test_an_account_closes_after_seven_days_and_not_before(
    app: Any, database: Any, person: Any, signed_in: Visit, time_machine: Any
) -> None:
    me = signed_in(person)
    leave(me, "account", when="later")
    assert "取りやめる" in me.get("/my/privacy").text
    leave(me, "account", when="later", expect=409)
    with app.app_context():
        jobs.run_due(database)
    assert state(database) == ([DepartureStatus.WAITING], False)
    later(app, database, time_machine)
    assert state(database) == ([DepartureStatus.DONE], True)
    with database.transaction(read_only=True) as s:
        told = [letter.subject for letter in s.exec(select(Letter)) if letter.to_email == person.email]
        said = [entry.reason for entry in s.exec(select(TrailEntry).where(TrailEntry.subject_type == "departure"))]
    assert told == ["アカウントを閉じました"] or told == []
    assert set(said) == {""}


def test_it_can_be_taken_back_and_then_nothing_happens(
    app: Any, database: Any, person: Any, signed_in: Visit, time_machine: Any
) -> None:
    me = signed_in(person)
    leave(me, when="later")
    me.post("/my/privacy/leaving/take-back")
    me.post("/my/privacy/leaving/take-back", expect=404)
    later(app, database, time_machine)
    assert state(database) == ([DepartureStatus.TAKEN_BACK], False)


def test_what_came_between_stops_it_and_is_told(
    app: Any, database: Any, person: Any, signed_in: Visit, time_machine: Any
) -> None:
    leave(signed_in(person), when="later")
    with database.transaction():
        a_registration(person)
    later(app, database, time_machine)
    assert state(database) == ([DepartureStatus.STOPPED], False)
    with database.transaction(read_only=True) as s:
        assert "情報を消せませんでした" in [letter.subject for letter in s.exec(select(Letter))]


def test_a_rule_of_another_feature_that_only_the_deed_meets_stops_all_of_it_and_is_told(
    app: Any, database: Any, person: Any, signed_in: Visit, time_machine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(_user_id: str, *, by: Any) -> None:
        raise RuleBroken("まだ返していないものがあります。")

    leave(signed_in(person), "account", when="later")
    lent = app.extensions["futamachi"].extras
    monkeypatch.setitem(lent, BEFORE_CLOSING, (*lent[BEFORE_CLOSING], refuses))
    later(app, database, time_machine)
    assert state(database) == ([DepartureStatus.STOPPED], False)
    with database.transaction(read_only=True) as s:
        letter = s.exec(select(Letter).where(Letter.subject == "情報を消せませんでした")).one()
        assert "まだ返していないものがあります。" in letter.content["paragraphs"]
        assert s.exec(select(Resident).where(Resident.user_id == person.id)).one().family_name


def test_the_page_counts_the_persons_own_rows(person: Any, signed_in: Visit) -> None:
    page = signed_in(person).get("/my/privacy/leaving/account").text
    assert "名前やことばが消えるもの" in page
    assert "プロフィール：1件" in page
