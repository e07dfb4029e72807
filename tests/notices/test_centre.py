"""The centre: every letter to somebody with an account is found there again, by nobody else, in the reader's language."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.factories.accounts import a_clerk, a_resident_user, a_user, actor_of
from tests.factories.notices import CHOSEN, REQUIRED, a_letter
from tests.support.client import PageClient
from webapp.accounts import own_account
from webapp.core.clock import now
from webapp.core.i18n import in_language
from webapp.core.jobs import Job
from webapp.core.letters import Draft, Letter, Recipient, SecretDraft, queue
from webapp.notices import actions, own_data, queries
from webapp.notices.models import Notice, Way
from webapp.notices.topics import Topic

SignedIn = Callable[..., PageClient]


def notices(session: Session) -> list[Notice]:
    return list(session.exec(select(Notice).order_by(Notice.id)))


def test_a_letter_to_somebody_with_an_account_makes_one_notice_in_the_same_transaction(session: Session) -> None:
    person = a_user()
    a_letter(person)
    (notice,) = notices(session)
    assert (notice.user_id, notice.kind, notice.topic) == (person.id, CHOSEN, Topic.MATCHES)
    assert (notice.title, notice.link) == ("新しい掲載が3件あります：山の平屋", "/my/searches")
    assert notice.read_at is None
    session.rollback()
    assert notices(session) == []


def test_a_notice_is_told_in_the_language_of_who_reads_it_now(session: Session) -> None:
    a_letter(a_user())
    (notice,) = notices(session)
    session.expire(notice)
    with in_language("en"):
        assert notice.title == "New listings (3): 山の平屋"


def test_somebody_without_an_account_has_no_notices_and_a_secret_link_is_not_kept(session: Session) -> None:
    a_letter(Recipient("guest@example.jp"))
    assert notices(session) == []
    person = a_user()
    queue(person, lambda: SecretDraft("パスワードの再設定", [], [], "/reset-password/very-secret"))
    (notice,) = notices(session)
    assert (notice.title, notice.link, "very-secret" in str(notice.words)) == ("パスワードの再設定", "", False)


def test_who_has_no_address_gets_paper_whatever_was_chosen(session: Session) -> None:
    person = a_user(email="", kept_by="202151")
    letter = a_letter(person)
    assert (letter.is_on_paper, len(notices(session))) == (True, 1)


def test_who_closed_the_account_gets_neither_mail_nor_notice(session: Session) -> None:
    person = a_user()
    person.closed_at = now()
    for kind in (CHOSEN, REQUIRED):
        a_letter(person, kind)
    session.flush()
    assert (notices(session), session.exec(select(Letter)).all()) == ([], [])


def test_opening_marks_as_read_and_leads_to_the_page_and_the_header_counts(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        person, other = a_resident_user(), a_resident_user()
        a_letter(person, title="山の平屋")
        a_letter(person, title="川の平屋")
        a_letter(other, title="人の家")
    browser = signed_in(person)
    page = browser.get("/my/notices")
    assert ("山の平屋" in page.text, "人の家" in page.text) == (True, False)
    assert page.tree.select_one(".site-bell__count").text.split() == ["未読", "2"]  # type: ignore[union-attr]
    first = str(page.tree.select(".notice-list form")[0].attrs["action"])
    signed_in(other).post(first, expect=404)
    assert browser.post(first).location == "/my/searches"
    page = browser.get("/my/notices?unread=1")
    assert ("山の平屋" in page.text, "川の平屋" in page.text) == (True, False)
    page = browser.submit(page, "すべて既読にする").follow()
    assert page.tree.select_one(".site-bell__count") is None
    assert "2" in signed_in(other).get("/my/notices").text
    assert "未読のお知らせはありません" in browser.get("/my/notices?unread=1").text


def test_a_notice_without_a_page_and_one_that_leads_away_stay_in_the_centre(database: Any, signed_in: SignedIn) -> None:
    with database.transaction() as s:
        person = a_resident_user()
        for link in ("", "https://elsewhere.example/"):
            a_letter(person, link=link)
        s.flush()
        ids = [notice.id for notice in notices(s)]
    browser = signed_in(person)
    assert {browser.post(f"/my/notices/{one}/open").location for one in ids} == {"/my/notices"}


def test_older_months_are_folded_and_staff_have_the_same_centre(
    database: Any, signed_in: SignedIn, time_machine: Any
) -> None:
    time_machine.move_to("2026-01-31T15:30:00Z", tick=False)  # the first of February in Japan
    with database.transaction():
        clerk = a_clerk("202151")
        a_letter(clerk, "registrations.work_arrived", title="冬の申請")
    time_machine.move_to("2026-04-01T00:00:00Z", tick=False)
    with database.transaction():
        a_letter(clerk, "registrations.work_arrived", title="春の申請")
    page = signed_in(clerk).get("/my/notices")
    folded = page.tree.select_one("main details")
    assert folded is not None
    assert ("2026年2月（1件・未読1件）" in folded.text, "冬の申請" in folded.text) == (True, True)
    assert "春の申請" in page.text
    assert "窓口の仕事" in page.text


def test_a_page_of_a_signed_in_person_asks_no_more_than_before(
    app: Flask, database: Any, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction():
        person = a_resident_user()
        a_letter(person)
    asked: list[str] = []
    from sqlalchemy import event

    engine = app.extensions["futamachi"].database.engine
    event.listen(engine, "before_cursor_execute", lambda _c, _cur, statement, *_: asked.append(statement))
    page = signed_in(person).get("/settings/profile")
    assert page.tree.select_one(".site-bell__count") is not None
    assert [
        statement for statement in asked if statement.startswith("SELECT") and "FROM notice" in statement[:60]
    ] == []


def test_notices_go_out_with_ones_data_and_are_erased_with_the_account(session: Session) -> None:
    person, other = a_user(), a_user()
    for to in (person, other):
        a_letter(to)
    ways = {Topic.MATCHES: Way.DIGEST}
    actions.choose(ways, digest_hour=7, is_quiet=False, quiet_from=21, quiet_until=7, by=actor_of(person))
    known = own_data.exported(actor_of(person))
    assert [row["title"] for row in known["notices"]] == ["新しい掲載が3件あります：山の平屋"]
    assert known["notice_choices"]["ways"] == {"matches": "digest"}
    own_data.erase(person.id, by=actor_of(person))
    assert queries.choices_of(person.id) is not None, "letters that were stopped must not come again"
    a_letter(person)
    own_account.close_account(person, by=actor_of(person))
    session.flush()
    assert [notice.user_id for notice in notices(session)] == [other.id]
    session.expire_all()
    session.info.clear()
    assert queries.choices_of(person.id) is None


def test_notices_are_kept_for_their_days(session: Session, time_machine: Any) -> None:
    time_machine.move_to("2026-01-01T00:00:00Z", tick=False)
    person = a_user()
    a_letter(person, title="昔")
    time_machine.shift(timedelta(days=401))
    a_letter(person, title="今")
    actions.forget_old(timedelta(days=400))
    assert ["今" in notice.title for notice in notices(session)] == [True]


@pytest.mark.parametrize(
    ("way", "kind", "mailed"),
    [
        (Way.AT_ONCE, CHOSEN, True),
        (Way.DIGEST, CHOSEN, False),
        (Way.CENTRE, CHOSEN, False),
        (Way.CENTRE, REQUIRED, True),
        (Way.DIGEST, "accounts.password_changed", True),
    ],
)
def test_a_topic_is_mailed_as_chosen_and_what_must_be_known_always(
    session: Session, way: Way, kind: str, mailed: bool
) -> None:
    person = a_user()
    ways = {Topic.MATCHES: way, Topic.REGISTRATION: way}
    actions.choose(ways, digest_hour=8, is_quiet=True, quiet_from=0, quiet_until=23, by=actor_of(person))
    a_letter(person, kind)
    session.flush()
    letters, jobs = session.exec(select(Letter)).all(), session.exec(select(Job)).all()
    assert (len(letters), len(jobs), len(notices(session))) == (mailed, mailed, 1)


def test_choices_are_kept_and_wrong_ones_said(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        person, clerk = a_resident_user(), a_clerk("202151")
    browser = signed_in(person)
    page = browser.get("/my/notices/choices")
    assert "アカウントと安全：サインイン" in page.text
    assert "窓口の仕事" not in page.text
    assert "窓口の仕事" in signed_in(clerk).get("/my/notices/choices").text
    chosen = {"about_matches": "centre", "digest_hour": "18", "quiet_from": "22", "quiet_until": "6"}
    page = browser.submit(page, "受け取り方を保存する", chosen).follow()
    assert "checked" in page.tree.select_one("#about_matches-2").attrs  # type: ignore[union-attr]
    wrong = {"quiet_from": "6", "quiet_until": "6"}
    page = browser.submit(page, "受け取り方を保存する", wrong, expect=422)
    assert "違う時刻を選んでください" in page.text
    browser.post("/my/notices/choices", {"about_matches": "pigeon"}, expect=422)
    with database.transaction():
        row = queries.choices_of(person.id)
        assert row is not None
        assert (row.way(Topic.MATCHES), row.way(Topic.PLANS)) == (Way.CENTRE, Way.AT_ONCE)
        assert (row.digest_hour, row.is_quiet, row.quiet_from, row.quiet_until) == (18, True, 22, 6)


def test_nobody_but_the_signed_in_has_a_centre(client: PageClient) -> None:
    for path in ("/my/notices", "/my/notices/choices"):
        assert client.get(path, expect=303).location.startswith("/sign-in")


def test_a_draft_that_names_no_kind_is_sent_as_if_it_mattered(session: Session) -> None:
    queue(a_user(), lambda: Draft("題", [], []))
    assert notices(session)[0].topic is Topic.SECURITY
