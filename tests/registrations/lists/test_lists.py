"""A list comes in without a letter, each person answers alone, and what has no yes is gone."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_resident_user, a_user, actor_of
from tests.factories.municipalities import a_municipality, a_programme
from tests.factories.registrations import a_standing_registration
from tests.factories.residents import SHIOJIRI, TOKYO_SHINJUKU, a_resident
from tests.support.client import PageClient
from webapp.accounts.queries import actor_of as as_actor
from webapp.accounts.queries import find_by_email
from webapp.core.clock import now
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.jobs import Job, run_due
from webapp.core.letters import Letter
from webapp.core.trail import TrailEntry
from webapp.registrations.lists import jobs, queries, taking
from webapp.registrations.lists.models import ListStatus, RegistrantEntry, RegistrantList
from webapp.registrations.models import Channel, Registration, RegistrationStatus, Tier
from webapp.residents.models import ConsentPurpose
from webapp.residents.queries import consents_for, profile_of_user

Visit = Callable[..., PageClient]
FILE = (
    "氏名,フリガナ,メールアドレス,住所,生年月日,会員番号,秘匿\r\n"
    "佐藤 花子,サトウ ハナコ,hanako@example.jp,東京都新宿区西新宿,1988-05-03,F-1,\r\n"
    "青木 次郎,アオキ ジロウ,jiro@example.jp,東京都新宿区大久保,,F-2,秘匿\r\n"
    "だめな行,,x,,,,\r\n"
)


@pytest.fixture
def clerk(database: Any) -> Any:
    with database.transaction():
        a_programme(SHIOJIRI)
        a_municipality(TOKYO_SHINJUKU)
        return a_clerk(SHIOJIRI)


def checked(clerk: Any) -> RegistrantList:
    return taking.check(
        SHIOJIRI, FILE.encode("cp932"), title="ファンクラブ名簿", origin="入会申込書から", by=actor_of(clerk)
    )


@pytest.fixture
def asked(app: Any, database: Any, clerk: Any) -> Any:
    """Two people who were written to."""
    with database.transaction():
        source = checked(clerk)
        taking.ask_everybody(source, by=actor_of(clerk))
    with app.app_context():
        jobs.ask({"list": source.id})
        jobs.ask({"list": source.id})
    return source


def links_of(database: Any, email: str) -> list[str]:
    with database.transaction() as s:
        rows = s.exec(select(Letter).where(Letter.to_email == email).order_by(Letter.id)).all()
    return [row.content["link"] for row in rows if str(row.content.get("link", "")).startswith("/lists/")]


def counts(s: Any) -> tuple[int, int, int, int]:
    source = s.exec(select(RegistrantList)).one()
    return queries.count_entries(source), source.said_yes, source.said_no, source.unanswered


def test_a_dry_run_shows_every_line_and_writes_to_nobody(database: Any, clerk: Any, signed_in: Visit) -> None:
    browser = signed_in(clerk)
    page = browser.get("/staff/lists")
    page = browser.get(next(href for words, href in page.links().items() if "名簿を取り込む" in words))
    values = {"title": "ファンクラブ名簿", "origin": "入会申込書から"}
    page = browser.submit(page, "読み取って確かめる", values, expect=422)
    bad = {**values, "file": (io.BytesIO("氏名,マイナンバー\nあ,1\n".encode()), "list.csv")}
    page = browser.submit(page, "読み取って確かめる", bad, expect=422)
    assert "マイナンバー" in page.errors()[0]
    good = {**values, "file": (io.BytesIO(FILE.encode("cp932")), "list.csv")}
    page = browser.submit(page, "読み取って確かめる", good).follow()
    assert "4行目 姓と名がわかりません" in page.text
    assert "佐藤 花子" in page.text
    assert "秘匿希望の方" in page.text
    assert "青木" not in page.html
    assert "だめな行" not in page.html
    with database.transaction() as s:
        assert s.exec(select(Letter)).all() == []
        assert find_by_email("hanako@example.jp") is None


def test_only_the_staff_of_the_town_see_a_list(database: Any, clerk: Any, signed_in: Visit) -> None:
    with database.transaction():
        source = checked(clerk)
        a_programme("152242")
        stranger = a_clerk("152242")
        with pytest.raises(NotThere):
            taking.check(SHIOJIRI, FILE.encode(), title="x", origin="y", by=actor_of(stranger))
    signed_in(stranger).get(f"/staff/lists/{source.id}", expect=404)
    signed_in(stranger).post(f"/staff/lists/{source.id}/ask", expect=404)
    signed_in(stranger).get(f"/staff/lists/new/{SHIOJIRI}", expect=404)
    page = signed_in(clerk).get(f"/staff/lists/{source.id}")
    assert "まだだれにもメールを送っていません" in page.text


@pytest.mark.both_databases
def test_a_yes_makes_account_profile_and_registration_and_a_no_leaves_nothing(
    app: Any, database: Any, asked: Any, client: PageClient, new_client: Any
) -> None:
    (link,) = links_of(database, "hanako@example.jp")
    page = client.get(link)
    assert "F-1" in page.text
    assert "入会申込書から" in page.text
    client.submit(page, "同意して登録する", {}, expect=422)  # not one purpose is ticked beforehand
    page = client.submit(page, "同意して登録する", {"may_application": "y", "may_schemes": "y"})
    assert "/reset-password/" in page.location
    (other,) = links_of(database, "jiro@example.jp")
    refusal = new_client().get(other)
    assert "内容を消しました" in refusal.client.submit(refusal, "登録しない（すぐに消す）", {}, expect=200).text
    client.get(link, expect=410)
    with database.transaction() as s:
        assert counts(s) == (0, 1, 1, 0)
        assert s.exec(select(RegistrantList)).one().status is ListStatus.CLOSED
        person = find_by_email("hanako@example.jp")
        assert person is not None
        assert person.is_verified
        assert find_by_email("jiro@example.jp") is None
        row = s.exec(select(Registration)).one()
        assert (row.status, row.channel, row.tier) == (RegistrationStatus.APPROVED, Channel.LIST, Tier.BASIC)
        assert (row.applicant_name, row.valid_until is not None) == ("佐藤 花子", True)
        said = {purpose: word.is_given for purpose, word in consents_for(person.id, SHIOJIRI).items()}
        assert [purpose for purpose, is_given in said.items() if is_given] == [
            ConsentPurpose.APPLICATION,
            ConsentPurpose.SCHEMES,
        ]
        assert ConsentPurpose.SUPPORTERS in said  # the no is on record as well
        assert not [row for row in s.exec(select(Letter)).all() if row.to_email == "jiro@example.jp" and row.sent_at]


def test_who_is_no_adult_or_gives_no_day_of_birth_is_not_registered(
    database: Any, asked: Any, client: PageClient
) -> None:
    page = client.get(links_of(database, "jiro@example.jp")[0])
    client.submit(page, "同意して登録する", {"may_application": "y"}, expect=422)
    answers = {"may_application": "y", "birth_date": "2015-04-01"}
    assert "保護者の同意" in client.submit(page, "同意して登録する", answers, expect=409).text
    client.submit(page, "同意して登録する", {**answers, "birth_date": "1979-04-01"})
    with database.transaction() as s:
        row = s.exec(select(Registration)).one()
        assert row.is_confidential
        assert "青木" not in row.search_text


def test_an_account_keeps_what_its_owner_wrote_and_a_stranger_s_name_is_refused(
    app: Any, database: Any, clerk: Any, client: PageClient
) -> None:
    with database.transaction():
        a_resident(a_resident_user(email="hanako@example.jp"), given_kana="ハナ")
        a_resident(a_resident_user(email="jiro@example.jp"), family_name="別人")
        source = checked(clerk)
        taking.ask_everybody(source, by=actor_of(clerk))
    with app.app_context():
        jobs.ask({"list": source.id})
    page = client.get(links_of(database, "hanako@example.jp")[0])
    page = client.submit(page, "同意して登録する", {"may_application": "y"})
    assert page.location.startswith("/sign-in")
    page = client.get(links_of(database, "jiro@example.jp")[0])
    answers = {"may_application": "y", "birth_date": "1979-04-01"}
    assert "別のお名前" in client.submit(page, "同意して登録する", answers, expect=409).text
    with database.transaction() as s:
        person = find_by_email("hanako@example.jp")
        assert person is not None
        profile = profile_of_user(person.id)
        assert profile is not None
        assert profile.given_kana == "ハナ"
        assert counts(s) == (1, 1, 0, 0)


def test_a_sign_up_that_never_showed_its_address_loses_its_password(
    database: Any, asked: Any, client: PageClient
) -> None:
    with database.transaction():
        a_user(email="hanako@example.jp", email_verified_at=None)
    page = client.get(links_of(database, "hanako@example.jp")[0])
    assert "/reset-password/" in client.submit(page, "同意して登録する", {"may_application": "y"}).location
    with database.transaction():
        person = find_by_email("hanako@example.jp")
        assert person is not None
        assert (person.password_hash, person.is_verified) == ("", True)
        assert as_actor(person).roles


def test_one_reminder_then_the_rows_are_gone(app: Any, database: Any, asked: Any, time_machine: Any) -> None:
    begun = now()
    for days, letters in ((13, 1), (14, 2), (30, 2)):
        time_machine.move_to(begun + timedelta(days=days), tick=False)
        with app.app_context():
            jobs.day({})
            jobs.day({})
        assert len(links_of(database, "hanako@example.jp")) == letters
    first, second = links_of(database, "hanako@example.jp")
    with database.transaction() as s:
        assert queries.by_token(first.removeprefix("/lists/")) is None  # the earlier link is dead
        assert queries.by_token(second.removeprefix("/lists/")) is not None
        assert counts(s) == (2, 0, 0, 0)
    time_machine.move_to(begun + timedelta(days=31), tick=False)
    with app.app_context():
        jobs.day({})
        jobs.day({})
    with database.transaction() as s:
        assert counts(s) == (0, 0, 0, 2)
        assert s.exec(select(RegistrantEntry)).all() == []


def test_a_list_that_was_never_used_is_forgotten(app: Any, database: Any, clerk: Any, time_machine: Any) -> None:
    with database.transaction():
        checked(clerk)
    time_machine.move_to(now() + timedelta(days=15), tick=False)
    with app.app_context():
        jobs.day({})
    with database.transaction() as s:
        assert counts(s) == (0, 0, 0, 0)


def test_asking_twice_dropping_and_registering_meanwhile_are_answered(database: Any, asked: Any, clerk: Any) -> None:
    with database.transaction() as s:
        by = actor_of(clerk)
        source = s.get_one(RegistrantList, asked.id)
        with pytest.raises(RuleBroken, match="もう確認のメール"):
            taking.ask_everybody(source, by=by)
        again = checked(clerk)
        assert [reason for _line, reason in again.refused] == ["waiting", "waiting", "name"]
        with pytest.raises(RuleBroken, match="送れる人がいません"):
            taking.ask_everybody(again, by=by)
        taking.drop(source, by=by)
        a_standing_registration(a_resident_user(email="hanako@example.jp"))
        assert [reason for _line, reason in checked(clerk).refused] == ["registered", "name"]


@pytest.mark.settings(log_level="DEBUG")
def test_nothing_of_a_list_is_logged_or_kept_in_jobs(
    app: Any, database: Any, clerk: Any, signed_in: Visit, capsys: Any
) -> None:
    browser = signed_in(clerk)
    page = browser.get(f"/staff/lists/new/{SHIOJIRI}")
    file = (io.BytesIO(FILE.encode()), "list.csv")
    page = browser.submit(page, "読み取って確かめる", {"title": "名簿", "origin": "入会申込書", "file": file}).follow()
    browser.submit(page, "2人に確認のメールを送る", {})
    with app.app_context():
        run_due(database)
    out = capsys.readouterr()
    assert not re.search("hanako|花子|青木", out.out + out.err)
    with database.transaction() as s:
        kept = [str(job.payload) for job in s.exec(select(Job)).all()]
        kept += [str(row.model_dump()) for row in s.exec(select(TrailEntry)).all()]
        assert not re.search("hanako|花子|青木", "".join(kept))
