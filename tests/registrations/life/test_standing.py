"""Suspended, resumed, moved, expired: each once, with a reason, and the certificate is told in the same transaction."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.municipalities import a_programme
from tests.factories.registrations import a_standing_registration
from tests.factories.residents import SHIOJIRI
from tests.support.client import PageClient
from webapp.accounts.queries import user
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import today
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.letters import Letter
from webapp.registrations.following import FOLLOWERS
from webapp.registrations.life import jobs, queries, standing
from webapp.registrations.life.models import Departure, MovingQuestion, MovingStatus, Renewal, RenewalStatus
from webapp.registrations.models import Registration, RegistrationStatus
from webapp.residents.queries import profile_of_user

Visit = Callable[..., PageClient]
BY = system_actor("tests")


@pytest.fixture
def told(app: Any, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What the followers of registrations heard: (status, last day)."""
    heard: list[tuple[str, str]] = []

    def follower(registration: Registration, *, by: Actor) -> None:
        heard.append((registration.status.value, str(registration.valid_until)))

    monkeypatch.setitem(app.extensions["futamachi"].extras, FOLLOWERS, (follower,))
    return heard


def work(app: Any) -> None:
    with app.app_context():
        jobs.day({})


def letters_with(s: Any, word: str) -> list[str]:
    return [row.to_email for row in s.exec(select(Letter)).all() if word in row.subject]


def test_the_town_suspends_and_resumes_with_a_reason(session: Any, told: list[Any]) -> None:
    row, clerk = a_standing_registration(), actor_of(a_clerk(SHIOJIRI))
    with pytest.raises(RuleBroken, match="理由"):
        standing.suspend(row, reason=" ", by=clerk)
    standing.suspend(row, reason="連絡がとれないため", by=clerk)
    assert (row.status, row.decision_reason) == (RegistrationStatus.SUSPENDED, "連絡がとれないため")
    assert row.suspended_at is not None
    with pytest.raises(RuleBroken):
        standing.suspend(row, reason="もう一度", by=clerk)
    standing.resume(row, reason="連絡がとれました", by=clerk)
    assert (row.status, row.suspended_at) == (RegistrationStatus.APPROVED, None)
    assert [status for status, _day in told] == ["suspended", "approved"]
    assert letters_with(session, "一時停止しました")
    assert letters_with(session, "再開しました")


def test_another_town_and_the_person_cannot_suspend(session: Any) -> None:
    row = a_standing_registration()
    a_programme("152242")
    for actor in (actor_of(a_clerk("152242")), actor_of(user(row.user_id))):
        with pytest.raises(NotAllowed):
            standing.suspend(row, reason="理由", by=actor)
    assert row.status is RegistrationStatus.APPROVED


@pytest.mark.both_databases
def test_it_expires_the_day_after_its_last_day_and_twice_a_day_is_the_same(
    app: Any, database: Any, told: list[Any]
) -> None:
    with database.transaction():
        gone = a_standing_registration(ends_on=today() - timedelta(days=1))
        last = a_standing_registration(ends_on=today())
        still = a_standing_registration(ends_on=today() - timedelta(days=30))
        still.status = RegistrationStatus.SUSPENDED
    work(app)
    work(app)
    with database.transaction() as s:
        found = [s.get_one(Registration, row.id).status for row in (gone, last, still)]
        assert found == [RegistrationStatus.EXPIRED, RegistrationStatus.APPROVED, RegistrationStatus.EXPIRED]
        assert len(letters_with(s, "期限が過ぎました")) == 2
    assert sorted(status for status, _day in told) == ["expired", "expired"]


def test_who_confirmed_in_time_waits_for_the_town_and_not_for_ever(app: Any, database: Any) -> None:
    with database.transaction() as s:
        rows = [a_standing_registration(ends_on=today() - timedelta(days=days)) for days in (5, 31)]
        for row in rows:
            ends_on = row.valid_until
            assert ends_on is not None
            s.add(
                Renewal(
                    registration_id=row.id,
                    municipality_code=SHIOJIRI,
                    ends_on=ends_on,
                    status=RenewalStatus.CONFIRMED,
                )
            )
    work(app)
    with database.transaction() as s:
        found = [s.get_one(Registration, row.id).status for row in rows]
        assert found == [RegistrationStatus.APPROVED, RegistrationStatus.EXPIRED]
        assert {row.status for row in s.exec(select(Renewal)).all()} == {RenewalStatus.CONFIRMED, RenewalStatus.LAPSED}


