"""`futamachi doctor` says what is well and what is wrong, and changes nothing."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.core.test_settings import SAFE
from tests.support.demo import free_port
from webapp.cli import doctor
from webapp.cli.doctor import check_database, check_folder, check_keys, check_proxies, check_settings
from webapp.config import Settings
from webapp.core.clock import now
from webapp.core.jobs import Job, JobStatus


def bad(findings: list[doctor.Finding]) -> list[str]:
    return [sentence for is_well, sentence in findings if not is_well]


@pytest.mark.both_databases
def test_a_healthy_installation_is_well(run: Run, database_engine: str) -> None:
    said = run("doctor").output
    assert "BAD" not in said
    for words in (
        "settings: test",
        "can be written",
        f"database: {database_engine} answers",
        "tables: at",
        "clock:",
        "queue: 0",
    ):
        assert words in said


def test_a_database_that_does_not_answer_is_wrong(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUTAMACHI_DATABASE_URL", f"postgresql://nobody@127.0.0.1:{free_port()}/x")
    said = run("doctor", expect=1).output
    assert "BAD  database: no answer" in said
    assert "ok   folder" in said


def test_a_missing_sqlite_file_is_named_and_not_made(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = tmp_path / "missing.db"
    monkeypatch.setenv("FUTAMACHI_DATABASE_URL", f"sqlite:///{missing}")
    assert "there is none yet; run `futamachi migrate`" in run("doctor", expect=1).output
    assert not missing.exists()


@pytest.mark.parametrize("url", ["nonsense", "oracle://x", "postgresql://host:port/x"])
def test_an_address_of_no_database_is_wrong(settings: Any, url: str) -> None:
    settings.database_url = url
    assert bad(check_database(settings)) == ["database: FUTAMACHI_DATABASE_URL is not the address of a database"]


def test_tables_of_an_older_release_are_wrong(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.core.migrating.head", lambda: "9999")
    (sentence,) = bad(check_database(settings))
    assert "newest 9999; run `futamachi migrate`" in sentence


def test_a_clock_that_is_off_is_wrong(settings: Any, time_machine: Any) -> None:
    time_machine.move_to(now() + timedelta(minutes=2))
    assert [s for s in bad(check_database(settings)) if s.startswith("clock: 1")]


def test_a_folder_that_cannot_be_written_is_wrong(settings: Any) -> None:
    settings.home = Path("/proc/nothing")
    (sentence,) = bad(check_folder(settings))
    assert "cannot be written" in sentence
    assert "set FUTAMACHI_HOME" in sentence


def test_a_full_disk_is_wrong(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE_BYTES", 2**60)
    (sentence,) = bad(check_folder(settings))
    assert sentence.startswith("disk: ")


def test_work_that_is_late_or_failed_is_wrong(settings: Any, database: Any) -> None:
    with database.transaction() as s:
        s.add(Job(kind="x", payload={}, run_at=now() - timedelta(hours=1)))
        s.add(Job(kind="x", payload={}, status=JobStatus.FAILED))
        s.add(Job(kind="x", payload={}, status=JobStatus.DOUBTFUL))
        s.add(Job(kind="x", payload={}, status=JobStatus.DONE))
    assert [s.split(";")[0] for s in bad(check_database(settings))] == [
        "queue: 1 jobs wait for over ten minutes",
        "queue: 2 jobs failed or ended in doubt",
    ]


def test_production_is_looked_at_more_strictly() -> None:
    safe = Settings(_env_file=None, **SAFE)  # type: ignore[call-arg]
    assert bad(check_settings(safe)) == bad(check_keys(safe)) == []
    assert "FUTAMACHI_TRUSTED_PROXIES" in bad(check_proxies(safe))[0]
    assert bad(check_proxies(safe.model_copy(update={"trusted_proxies": 1}))) == []
    unsafe = safe.model_copy(update={"demo_data": True})
    assert "FUTAMACHI_DEMO_DATA must be off" in bad(check_settings(unsafe))[0]


def test_the_default_key_is_told_but_no_fault_outside_of_production() -> None:
    plain = Settings(_env_file=None)  # type: ignore[call-arg]
    assert check_keys(plain) == [(True, "keys: FUTAMACHI_SECRET_KEY is a default")]
    assert "not for production" in check_settings(plain)[0][1]
