"""The outbox: queued with the business transaction, tried again later, never done twice, never half done."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from tests.factories.accounts import a_user
from webapp.accounts.models import User
from webapp.core import jobs
from webapp.core.clock import now
from webapp.core.database import Database, session
from webapp.core.errors import RuleBroken
from webapp.core.jobs import BACKOFF, LEASE, InDoubt, Job, JobStatus, enqueue, run_due

Register = Callable[..., Any]


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Register:
    """Registers a handler for this test only."""
    for name in ("_handlers", "_once_only", "_outside"):
        monkeypatch.setattr(jobs, name, getattr(jobs, name).copy())
    return lambda kind, function, **options: jobs.handler(kind, **options)(function)


def queue(database: Any, kind: str = "test", **options: Any) -> str | None:
    with database.transaction():
        job = enqueue(kind, options.pop("payload", {}), **options)
        return job.id if job else None


def the_job(database: Any) -> Job:
    with database.transaction(read_only=True) as s:
        return s.exec(select(Job)).one()


def statuses(database: Any) -> Counter[JobStatus]:
    with database.transaction(read_only=True) as s:
        return Counter(s.exec(select(Job.status)))


def fail(_payload: dict[str, Any]) -> None:
    raise ConnectionError("refused for hanako@example.jp")


@pytest.mark.both_databases
def test_a_job_is_done_with_what_it_was_given(database: Any, register: Register) -> None:
    seen: list[dict[str, Any]] = []
    register("test", seen.append)
    queue(database, payload={"who": "花子"})
    assert run_due(database) == 1
    assert seen == [{"who": "花子"}]
    job = the_job(database)
    assert (job.status, job.attempts, job.finished_at is not None) == (JobStatus.DONE, 1, True)
    assert run_due(database) == 0


def test_a_job_of_a_refused_transaction_is_not_queued(database: Any) -> None:
    def refused() -> None:
        with database.transaction():
            enqueue("test", {})
            raise RuleBroken("nein")

    with pytest.raises(RuleBroken):
        refused()
    assert statuses(database) == {}


@pytest.mark.both_databases
def test_a_key_is_queued_once_whoever_asks(database: Any) -> None:
    assert queue(database, key="letter:1")
    assert queue(database, key="letter:1") is None
    with database.transaction():
        assert enqueue("test", {"n": 1}, key="letter:2") is not None
        assert enqueue("test", {"n": 2}, key="letter:2") is None
    assert statuses(database) == {JobStatus.QUEUED: 2}


@pytest.mark.postgres
def test_a_key_queued_by_two_at_once_breaks_nobodys_transaction(database: Any) -> None:
    second: list[str | None] = []
    with database.transaction():
        assert enqueue("test", {}, key="same") is not None
        thread = threading.Thread(target=lambda: second.append(queue(database, key="same")))
        thread.start()
        thread.join(0.3)
        assert thread.is_alive(), "the second one waits for the first to be kept or dropped"
    thread.join()
    assert second == [None]
    assert statuses(database) == {JobStatus.QUEUED: 1}


def test_a_job_waits_for_its_time(database: Any, register: Register, time_machine: Any) -> None:
    register("test", lambda _payload: None)
    time_machine.move_to("2026-04-01T00:00:00Z", tick=False)
    queue(database, run_at=now() + timedelta(hours=1))
    assert run_due(database) == 0
    time_machine.shift(timedelta(hours=1))
    assert run_due(database) == 1


@pytest.mark.both_databases
def test_a_failing_job_is_tried_again_ever_later_and_then_given_up(
    database: Any, register: Register, time_machine: Any
) -> None:
    register("test", fail)
    time_machine.move_to("2026-04-01T00:00:00Z", tick=False)
    queue(database)
    for wait in BACKOFF:
        assert run_due(database) == 1
        job = the_job(database)
        assert (job.status, job.run_at - now()) == (JobStatus.QUEUED, wait)
        assert run_due(database) == 0
        time_machine.shift(wait)
    assert run_due(database) == 1
    job = the_job(database)
    assert (job.status, job.attempts) == (JobStatus.FAILED, len(BACKOFF) + 1)
    assert job.last_error == "ConnectionError: refused for [e-mail]"
    time_machine.shift(timedelta(days=9))
    assert run_due(database) == 0


@pytest.mark.both_databases
def test_a_failing_job_leaves_nothing_half_written(database: Any, register: Register) -> None:
    def half(_payload: dict[str, Any]) -> None:
        a_user()
        session().flush()
        raise RuleBroken("zu spät")

    register("test", half)
    queue(database)
    assert run_due(database) == 1
    with database.transaction(read_only=True) as s:
        assert s.exec(select(User)).all() == []
    assert the_job(database).status is JobStatus.QUEUED


def test_a_kind_that_nobody_does_is_kept_for_later(database: Any) -> None:
    queue(database, "unheard_of")
    assert run_due(database) == 1
    assert (the_job(database).status, the_job(database).attempts) == (JobStatus.QUEUED, 1)


@pytest.mark.both_databases
def test_four_workers_do_each_job_once(database: Any, register: Register) -> None:
    done: list[int] = []

    def work(payload: dict[str, Any]) -> None:
        a_user(display_name=str(payload["n"]))
        done.append(payload["n"])

    register("test", work)
    with database.transaction():
        for n in range(60):
            enqueue("test", {"n": n}, key=f"n:{n}")
    failures = in_threads(4, lambda: a_worker(database.url))
    assert failures == []
    assert sorted(done) == list(range(60))
    assert statuses(database) == {JobStatus.DONE: 60}
    with database.transaction(read_only=True) as s:
        assert len(s.exec(select(User.id)).all()) == 60


@pytest.mark.both_databases
def test_four_workers_talk_to_the_outside_once_for_each_job(database: Any, register: Register) -> None:
    done: list[int] = []
    register("test", lambda payload: done.append(payload["n"]), outside=True, once_only=True)
    with database.transaction():
        for n in range(40):
            enqueue("test", {"n": n})
    assert in_threads(4, lambda: a_worker(database.url)) == []
    assert sorted(done) == list(range(40))


def a_worker(url: str) -> None:
    own = Database(url)
    run_due(own)
    own.dispose()


def in_threads(number: int, work: Callable[[], Any]) -> list[BaseException]:
    failures: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


@pytest.mark.both_databases
@pytest.mark.parametrize(("once_only", "status"), [(False, JobStatus.DONE), (True, JobStatus.DOUBTFUL)])
def test_the_job_of_a_dead_worker_is_repeated_unless_that_could_do_harm(
    database: Any, register: Register, time_machine: Any, once_only: bool, status: JobStatus
) -> None:
    done: list[Any] = []
    register("test", done.append, outside=True, once_only=once_only)
    time_machine.move_to("2026-04-01T00:00:00Z", tick=False)
    queue(database)
    assert jobs._claim(database) is not None  # and the worker dies
    assert run_due(database) == 0
    time_machine.shift(LEASE + timedelta(seconds=1))
    run_due(database)
    assert (the_job(database).status, len(done)) == (status, 0 if once_only else 1)
    run_due(database)
    assert len(done) == (0 if once_only else 1)


@pytest.mark.both_databases
def test_a_worker_that_was_too_slow_does_not_undo_or_repeat_the_work_of_the_next(
    database: Any, register: Register, time_machine: Any
) -> None:
    register("test", lambda _payload: a_user())
    time_machine.move_to("2026-04-01T00:00:00Z", tick=False)
    queue(database)
    slow = jobs._claim(database)
    assert slow is not None
    time_machine.shift(LEASE + timedelta(seconds=1))
    assert run_due(database) == 1
    jobs._run(database, slow)
    jobs._postpone(database, slow, ConnectionError("late"), in_doubt=False)
    with database.transaction(read_only=True) as s:
        assert len(s.exec(select(User)).all()) == 1
    assert (the_job(database).status, the_job(database).last_error) == (
        JobStatus.DONE,
        "the worker stopped while this job ran",
    )


def test_an_effect_in_doubt_is_not_repeated(database: Any, register: Register) -> None:
    def doubt(_payload: dict[str, Any]) -> None:
        raise InDoubt("the line went dead")

    register("test", doubt, outside=True, once_only=True)
    queue(database)
    assert run_due(database) == 1
    assert (the_job(database).status, the_job(database).last_error) == (
        JobStatus.DOUBTFUL,
        "InDoubt: the line went dead",
    )


@pytest.mark.parametrize(("once_only", "status"), [(True, JobStatus.DOUBTFUL), (False, JobStatus.QUEUED)])
def test_an_effect_that_could_not_be_noted_is_repeated_only_where_that_does_no_harm(
    database: Any, register: Register, monkeypatch: pytest.MonkeyPatch, once_only: bool, status: JobStatus
) -> None:
    register("test", lambda _payload: None, outside=True, once_only=once_only)
    queue(database)
    real, calls = jobs._still_ours, []

    def fails_first(*args: Any) -> Any:
        calls.append(args)
        if len(calls) == 1:
            raise ConnectionError("gone")
        return real(*args)

    monkeypatch.setattr(jobs, "_still_ours", fails_first)
    run_due(database)
    assert the_job(database).status is status


@pytest.mark.both_databases
def test_an_outside_job_holds_no_lock_while_it_waits(database: Any, register: Register) -> None:
    def wait(_payload: dict[str, Any]) -> None:
        with database.transaction() as s:
            s.exec(select(Job).with_for_update(nowait=not database.is_sqlite)).one().last_error = "seen"

    register("test", wait, outside=True)
    queue(database)
    assert run_due(database) == 1
    assert (the_job(database).status, the_job(database).last_error) == (JobStatus.DONE, "seen")


def test_a_stopping_worker_finishes_the_job_at_hand_and_takes_no_other(database: Any, register: Register) -> None:
    done: list[Any] = []
    register("test", done.append)
    for n in range(3):
        queue(database, payload={"n": n})
    assert run_due(database, is_stopping=lambda: len(done) == 1) == 1
    assert done == [{"n": 0}]
    assert run_due(database, limit=1) == 1
    with database.transaction(read_only=True) as s:
        assert len(s.exec(select(Job).where(col(Job.status) == JobStatus.QUEUED)).all()) == 1


@pytest.mark.both_databases
def test_ended_jobs_are_forgotten_after_a_week_but_not_the_keys_of_what_was_done(
    database: Any, register: Register, time_machine: Any
) -> None:
    time_machine.move_to(now(), tick=False)
    register("test", lambda _payload: None)
    queue(database, payload={"email": "hanako@example.jp"})
    queue(database, key="once")
    run_due(database)
    queue(database, run_at=now() + timedelta(days=30))
    for days, left in ((6, 3), (2, 2)):
        time_machine.shift(timedelta(days=days))
        with database.transaction():
            jobs.forget_old()
        assert statuses(database).total() == left