def test_who_moved_in_is_no_longer_a_dual_resident(session: Any, told: list[Any]) -> None:
    row = a_standing_registration()
    me, profile = actor_of(user(row.user_id)), profile_of_user(row.user_id)
    assert profile is not None
    standing.move_out(row, profile, Departure.MOVED_IN, by=me)
    assert (row.status, profile.home_code) == (RegistrationStatus.ENDED, SHIOJIRI)
    assert told == [("ended", str(row.valid_until))]
    assert letters_with(session, "本人の届けで終わりました") == ["kikaku@town.example"]


def test_who_comes_no_more_keeps_their_home_and_the_town_notes_it_with_a_reason(session: Any) -> None:
    one, other = a_standing_registration(), a_standing_registration()
    profile = profile_of_user(one.user_id)
    assert profile is not None
    standing.move_out(one, profile, Departure.LEFT, by=actor_of(user(one.user_id)))
    assert profile.home_code != SHIOJIRI
    clerk = actor_of(a_clerk(SHIOJIRI))
    with pytest.raises(RuleBroken, match="どのように確かめたか"):
        standing.note_departure(other, Departure.MOVED_IN, reason="", by=clerk)
    standing.note_departure(other, Departure.MOVED_IN, reason="転入届を受けました", by=clerk)
    assert "転入届を受けました" in other.decision_reason
    moved = profile_of_user(other.user_id)
    assert moved is not None
    assert moved.home_code != SHIOJIRI  # the profile is its owner's


def test_a_profile_that_says_so_leads_to_one_question_and_a_letter_to_the_town(
    app: Any, database: Any, signed_in: Visit
) -> None:
    with database.transaction():
        row = a_standing_registration(a_resident_user(email="hanako@example.jp"))
        profile = profile_of_user(row.user_id)
        assert profile is not None
        profile.home_code = SHIOJIRI
        person = user(row.user_id)
    work(app)
    work(app)
    with database.transaction() as s:
        assert letters_with(s, "引っ越しましたか") == ["hanako@example.jp"]
        assert len(letters_with(s, "転入したかもしれない")) == 1
    browser = signed_in(person)
    page = browser.get(browser.get(f"/my/registrations/{row.id}").links()["引っ越しについて答える"])
    page = browser.submit(page, "届ける", {"kind": "moved_in"}, expect=422)
    page = browser.submit(page, "届ける", {"kind": "not_moved"}, expect=303).follow()
    assert "いまの住まい" in page.text
    work(app)
    with database.transaction() as s:
        assert len(letters_with(s, "引っ越しましたか")) == 1  # not asked again while the profile is as it was
        assert s.exec(select(MovingQuestion)).one().status is MovingStatus.NOT_MOVED
        assert s.get_one(Registration, row.id).status is RegistrationStatus.APPROVED


def test_the_clerk_s_screens_lead_from_the_review(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        row, clerk = a_standing_registration(), a_clerk(SHIOJIRI)
    browser = signed_in(clerk)
    page = browser.get(browser.get(f"/staff/registrations/{row.id}").links()["一時停止する"])
    browser.submit(page, "登録を一時停止する", {"reason": ""}, expect=422)
    page = browser.submit(page, "登録を一時停止する", {"reason": "確認のため"}, expect=303).follow()
    page = browser.get(page.links()["再開する"])
    page = browser.submit(page, "登録を再開する", {"reason": "確認できました"}, expect=303).follow()
    page = browser.get(page.links()["転入・滞在の終わりを記録する"])
    answers = {"kind": "left", "reason": "電話で聞きました"}
    assert "登録終了" in browser.submit(page, "登録を終える", answers, expect=303).follow().text


def test_what_ended_offers_nothing_more(session: Any) -> None:
    row = a_standing_registration()
    standing.note_departure(row, Departure.LEFT, reason="電話で聞きました", by=actor_of(a_clerk(SHIOJIRI)))
    assert queries.standing_of(row) is None
    with pytest.raises(RuleBroken):
        standing.note_departure(row, Departure.LEFT, reason="もう一度", by=actor_of(a_clerk(SHIOJIRI)))
    assert not standing.expire(row, by=BY)
