"""Jobs that the worker could not bring to an end: tried again or set aside, once, by whom it concerns."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories.accounts import a_resident_user, actor_of, an_operator
from webapp.core import jobs, settling
from webapp.core.actor import system_actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.jobs import Job, JobStatus
from webapp.core.trail import TrailEntry, history_of

BY = system_actor("tests")


def a_job(status: JobStatus = JobStatus.FAILED, **values: Any) -> Job:
    row = Job(**{"kind": "settling_test", "payload": {}, "status": status, "attempts": 8, **values})
    session().add(row)
    session().flush()
    return row


@pytest.fixture
def done() -> Iterator[list[str]]:
    """What the handler of the tests' jobs did."""
    seen: list[str] = []
    jobs.handler("settling_test")(lambda payload: seen.append(payload["it"]))
    yield seen
    jobs._handlers.pop("settling_test")


@pytest.mark.both_databases
def test_a_doubtful_job_is_tried_once_more_and_the_trail_says_by_whom(app: Any, database: Any, done: list[str]) -> None:
    with app.app_context(), database.transaction():
        row = a_job(JobStatus.DOUBTFUL, payload={"it": "letter"})
        settling.retry(row, by=actor_of(an_operator()), reason="届いていないと確かめた")
    with app.app_context():
        jobs.run_due(database)
    assert done == ["letter"]
    with database.transaction() as s:
        assert s.get_one(Job, row.id).status is JobStatus.DONE
        (entry,) = history_of(row)
        assert (entry.action, entry.actor_name, entry.from_status, entry.to_status, entry.reason) == (
            "job.retry",
            "operator",
            "doubtful",
            "queued",
            "届いていないと確かめた",
        )


def test_setting_aside_needs_a_reason_and_takes_it_off_the_lists(session: Session) -> None:
    row = a_job()
    with pytest.raises(RuleBroken, match="理由"):
        settling.set_aside(row, by=BY, reason="  ")
    assert settling.unsettled() == [row]
    settling.set_aside(row, by=BY, reason="送り先がない")
    assert settling.unsettled() == []
    assert JobStatus.SET_ASIDE not in jobs.queue_health()
    assert sum(jobs.queue_health().values()) == 0
    with pytest.raises(RuleBroken, match="止まっていません"):
        settling.retry(row, by=BY)


def test_only_an_operator_settles(session: Session) -> None:
    row = a_job()
    with pytest.raises(NotAllowed):
        settling.set_aside(row, by=actor_of(a_resident_user()), reason="理由")
    assert session.exec(select(TrailEntry).where(TrailEntry.action == settling.SET_ASIDE)).all() == []


def test_a_job_that_is_not_there_is_said_to_be_so(session: Session) -> None:
    with pytest.raises(NotThere):
        settling.job("nothing")


def test_a_job_set_aside_is_forgotten_like_a_done_one_unless_its_key_guards_it(session: Session) -> None:
    old = now() - timedelta(days=8)
    gone = a_job(JobStatus.SET_ASIDE, finished_at=old)
    kept = a_job(JobStatus.SET_ASIDE, finished_at=old, key="letter:1")
    jobs.forget_old()
    session.expire_all()
    assert session.get(Job, gone.id) is None
    assert session.get(Job, kept.id) is not None
