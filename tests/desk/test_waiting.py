"""Moves about many things wait some minutes: taken back nothing happens, else it happens once; never both."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from tests.factories.accounts import a_clerk, a_resident_user, a_user, actor_of
from tests.factories.listings import a_consent, a_listing
from tests.factories.municipalities import a_programme
from tests.factories.notices import a_letter
from tests.factories.registrations import a_registration
from tests.factories.residents import SHIOJIRI, a_resident
from webapp.accounts.models import Membership
from webapp.core import jobs
from webapp.core.clock import now, today
from webapp.core.jobs import Job, JobStatus
from webapp.core.letters import Letter, blank
from webapp.core.trail import TrailEntry
from webapp.desk.waiting import actions
from webapp.desk.waiting.models import WaitingMove, WaitingStatus
from webapp.listings.models import Listing, ListingStatus
from webapp.registrations.desk import paper
from webapp.registrations.models import Registration, RegistrationStatus
from webapp.residents.models import Resident

QUEUE, LIST = "/staff/registrations", "/staff/waiting"
window = pytest.mark.settings(undo_minutes=5)


@pytest.fixture
def application(database: Any, office: Any) -> Any:
    with database.transaction():
        user = a_resident_user()
        a_resident(user, family_name="青木")
        return a_registration(user)


def status_of(database: Any, row: Any) -> Any:
    with database.transaction(read_only=True) as s:
        return s.get_one(type(row), row.id).status


def asked(browser: Any, row: Any) -> Any:
    """The page after somebody asked for an approval in bulk."""
    summary = browser.post(f"{QUEUE}/bulk", {"registration": [row.id]}, expect=200)
    return browser.submit(summary, "この1件を認める").follow()


def letters(database: Any) -> int:
    with database.transaction(read_only=True) as s:
        return len(s.exec(select(Letter)).all())


def run_worker(database: Any, time_machine: Any, minutes: int = 6) -> None:
    time_machine.move_to(now() + timedelta(minutes=minutes))
    jobs.run_due(database)


@window
def test_nothing_happens_and_no_letter_goes_before_the_minutes_are_over(
    database: Any, office: Any, application: Any, signed_in: Any, time_machine: Any
) -> None:
    clerk, before = signed_in(office["clerk"]), letters(database)
    page = asked(clerk, application)
    assert page.path == LIST
    assert "5分の間は、元にもどせます" in page.text
    assert any(application.reference in words for words in page.links())
    assert "まもなく登録を認めます" in clerk.get(QUEUE).text
    assert "まもなく登録を認めます" in clerk.get(f"{QUEUE}/{application.id}").text
    jobs.run_due(database)
    assert (status_of(database, application), letters(database)) == (RegistrationStatus.SUBMITTED, before)
    run_worker(database, time_machine)
    assert status_of(database, application) is RegistrationStatus.APPROVED
    assert letters(database) > before
    done = clerk.get(LIST)
    assert "1件できました" in done.text
    assert "まもなく登録を認めます" not in clerk.get(QUEUE).text
    assert "1件を決めました" in clerk.get(done.links()["登録をまとめて認める"]).text


@window
def test_who_asked_takes_it_back_and_the_trail_shows_both(
    database: Any, office: Any, application: Any, signed_in: Any, time_machine: Any
) -> None:
    clerk = signed_in(office["clerk"])
    page, beside = asked(clerk, application), signed_in(office["colleague"]).get(LIST)
    assert "頼んだ人だけが元にもどせます" in beside.text
    assert "青木" in beside.text
    with database.transaction() as s:
        s.exec(select(Resident).where(Resident.user_id == application.user_id)).one().is_confidential = True
    hidden = signed_in(office["colleague"]).get(LIST).text
    assert (f"秘匿希望の方 {application.reference}" in hidden, "青木" in hidden) == (True, False)
    path = page.form("元にもどす").attrs["action"]
    signed_in(office["colleague"]).post(path, expect=404)
    clerk.submit(page, "元にもどす")
    clerk.submit(page, "元にもどす", expect=409)
    run_worker(database, time_machine)
    assert status_of(database, application) is RegistrationStatus.SUBMITTED
    with database.transaction(read_only=True) as s:
        chosen = select(TrailEntry.action).where(TrailEntry.subject_type == "waiting_move")
        assert list(s.exec(chosen.order_by(col(TrailEntry.id)))) == ["waiting_move.ask", "waiting_move.take_back"]
        assert s.exec(select(WaitingMove)).one().content == {}


@window
@pytest.mark.both_databases
def test_taking_back_races_the_worker_and_one_of_them_wins(
    database: Any, office: Any, application: Any, signed_in: Any
) -> None:
    clerk = signed_in(office["clerk"])
    path = asked(clerk, application).form("元にもどす").attrs["action"]
    with database.transaction() as s:
        for job in s.exec(select(Job).where(Job.kind == actions.TAKE_EFFECT)):
            job.run_at = now()
    token = clerk.csrf_token()
    with ThreadPoolExecutor(2) as pool:
        answer = pool.submit(clerk.raw.post, path, data={"csrf_token": token})
        pool.submit(jobs.run_due, database).result()
        taken = answer.result().status_code
    end = status_of(database, application)
    assert (taken, end) in [(303, RegistrationStatus.SUBMITTED), (409, RegistrationStatus.APPROVED)]
    with database.transaction(read_only=True) as s:
        move = s.exec(select(WaitingMove)).one()
        assert move.status is (WaitingStatus.TAKEN_BACK if taken == 303 else WaitingStatus.DONE)


@window
def test_a_worker_that_dies_half_way_has_done_nothing_and_the_next_one_does_it_once(
    database: Any, office: Any, application: Any, signed_in: Any, time_machine: Any, monkeypatch: Any
) -> None:
    asked(signed_in(office["clerk"]), application)
    before = letters(database)

    def dies(*_values: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(actions, "_settle", dies)
        with pytest.raises(KeyboardInterrupt):
            run_worker(database, time_machine)
    assert (status_of(database, application), letters(database)) == (RegistrationStatus.SUBMITTED, before)
    run_worker(database, time_machine, minutes=10)
    after = letters(database)
    run_worker(database, time_machine, minutes=10)
    assert letters(database) == after > before
    with database.transaction(read_only=True) as s:
        assert s.exec(select(Job.status).where(Job.kind == actions.TAKE_EFFECT)).one() is JobStatus.DONE
        approvals = select(TrailEntry).where(TrailEntry.action == "registration.approve")
        assert len(s.exec(approvals).all()) == 1


@window
def test_who_left_the_office_meanwhile_decides_nothing(
    database: Any, office: Any, application: Any, signed_in: Any, time_machine: Any
) -> None:
    asked(signed_in(office["clerk"]), application)
    with database.transaction() as s:
        row = s.exec(select(Membership).where(Membership.user_id == office["clerk"].id)).one()
        row.valid_from, row.valid_until = today() - timedelta(days=9), today() - timedelta(days=1)
    run_worker(database, time_machine)
    assert status_of(database, application) is RegistrationStatus.SUBMITTED
    assert "元にもどしました" in signed_in(office["colleague"]).get(LIST).text


@window
def test_many_listings_are_published_and_what_cannot_be_is_left(
    database: Any, office: Any, signed_in: Any, time_machine: Any
) -> None:
    with database.transaction():
        a_programme("011002")
        waits: Any = {"status": ListingStatus.SUBMITTED, "submitted_at": now(), "published_at": None}
        whole: Any = {"summary": "日当たりがよい", "body": "庭があります。", "private_address": "奈良井1番地"}
        whole |= {"expires_on": today() + timedelta(days=90), **waits}
        ready, sent_again, short, far = (
            a_listing(title="木の家", **whole),
            a_listing(title="星の家", **whole),
            a_listing(title="同意のない家", **whole),
            a_listing("011002", **whole),
        )
        for row in (ready, sent_again):
            a_consent(row)
        stranger = a_clerk("011002")
    clerk, ids = signed_in(office["clerk"]), [ready.id, sent_again.id, short.id, far.id]
    page = clerk.post("/staff/listings/publish-many", {"listing": ids}).follow()
    assert "まだ掲載できないもの：同意のない家" in page.text
    assert "2件を頼みました" in page.text
    signed_in(stranger).post("/staff/listings/publish-many", {"listing": [ready.id]}, expect=404)
    clerk.post("/staff/listings/publish-many", {"listing": [short.id]}, expect=409)
    clerk.post("/staff/listings/publish-many", {}, expect=409)
    with database.transaction() as s:
        s.get_one(Listing, sent_again.id).submitted_at = now() + timedelta(seconds=1)
    run_worker(database, time_machine)
    assert [status_of(database, row) for row in (ready, sent_again, short, far)] == [
        ListingStatus.PUBLISHED, ListingStatus.SUBMITTED, ListingStatus.SUBMITTED, ListingStatus.SUBMITTED,
    ]  # fmt: skip
    assert "「星の家」は、頼んだあとに送り直されました" in clerk.get(LIST).text


def test_without_a_window_it_is_done_at_once(database: Any, office: Any, application: Any, signed_in: Any) -> None:
    assert "1件を決めました" in asked(signed_in(office["clerk"]), application).text
    assert status_of(database, application) is RegistrationStatus.APPROVED
    with database.transaction(read_only=True) as s:
        assert s.get_one(Registration, application.id).decided_by == office["clerk"].id


@window
def test_letters_that_went_or_were_forgotten_meanwhile_are_not_counted_and_block_nothing(
    database: Any, office: Any, signed_in: Any, time_machine: Any
) -> None:
    clerk, posted = signed_in(office["clerk"]), "/staff/registrations/letters/posted"
    with database.transaction():
        person = a_user(email="", kept_by=SHIOJIRI)
        ids = [a_letter(person).id for _number in range(3)]
    clerk.post(posted, {"letter": ids[:2]})
    clerk.post(posted, {"letter": ids[2:]})
    with database.transaction() as s:
        paper.mark(s.get_one(Letter, ids[0]), by=actor_of(office["colleague"]))
        blank(s.get_one(Letter, ids[2]))
    run_worker(database, time_machine)
    with database.transaction(read_only=True) as s:
        moves = s.exec(select(WaitingMove).order_by(col(WaitingMove.id))).all()
        assert [(row.status, row.content["done"], len(row.content["kept"])) for row in moves] == [
            (WaitingStatus.DONE, 1, 1),
            (WaitingStatus.DONE, 0, 1),
        ]
        assert s.get_one(Letter, ids[0]).posted_by == office["colleague"].id
