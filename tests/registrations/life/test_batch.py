"""The yearly run: all that confirmed, in chunks; a worker that dies loses at most one chunk and nobody is renewed twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, actor_of
from tests.factories.municipalities import a_programme
from tests.factories.registrations import a_standing_registration
from tests.factories.residents import SHIOJIRI
from tests.support.client import PageClient
from webapp.core.clock import now, today
from webapp.core.database import session as current
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.jobs import run_due
from webapp.core.letters import Letter
from webapp.registrations.life import batch, renewing
from webapp.registrations.life.chunks import SomeFailed, each, work_through
from webapp.registrations.life.models import Renewal, RenewalRun, RenewalStatus, RunStatus
from webapp.registrations.models import Registration
from webapp.residents.queries import profile_of_user

Visit = Callable[..., PageClient]


def confirmed(count: int, **changes: Any) -> list[Registration]:
    """So many registrations that end in ten days and were confirmed."""
    rows = [a_standing_registration(ends_on=today() + timedelta(days=10)) for _n in range(count)]
    for row in rows:
        values: dict[str, Any] = {"status": RenewalStatus.CONFIRMED, "confirmed_at": now(), **changes}
        current().add(
            Renewal(registration_id=row.id, municipality_code=SHIOJIRI, ends_on=row.valid_until or today(), **values)
        )
    current().flush()
    return rows


def ends(database: Any) -> list[date]:
    with database.transaction() as s:
        return sorted(row.valid_until for row in s.exec(select(Registration)).all() if row.valid_until)


@pytest.fixture
def run(database: Any) -> Any:
    """A run over five people that was asked for and has not begun."""
    with database.transaction():
        clerk = a_clerk(SHIOJIRI)
        confirmed(5)
        return batch.start(SHIOJIRI, with_changed=False, by=actor_of(clerk))


@pytest.mark.both_databases
def test_a_run_that_breaks_between_chunks_goes_on_where_it_was(
    app: Any, database: Any, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, calls = renewing.renew, []

    def dies(*arguments: Any, **options: Any) -> None:
        calls.append(1)
        if len(calls) == 4:
            raise KeyboardInterrupt
        plain(*arguments, **options)

    monkeypatch.setattr(batch, "renew", dies)
    with app.app_context(), pytest.raises(KeyboardInterrupt):
        batch.go_on(run.id, chunk=2)
    with database.transaction() as s:
        assert s.get_one(RenewalRun, run.id).done == 2  # the chunk that broke left nothing
    monkeypatch.setattr(batch, "renew", plain)
    with app.app_context():
        batch.go_on(run.id, chunk=2)
        batch.go_on(run.id, chunk=2)
    with database.transaction() as s:
        found = s.get_one(RenewalRun, run.id)
        assert (found.status, found.done, found.total, found.skipped) == (RunStatus.DONE, 5, 5, [])
        letters = [row for row in s.exec(select(Letter)).all() if "登録を更新しました" in row.subject]
        assert len(letters) == 5
    assert ends(database) == [renewing.next_end(today() + timedelta(days=10), 12)] * 5


KILLED = """
import os, signal, sys
from webapp import create_app
from webapp.config import Settings
from webapp.registrations.life import batch
app = create_app(Settings())
for key in [key for key in app.extensions["futamachi"].extras if key.startswith("registration_followers")]:
    app.extensions["futamachi"].extras[key] = ()
plain, calls = batch.renew, []
def renew(*arguments, **options):
    calls.append(1)
    if len(calls) == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    plain(*arguments, **options)
batch.renew = renew
with app.app_context():
    batch.go_on(sys.argv[1], chunk=2)
