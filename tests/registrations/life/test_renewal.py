"""Renewal: each reminder once, the person confirms, the registration grows from its old end, or it runs out."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_membership, a_resident_user, actor_of
from tests.factories.municipalities import a_programme, a_setting
from tests.factories.registrations import a_standing_registration
from tests.factories.residents import SHIOJIRI, a_resident
from tests.support.client import PageClient
from webapp.accounts.queries import user
from webapp.core.actor import Role
from webapp.core.errors import RuleBroken
from webapp.core.jobs import run_due
from webapp.core.letters import Letter
from webapp.registrations.life import jobs, queries, renewing
from webapp.registrations.life.models import Renewal, RenewalStatus
from webapp.registrations.models import Registration, RegistrationStatus
from webapp.residents.queries import profile_of_user

Visit = Callable[..., PageClient]
END = date(2027, 11, 20)


def days_before_end(time_machine: Any, days: int) -> None:
    time_machine.move_to(f"{END - timedelta(days=days)}T03:00:00Z", tick=False)


@pytest.fixture
def standing(database: Any) -> Any:
    """Somebody registered with Shiojiri until END."""
    with database.transaction():
        return a_standing_registration(a_resident_user(email="hanako@example.jp"), ends_on=END)


def subjects(database: Any, word: str) -> list[str]:
    with database.transaction() as s:
        letters = s.exec(select(Letter).where(Letter.to_email == "hanako@example.jp")).all()
    return [letter.subject for letter in letters if word in letter.subject]


def work(database: Any, app: Any) -> None:
    with app.app_context():
        jobs.day({})


def confirmed(row: Registration, note: str = "") -> Renewal:
    profile = profile_of_user(row.user_id)
    assert profile is not None
    return renewing.confirm(row, profile, note=note, by=actor_of(user(row.user_id)))


@pytest.mark.both_databases
def test_each_reminder_leaves_once_and_missed_days_are_made_up_for_by_one_letter(
    app: Any, database: Any, standing: Any, time_machine: Any
) -> None:
    days_before_end(time_machine, 61)
    work(database, app)
    assert subjects(database, "終わります") == []
    days_before_end(time_machine, 60)
    work(database, app)
    work(database, app)
    assert len(subjects(database, "あと60日")) == 1
    days_before_end(time_machine, 5)  # the worker was away for weeks: −30 and −7 were missed
    work(database, app)
    work(database, app)
    assert len(subjects(database, "終わります")) == 2
    days_before_end(time_machine, 0)
    work(database, app)
    work(database, app)
    assert len(subjects(database, "今日で終わります")) == 1
    assert len(subjects(database, "終わります")) == 3


def test_the_days_of_reminders_are_the_town_s(app: Any, database: Any, standing: Any, time_machine: Any) -> None:
    with database.transaction():
        a_setting("renewal_first_notice_days", 90, date(2026, 4, 1))
    days_before_end(time_machine, 90)
    work(database, app)
    assert len(subjects(database, "あと90日")) == 1


def test_who_is_suspended_or_does_not_want_to_go_on_gets_no_reminder(
    app: Any, database: Any, standing: Any, time_machine: Any
) -> None:
    days_before_end(time_machine, 60)
    work(database, app)
    with database.transaction() as s:
        row = s.get_one(Registration, standing.id)
        renewing.stop(row, by=actor_of(user(row.user_id)))
    days_before_end(time_machine, 30)
    work(database, app)
    assert len(subjects(database, "終わります")) == 1
    with database.transaction() as s:
        assert confirmed(s.get_one(Registration, standing.id)).status is RenewalStatus.RENEWED  # a change of mind


def test_it_grows_from_the_old_end_and_not_from_today(session: Any, time_machine: Any) -> None:
    row = a_standing_registration(ends_on=END)
    days_before_end(time_machine, 45)
    assert confirmed(row).status is RenewalStatus.RENEWED
    assert row.valid_until == date(2028, 11, 20)
    assert row.status is RegistrationStatus.APPROVED


def test_the_last_day_of_february_stays_the_last_day() -> None:
    assert renewing.next_end(date(2027, 2, 28), 12) == date(2028, 2, 29)
    assert renewing.next_end(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert renewing.next_end(date(2027, 3, 31), 6) == date(2027, 9, 30)


@pytest.mark.parametrize(
    ("mode", "note", "status"),
    [
        ("auto", "月2回になりました。", RenewalStatus.RENEWED),
        ("unchanged", "", RenewalStatus.RENEWED),
        ("unchanged", "月2回になりました。", RenewalStatus.CONFIRMED),
        ("review", "", RenewalStatus.CONFIRMED),
    ],
)
def test_the_town_s_parameter_says_who_is_renewed_at_once(
    session: Any, time_machine: Any, mode: str, note: str, status: RenewalStatus
) -> None:
    row = a_standing_registration(ends_on=END)
    a_setting("renewal_mode", mode, date(2026, 4, 1))
    days_before_end(time_machine, 30)
    assert confirmed(row, note).status is status


def test_too_early_too_late_twice_and_moved_in_are_refused_with_a_sentence(session: Any, time_machine: Any) -> None:
    row = a_standing_registration(ends_on=END)
    days_before_end(time_machine, 61)
    with pytest.raises(RuleBroken, match="更新できるのは"):
        confirmed(row)
    days_before_end(time_machine, -1)
    with pytest.raises(RuleBroken, match="期限が過ぎて"):
        confirmed(row)
    days_before_end(time_machine, 10)
    profile = profile_of_user(row.user_id)
    assert profile is not None
    before, profile.home_code = profile.home_code, SHIOJIRI
    with pytest.raises(RuleBroken, match="住所のある"):
        confirmed(row)
    profile.home_code = before
    a_setting("renewal_mode", "review", date(2026, 4, 1))
    confirmed(row)
    with pytest.raises(RuleBroken, match="もう受け付けて"):
        confirmed(row)


def test_the_person_confirms_on_one_page_and_sees_what_has_changed(
    database: Any, standing: Any, signed_in: Visit, time_machine: Any
) -> None:
    days_before_end(time_machine, 20)
    with database.transaction() as s:
        me = s.get_one(Registration, standing.id).user_id
        person = user(me)
        profile = profile_of_user(me)
        assert profile is not None
        profile.days_per_month = 12
    browser = signed_in(person)
    page = browser.get(browser.get(f"/my/registrations/{standing.id}").links()["確かめて更新する"])
    assert "前に渡した内容から変わったところ" in page.text
    here = f"/my/registrations/{standing.id}/renewal"
    one = browser.get(str(page.tree.select_one(".facts__edit a, a.facts__edit").attrs["href"]))
    assert browser.submit(one, "保存してもどる", {}).location.endswith(here)
    page = browser.submit(page, "確かめて更新する", {"is_same": "changed"}, expect=422)
    assert "変わったことを、下の欄に書いてください" in page.text
    answers = {"is_same": "same", "is_true": "y", "may_hand_over": "y"}
    page = browser.submit(page, "確かめて更新する", answers, expect=303).follow()
    assert "市町村が内容を見てから更新します" in page.text
    with database.transaction() as s:
        assert s.get_one(Registration, standing.id).snapshot["days_per_month"] == 12


def test_the_town_renews_or_declines_what_was_confirmed(
    database: Any, standing: Any, signed_in: Visit, time_machine: Any
) -> None:
    days_before_end(time_machine, 20)
    with database.transaction() as s:
        clerk, other = a_clerk(SHIOJIRI), a_standing_registration(ends_on=END)
        a_setting("renewal_mode", "review", date(2026, 4, 1))
        rows = [confirmed(s.get_one(Registration, key)) for key in (standing.id, other.id)]
    browser = signed_in(clerk)
    page = browser.get("/staff/renewals")
    assert "確かめた人（更新待ち） 2件" in page.text
    page = browser.get(f"/staff/renewals/{rows[0].id}")
    browser.submit(page, "この登録を更新する", {}, expect=303)
    page = browser.get(f"/staff/renewals/{rows[1].id}")
    page = browser.submit(page, "更新しない", {"reason": ""}, expect=422)
    browser.submit(page, "更新しない", {"reason": "滞在を確かめられませんでした。"}, expect=303)
    with database.transaction() as s:
        assert s.get_one(Registration, standing.id).valid_until == date(2028, 11, 20)
        assert s.get_one(Registration, other.id).valid_until == END
        assert s.get_one(Renewal, rows[1].id).status is RenewalStatus.DECLINED


def test_nobody_renews_for_themselves_and_no_other_town_sees_it(
    database: Any, signed_in: Visit, time_machine: Any
) -> None:
    days_before_end(time_machine, 20)
    with database.transaction():
        clerk = a_clerk(SHIOJIRI)
        row = a_standing_registration(clerk, ends_on=END)
        a_setting("renewal_mode", "review", date(2026, 4, 1))
        profile = profile_of_user(clerk.id) or a_resident(clerk)
        a_membership(clerk, Role.RESIDENT)
        renewal = renewing.confirm(row, profile, by=actor_of(clerk))
        a_programme("152242")
        stranger = a_clerk("152242")
    signed_in(clerk).post(f"/staff/renewals/{renewal.id}/accept", expect=409)
    signed_in(stranger).get(f"/staff/renewals/{renewal.id}", expect=404)


def test_who_asked_for_secrecy_is_not_named_in_the_list(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        user = a_resident_user()
        a_resident(user, family_name="青木", is_confidential=True)
        a_standing_registration(user)
        clerk = a_clerk(SHIOJIRI)
    page = signed_in(clerk).get("/staff/renewals", query_string={"show": "later"})
    assert "秘匿希望の方" in page.text
    assert "青木" not in page.html


def test_the_town_hears_once_a_day_that_renewals_wait(
    app: Any, database: Any, standing: Any, time_machine: Any
) -> None:
    days_before_end(time_machine, 20)
    with database.transaction() as s:
        a_setting("renewal_mode", "review", date(2026, 4, 1))
        confirmed(s.get_one(Registration, standing.id))
    for _round in range(2):
        work(database, app)
        with app.app_context():
            run_due(database)
    with database.transaction() as s:
        told = [row for row in s.exec(select(Letter)).all() if "確認を待っています" in row.subject]
    assert [row.to_email for row in told] == ["kikaku@town.example"]


def test_a_month_has_its_own_numbers(session: Any, time_machine: Any) -> None:
    days_before_end(time_machine, 30)
    row = a_standing_registration(ends_on=END)
    a_setting("renewal_mode", "review", date(2026, 4, 1))
    a_standing_registration(ends_on=END + timedelta(days=40))
    confirmed(row)
    months = {m.first: m for m in queries.months_of(frozenset({SHIOJIRI}))}
    assert len(months) == 12
    assert (months[date(2027, 11, 1)].ending, months[date(2027, 11, 1)].confirmed) == (1, 1)
    assert (months[date(2027, 12, 1)].ending, months[date(2027, 12, 1)].confirmed) == (1, 0)
