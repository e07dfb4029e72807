"""One box: own town only, who asks for secrecy by the number alone, a trace of each search over people."""

import time
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_resident_user, a_staff_user
from tests.factories.corporations import a_corporation
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_programme
from tests.factories.registrations import a_registration
from tests.factories.residents import SHIOJIRI, a_resident
from tests.support.following import browser_of
from webapp.core.actor import Role
from webapp.core.trail import TrailEntry
from webapp.desk.finding.actions import SOUGHT

SEARCH = "/staff/search"
ELSEWHERE = "011002"


@pytest.fixture
def people(database: Any, office: Any) -> Any:
    with database.transaction():
        a_programme(ELSEWHERE)
        open_, secret = a_resident_user(email="aoki@example.jp"), a_resident_user(email="inoue@example.jp")
        a_resident(open_, family_name="青木", family_kana="アオキ")
        a_resident(secret, family_name="井上", family_kana="イノウエ", is_confidential=True)
        return {
            "open": a_registration(open_),
            "secret": a_registration(secret),
            "stranger": a_clerk(ELSEWHERE),
        }


def found(browser: Any, typed: str) -> str:
    return str(browser.post(SEARCH, {"q": typed}, expect=200).text)


@pytest.mark.both_databases
def test_people_are_found_by_name_kana_address_and_number_and_by_their_own_town_only(
    people: Any, office: Any, signed_in: Any
) -> None:
    clerk, stranger = signed_in(office["clerk"]), signed_in(people["stranger"])
    for typed in ("青木", "あおき", "アオキ 花", "AOKI@example.jp", people["open"].reference[:6]):
        assert people["open"].reference in found(clerk, typed), typed
        assert people["open"].reference not in found(stranger, typed), typed
    assert people["open"].reference not in found(clerk, "aoki@example")
    straight = clerk.post(SEARCH, {"q": people["open"].reference.lower()})
    assert straight.location == f"/staff/registrations/{people['open'].id}"


def test_who_asks_for_secrecy_is_found_by_the_number_alone_and_not_named(
    people: Any, office: Any, signed_in: Any
) -> None:
    clerk, reference = signed_in(office["clerk"]), people["secret"].reference
    for typed in ("井上", "いのうえ", "inoue@example.jp"):
        assert reference not in found(clerk, typed), typed
    words = found(clerk, reference[:7])
    assert reference in words
    assert "井上" not in words
    assert "秘匿希望の方" in words


def test_a_search_over_people_leaves_who_and_when_and_never_the_words(
    database: Any, people: Any, office: Any, signed_in: Any
) -> None:
    signed_in(office["clerk"]).post(SEARCH, {"q": "青木 太郎"}, expect=200)
    with database.transaction(read_only=True) as s:
        (entry,) = s.exec(select(TrailEntry).where(TrailEntry.action == SOUGHT)).all()
        assert (entry.actor_id, entry.municipality_code, entry.reason) == (office["clerk"].id, SHIOJIRI, "")


def test_a_corporation_finds_its_own_drafts_and_nobody_at_all(
    database: Any, people: Any, office: Any, signed_in: Any
) -> None:
    with database.transaction():
        corporation, other = a_corporation(), a_corporation()
        person = a_staff_user(Role.CORPORATION, corporation.id)
        a_listing(corporation_id=corporation.id, title="谷の家")
        a_listing(corporation_id=other.id, title="谷の向こうの家")
    me = signed_in(person)
    assert "谷の家" in found(me, "谷の")
    assert "谷の向こう" not in found(me, "谷の")
    assert people["open"].reference not in found(me, "青木")
    assert "谷の向こう" in found(signed_in(office["clerk"]), "谷の向こう")
    with database.transaction(read_only=True) as s:
        assert s.exec(select(TrailEntry).where(TrailEntry.actor_id == person.id)).all() == []


def test_more_than_ten_are_shown_when_they_are_asked_for(database: Any, office: Any, signed_in: Any) -> None:
    with database.transaction():
        for number in range(12):
            a_listing(title=f"梓川の家 {number}")
    clerk = signed_in(office["clerk"])
    few = clerk.post(SEARCH, {"q": "梓川"}, expect=200)
    assert len(few.tree.select(".found__item")) == 10
    assert len(clerk.submit(few, "「掲載」をもっと見る", expect=200).tree.select(".found__item")) == 12
    signed_in(office["clerk"]).post(SEARCH, {"q": "　"}, expect=200)


def test_the_demo_is_searched_with_few_questions_and_little_time(demo_app: Flask) -> None:
    clerk = browser_of(demo_app, "clerk")
    clerk.post(SEARCH, {"q": "青木"}, expect=200)
    asked: list[str] = []
    engine = demo_app.extensions["futamachi"].database.engine
    sa.event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_rest: asked.append(statement))
    token, costs = clerk.csrf_token(), []
    for _try in range(3):
        asked.clear()
        before = time.process_time()
        clerk.raw.post(SEARCH, data={"q": "塩尻 家", "csrf_token": token})
        costs.append(time.process_time() - before)
    questions = [statement for statement in asked if statement.startswith("SELECT")]
    assert len(questions) <= 12, questions
    assert min(costs) <= 0.04, costs  # 20 ms on a quiet machine