"""


def test_a_worker_killed_in_the_middle_of_a_chunk_is_made_up_for(
    app: Any, database: Any, run: Any, settings: Any
) -> None:
    known = {"FUTAMACHI_ENV": "test", "FUTAMACHI_DATABASE_URL": settings.database, "FUTAMACHI_HOME": str(settings.home)}
    secret = {"FUTAMACHI_SECRET_KEY": settings.secret_key.get_secret_value()}
    done = subprocess.run(
        [sys.executable, "-c", KILLED, run.id], env={**os.environ, **known, **secret}, capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    with database.transaction() as s:
        assert s.get_one(RenewalRun, run.id).done == 2
    with app.app_context():
        batch.go_on(run.id, chunk=2)
    with database.transaction() as s:
        assert s.get_one(RenewalRun, run.id).done == 5
    assert len(set(ends(database))) == 1


def test_a_second_run_waits_and_another_town_cannot_start_one(session: Any) -> None:
    clerk = actor_of(a_clerk(SHIOJIRI))
    with pytest.raises(RuleBroken, match="待っている人はいません"):
        batch.start(SHIOJIRI, with_changed=True, by=clerk)
    confirmed(1)
    batch.start(SHIOJIRI, with_changed=False, by=clerk)
    with pytest.raises(RuleBroken, match="すでに進んでいます"):
        batch.start(SHIOJIRI, with_changed=False, by=clerk)
    a_programme("152242")
    with pytest.raises(NotThere):
        batch.start(SHIOJIRI, with_changed=False, by=actor_of(a_clerk("152242")))


def test_who_cannot_be_renewed_is_named_with_a_reason(app: Any, database: Any) -> None:
    with database.transaction() as s:
        clerk = a_clerk(SHIOJIRI)
        own, moved, changed, fine = confirmed(4)
        own.user_id, _before = clerk.id, own.user_id
        profile_of_own = profile_of_user(_before)
        assert profile_of_own is not None
        profile_of_own.user_id = clerk.id
        profile = profile_of_user(moved.user_id)
        assert profile is not None
        profile.home_code = SHIOJIRI
        s.exec(select(Renewal).where(Renewal.registration_id == changed.id)).one().is_changed = True
        run = batch.start(SHIOJIRI, with_changed=False, by=actor_of(clerk))
    with app.app_context():
        batch.go_on(run.id)
    with database.transaction() as s:
        found = s.get_one(RenewalRun, run.id)
        assert found.done == 1
        assert {key for key, _why in found.skipped} == {own.id, moved.id}
        assert s.get_one(Registration, fine.id).valid_until != s.get_one(Registration, changed.id).valid_until


def test_the_town_sees_what_will_happen_and_how_far_it_is(app: Any, database: Any, signed_in: Visit) -> None:
    with database.transaction():
        clerk = a_clerk(SHIOJIRI)
        confirmed(2)
        a_programme("152242")
        stranger = a_clerk("152242")
    browser = signed_in(clerk)
    links = browser.get("/staff/renewals").links()
    page = browser.get(next(href for words, href in links.items() if "確かめた2人をまとめて" in words))
    page = browser.submit(page, "まとめて更新をはじめる", {}, expect=303).follow()
    assert page.response.headers["Refresh"] == "5"
    assert page.tree.select_one("[role=progressbar][aria-valuenow='0'][aria-valuemax='2']")
    address = page.path
    signed_in(stranger).get(address, expect=404)
    with app.app_context():
        run_due(database)
    page = browser.get(address)
    assert "2人の登録を更新しました" in page.text
    assert "Refresh" not in page.response.headers


def test_a_row_that_fails_takes_nothing_with_it(app: Any, database: Any) -> None:
    with database.transaction():
        rows = [a_standing_registration() for _n in range(5)]

    def find(cursor: str, limit: int) -> Any:
        chosen = select(Registration).where(Registration.id > cursor).order_by(Registration.id)  # type: ignore[arg-type]
        return current().exec(chosen.limit(limit)).all()

    def do(row: Registration) -> None:
        if row.id == rows[2].id:
            raise ValueError
        row.purpose = "見ました"

    with app.app_context(), pytest.raises(SomeFailed, match="1 of 5"):
        work_through(find, each(do), size=3)
    with database.transaction() as s:
        assert [s.get_one(Registration, row.id).purpose == "見ました" for row in rows] == [
            True,
            True,
            False,
            True,
            True,
        ]
