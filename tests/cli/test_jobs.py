"""`futamachi jobs`: the doctor is well again once each failed job was settled."""

from collections.abc import Callable
from typing import Any

from click.testing import Result

from webapp.cli.doctor import check_database
from webapp.core.jobs import Job, JobStatus
from webapp.core.trail import history_of

Run = Callable[..., Result]


def test_failed_jobs_are_listed_and_settled_until_the_doctor_is_content(run: Run, settings: Any, database: Any) -> None:
    with database.transaction() as s:
        failed = Job(kind="x", payload={"email": "secret@example.jp"}, status=JobStatus.FAILED, last_error="no route")
        doubtful = Job(kind="y", payload={}, status=JobStatus.DOUBTFUL)
        s.add_all([failed, doubtful])
    assert [s for is_well, s in check_database(settings) if not is_well] == [
        "queue: 2 jobs failed or ended in doubt; see `futamachi jobs list`"
    ]
    listed = run("jobs", "list").output
    assert failed.id in listed
    assert "no route" in listed
    assert "secret" not in listed
    run("jobs", "set-aside", failed.id, expect=2)
    run("jobs", "set-aside", failed.id, "--reason", "the address does not exist")
    run("jobs", "retry", doubtful.id, "--reason", "nothing had arrived")
    run("jobs", "retry", doubtful.id, expect=1)
    run("jobs", "retry", "nothing", expect=1)
    assert all(is_well for is_well, _sentence in check_database(settings))
    assert run("jobs", "list").output == "0 jobs failed or ended in doubt\n"
    with database.transaction() as s:
        assert s.get_one(Job, doubtful.id).status is JobStatus.QUEUED
        assert [entry.reason for entry in history_of(failed)] == ["the address does not exist"]
