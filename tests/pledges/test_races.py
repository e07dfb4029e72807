"""Two at once: the same button pressed twice, and the last gift wanted by several."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlmodel import col, select

from tests.factories.accounts import a_resident_user, actor_of
from tests.factories.pledges import TOKYO_SHINJUKU
from tests.pledges.walking import an_open_project
from webapp.pledges import actions, drafts, wizard
from webapp.pledges.models import PaymentMethod, Pledge, PledgeDraft
from webapp.projects.gifts.models import Gift, Standard

AT_ONCE = 4
DONOR = {"donor_name": "佐藤 花子", "donor_address": "東京都新宿区1-1", "home_code": TOKYO_SHINJUKU}


def at_once(app: Flask, database: Any, work: Callable[[int], None]) -> list[str]:
    """Everybody begins at the same moment, each in a transaction of their own; the errors that came."""
    start, errors = threading.Barrier(AT_ONCE), []

    def one(number: int) -> None:
        start.wait()
        try:
            with app.app_context(), database.transaction():
                work(number)
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")

    threads = [threading.Thread(target=one, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.mark.both_databases
def test_one_draft_sent_by_several_requests_at_once_is_one_pledge(app: Flask, database: Any) -> None:
    with database.transaction():
        project, by = an_open_project(), actor_of(a_resident_user())
        draft = drafts.keep(None, project, {"amount": 5_000, **DONOR}, by=by)
    made: list[tuple[str, bool]] = []

    def send(_number: int) -> None:
        found = drafts.newest(by, project.id)
        assert found is not None
        pledge, is_new = wizard.send(found, project, PaymentMethod.CARD, by=by)
        made.append((pledge.id, is_new))

    assert at_once(app, database, send) == []
    assert len({pledge_id for pledge_id, _is_new in made}) == 1
    assert sorted(is_new for _id, is_new in made) == [False] * (AT_ONCE - 1) + [True]
    with database.transaction() as s:
        assert s.exec(select(Pledge.id)).one() == s.get_one(PledgeDraft, draft.id).pledge_id


@pytest.mark.both_databases
def test_the_last_gift_goes_to_one_donor_and_the_others_give_without(app: Flask, database: Any) -> None:
    with database.transaction() as s:
        project = an_open_project()
        s.add(
            Gift(
                project_id=project.id,
                title="蔵の見学会",
                from_yen=5_000,
                cost_yen=500,
                standard=Standard.SERVICE,
                evidence="まちの中で行います。",
                stock=1,
            )
        )
        people = [actor_of(a_resident_user()) for _ in range(AT_ONCE)]

    def give(number: int) -> None:
        actions.offer(project, amount=5_000, donor=dict(DONOR), wants_gift=True, by=people[number])

    assert at_once(app, database, give) == []
    with database.transaction() as s:
        assert len(s.exec(select(Pledge)).all()) == AT_ONCE
        assert len(s.exec(select(Pledge).where(col(Pledge.gift_id).is_not(None))).all()) == 1
