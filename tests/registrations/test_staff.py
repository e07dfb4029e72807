"""The town's work: the queue, the review, corrections and refusals; nobody else sees anything."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from tests.factories.accounts import (
    a_clerk,
    a_membership,
    a_resident_user,
    a_staff_user,
    actor_of,
    an_admin,
    an_operator,
)
from tests.factories.municipalities import a_municipality, a_programme
from tests.factories.registrations import a_draft, a_registration, an_approved_registration
from tests.factories.residents import SHIOJIRI, a_resident
from tests.support.client import PageClient
from tests.support.pagelint import words_of
from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.core.letters import Letter
from webapp.registrations import applying, queries
from webapp.residents.queries import profile_of_user

Visit = Callable[..., PageClient]
SADO = "152242"


@pytest.fixture
def clerk(database: Any) -> Any:
    with database.transaction():
        a_programme(SHIOJIRI)
        return a_clerk(SHIOJIRI)


@pytest.fixture
def row(database: Any, clerk: Any) -> Any:
    """An application that waits for Shiojiri."""
    with database.transaction():
        return a_registration()


def named(database: Any, family_name: str, **changes: Any) -> Any:
    with database.transaction():
        user = a_resident_user()
        a_resident(user, family_name=family_name, **changes)
        return a_registration(user)


def titles(page: Any) -> list[str]:
    return [words_of(tag) for tag in page.tree.select(".queue__title a")]


def test_the_nearest_deadline_comes_first_and_a_late_one_is_marked(database: Any, clerk: Any, signed_in: Visit) -> None:
    early, late = named(database, "青木"), named(database, "井上")
    with database.transaction() as s:
        for row, days in ((early, 9), (late, -1)):
            s.get_one(type(row), row.id).due_on = today() + timedelta(days=days)
    page = signed_in(clerk).get("/staff/registrations")
    assert titles(page) == ["井上 花子", "青木 花子"]
    assert len(page.tree.select("tr[data-overdue]")) == 1


@pytest.mark.parametrize("path", ["/staff/registrations", "/staff/listings", "/staff/corporations", "/desk/listings"])
def test_every_queue_says_where_one_is(clerk: Any, signed_in: Visit, path: str) -> None:
    page = signed_in(clerk).get(path)
    here = page.tree.select_one("main nav.breadcrumb [aria-current=page]")
    assert here is not None
    assert words_of(here) == page.h1


@pytest.mark.both_databases
def test_the_queue_is_filtered_by_status_and_word_and_counts(database: Any, clerk: Any, signed_in: Visit) -> None:
    row = named(database, "青木")
    named(database, "井上")
    with database.transaction():
        an_approved_registration()
        a_draft()
    me = signed_in(clerk)
    page = me.get("/staff/registrations")
    assert len(titles(page)) == 2
    assert "これから対応するもの 2件" in page.text
    assert "登録済み 1件" in page.text
    assert titles(me.get("/staff/registrations", query_string={"q": "青木"})) == ["青木 花子"]
    assert titles(me.get("/staff/registrations", query_string={"q": row.reference})) == ["青木 花子"]
    assert titles(me.get("/staff/registrations", query_string={"show": "approved"})) == ["佐藤 花子"]
    assert "合う申請はありません" in me.get("/staff/registrations", query_string={"q": "いない人"}).text
    assert len(titles(me.get("/staff/registrations", query_string={"show": "nonsense", "page": "x"}))) == 2


def test_who_asked_for_secrecy_is_not_named_in_lists(database: Any, clerk: Any, signed_in: Visit) -> None:
    row = named(database, "青木", is_confidential=True)
    me = signed_in(clerk)
    page = me.get("/staff/registrations")
    assert "青木" not in page.html
    assert titles(page) == ["秘匿希望の方"]
    assert titles(me.get("/staff/registrations", query_string={"q": "青木"})) == []
    page = me.get(f"/staff/registrations/{row.id}")
    assert "秘匿希望の方です" in page.text
    assert "青木 花子" in page.text


def test_who_asks_for_secrecy_later_is_found_by_number_but_not_by_name(
    database: Any, clerk: Any, signed_in: Visit
) -> None:
    row = named(database, "青木")
    me = signed_in(clerk)
    assert titles(me.get("/staff/registrations", query_string={"q": "青木"})) == ["青木 花子"]
    with database.transaction():
        profile = profile_of_user(row.user_id)
        assert profile is not None
        profile.is_confidential = True
    for word, found in (("青木", []), ("さとう 青木", []), (row.reference, ["秘匿希望の方"]), ("", ["秘匿希望の方"])):
        assert titles(me.get("/staff/registrations", query_string={"q": word})) == found
    assert "秘匿希望の方です" in me.get(f"/staff/registrations/{row.id}").text


def test_the_review_shows_the_copy_and_the_ways_to_answer(row: Any, clerk: Any, signed_in: Visit) -> None:
    page = signed_in(clerk).get(f"/staff/registrations/{row.id}")
    for words in ("佐藤 花子", "奈良井地区", "月に1回", "東京都新宿区", "目安：1日以上"):
        assert words in page.text
    assert {"補正をお願いする", "登録を断る"} <= set(page.links())
    assert page.form("登録を認めて登録証を出す")


def test_a_correction_reaches_the_applicant_and_the_changes_stand_side_by_side(
    database: Any, row: Any, clerk: Any, signed_in: Visit
) -> None:
    me = signed_in(clerk)
    page = me.get(f"/staff/registrations/{row.id}/correction")
    me.submit(page, "補正をお願いする", {"reason": "拠点の場所", "about_base1": "地区の名前を"})
    assert "地区の名前を" in me.get(f"/staff/registrations/{row.id}/preview").text
    with database.transaction():
        user = _applicant(row)
        mine = queries.registration_for(actor_of(user), row.id)
        applying.set_bases(mine, [{"kind": "rented", "area": "木曽平沢", "since": ""}], by=actor_of(user))
        profile = profile_of_user(user.id)
        assert profile is not None
        applying.submit(mine, profile, by=actor_of(user))
    page = me.get(f"/staff/registrations/{row.id}")
    changed = page.tree.select("table tbody tr")
    assert len(changed) == 1
    assert "奈良井地区" in changed[0].text
    assert "木曽平沢" in changed[0].text
    assert "地区の名前を" in changed[0].text


def _applicant(row: Any) -> Any:
    from webapp.accounts.queries import user

    return user(row.user_id)


@pytest.mark.parametrize(
    ("answer", "button", "values", "sentence"),
    [
        ("correction", "補正をお願いする", {"about_base1": "地区の名前を"}, "「理由」を入力してください"),
        ("refuse", "登録を断る", {"words": "下書きの言葉"}, "「よくある理由」を選んでください"),
        ("refuse", "登録を断る", {"template": "own", "words": ""}, "断る理由を書いてください"),
    ],
)
def test_an_answer_without_a_reason_is_refused_and_kept(
    row: Any, clerk: Any, signed_in: Visit, answer: str, button: str, values: dict[str, str], sentence: str
) -> None:
    me = signed_in(clerk)
    page = me.submit(me.get(f"/staff/registrations/{row.id}/{answer}"), button, values, expect=422)
    assert any(sentence in error for error in page.errors()), page.errors()
    assert all(text in page.html for text in values.values())


def test_a_refusal_joins_the_usual_sentence_and_own_words(row: Any, clerk: Any, signed_in: Visit) -> None:
    me = signed_in(clerk)
    page = me.get(f"/staff/registrations/{row.id}/refuse")
    page = me.submit(
        page, "登録を断る", {"template": "no_base", "words": "決まったら、また申請してください。"}
    ).follow()
    assert "滞在する場所があることを確かめられませんでした。" in page.text
    assert "決まったら、また申請してください。" in page.text
    assert not page.links().keys() & {"登録を断る", "補正をお願いする"}
    me.post(f"/staff/registrations/{row.id}/refuse", {"template": "no_base"}, expect=409)


@pytest.mark.both_databases
def test_two_clerks_at_once_make_one_decision(database: Any, row: Any, clerk: Any, signed_in: Visit) -> None:
    with database.transaction():
        colleague = a_clerk(SHIOJIRI)
    browsers = [signed_in(person) for person in (clerk, colleague) for _ in range(2)]
    token = {browser: browser.csrf_token() for browser in browsers}

    def refuse(browser: PageClient) -> int:
        form = {"template": "no_base", "csrf_token": token[browser]}
        return browser.raw.post(f"/staff/registrations/{row.id}/refuse", data=form).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(refuse, browsers)) == [303, 409, 409, 409]
    with database.transaction(read_only=True) as s:
        letters = s.exec(select(Letter).where(col(Letter.subject).contains("登録になりませんでした"))).all()
    assert len(letters) == 1


def test_ending_needs_a_registration_that_stands(database: Any, row: Any, clerk: Any, signed_in: Visit) -> None:
    me = signed_in(clerk)
    me.post(f"/staff/registrations/{row.id}/end", {"reason": "x"}, expect=409)
    with database.transaction():
        standing = an_approved_registration()
    page = me.get(f"/staff/registrations/{standing.id}/end")
    me.submit(page, "登録を終える", {"reason": ""}, expect=422)
    page = me.submit(page, "登録を終える", {"reason": "転入されました。"}).follow()
    assert "登録を終えました" in page.text


def test_a_clerk_sees_the_own_application_but_cannot_answer_it(database: Any, clerk: Any, signed_in: Visit) -> None:
    with database.transaction():
        a_membership(clerk, Role.RESIDENT)
        row = a_registration(clerk)
    me = signed_in(clerk)
    page = me.get(f"/staff/registrations/{row.id}")
    assert "あなた自身の申請です" in page.text
    assert "判断する" not in page.text
    assert "自分の申請" in me.post(f"/staff/registrations/{row.id}/refuse", {"template": "no_base"}, expect=409).text


def test_another_town_finds_nothing(database: Any, row: Any, signed_in: Visit) -> None:
    with database.transaction():
        a_programme(SADO)
        stranger = an_admin(SADO)
    me = signed_in(stranger)
    assert titles(me.get("/staff/registrations")) == []
    for end in ("", "/correction", "/refuse", "/end"):
        me.get(f"/staff/registrations/{row.id}{end}", expect=404)
    for end in ("/correction", "/refuse", "/end"):
        me.post(f"/staff/registrations/{row.id}{end}", {"reason": "x", "template": "no_base"}, expect=404)


def test_a_draft_is_not_there_for_the_town(database: Any, clerk: Any, signed_in: Visit) -> None:
    with database.transaction():
        draft = a_draft()
    signed_in(clerk).get(f"/staff/registrations/{draft.id}", expect=404)


def test_prefecture_operator_and_resident_see_no_application(database: Any, row: Any, signed_in: Visit) -> None:
    with database.transaction():
        a_municipality("200000")
        people = [a_staff_user(Role.PREFECTURE, "200000"), an_operator(), a_resident_user()]
    for person in people:
        me = signed_in(person)
        me.get("/staff/registrations", expect=403)
        me.get(f"/staff/registrations/{row.id}", expect=403)
