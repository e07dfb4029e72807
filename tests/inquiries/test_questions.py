"""Public questions: everybody reads them with the answer only, without who asked."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_resident_user, a_staff_user
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_municipality, a_programme
from tests.factories.residents import a_resident
from tests.support.client import PageClient
from webapp.core.actor import Role
from webapp.core.letters import Letter
from webapp.inquiries.questions.models import Question, QuestionStatus

TOWN, ASKED = "202151", "冬の間、道の除雪はありますか。"


@pytest.fixture
def world(database: Any, signed_in: Callable[..., PageClient]) -> dict[str, Any]:
    """A corporation's home, somebody who asks, the maker, a clerk."""
    with database.transaction():
        a_programme(TOWN)
        body = a_corporation()
        a_designation(body, TOWN)
        home = a_listing(TOWN, corporation_id=body.id)
        person = a_resident_user()
        people = {"person": person, "maker": a_staff_user(Role.CORPORATION, body.id), "clerk": a_clerk(TOWN)}
    return {"home": home, "who": person, **{key: signed_in(one) for key, one in people.items()}}


def ask(world: dict[str, Any], text: str = ASKED) -> str:
    page = world["person"].get(f"/listings/{world['home'].id}/questions/new")
    return world["person"].submit(page, "質問を送る", {"text": text}).follow().text


def the_question(database: Any) -> Question:
    with database.transaction(read_only=True) as s:
        return s.exec(select(Question)).one()


def test_a_question_is_public_only_with_its_answer_and_names_nobody(
    database: Any, world: dict[str, Any], client: PageClient
) -> None:
    assert "答えを待っています" in ask(world)
    address = f"/listings/{world['home'].id}"
    assert ASKED not in client.get(address).text
    page = world["maker"].get(world["maker"].get("/desk/questions").links()[ASKED])
    assert world["who"].display_name not in page.html
    world["maker"].submit(page, "答えて公開する", {"answer": "市道は朝6時に除雪車が通ります。"})
    read = client.get(address)
    assert ASKED in read.text
    assert "市道は朝6時に除雪車が通ります。" in read.text
    assert world["who"].display_name not in read.html
    with database.transaction(read_only=True) as s:
        letter = s.exec(select(Letter).where(Letter.to_email == world["who"].email)).one()
    assert letter.subject.startswith("質問に答えがありました")


def test_the_town_takes_a_public_answer_off_the_page_and_says_why(
    database: Any, world: dict[str, Any], client: PageClient
) -> None:
    ask(world)
    question = the_question(database)
    world["maker"].post(f"/desk/questions/{question.id}/answer", {"answer": "隣の山田さんが通します。"})
    page = world["clerk"].get(f"/desk/questions/{question.id}")
    world["clerk"].submit(page, "公開しない", {"reason": ""}, expect=422)
    world["clerk"].submit(page, "公開しない", {"reason": "個人の名前が入っているため。"})
    assert "山田さん" not in client.get(f"/listings/{world['home'].id}").text
    assert the_question(database).status is QuestionStatus.LEFT_OUT


def test_a_question_can_be_taken_back_by_who_asked_alone(
    database: Any, world: dict[str, Any], signed_in: Callable[..., PageClient]
) -> None:
    ask(world)
    question = the_question(database)
    with database.transaction():
        stranger, other = a_resident_user(), a_staff_user(Role.CORPORATION, a_corporation(name="よそ").id)
    signed_in(stranger).post(f"/my/questions/{question.id}/take-back", expect=404)
    signed_in(other).get(f"/desk/questions/{question.id}", expect=404)
    world["person"].post(f"/my/questions/{question.id}/take-back")
    world["maker"].get(f"/desk/questions/{question.id}", expect=404)


def test_who_asks_for_secrecy_may_not_write_their_name_for_everybody(database: Any, world: dict[str, Any]) -> None:
    with database.transaction():
        a_resident(world["who"], is_confidential=True)
    path = f"/listings/{world['home'].id}/questions/new"
    assert "名前や連絡先を書かないでください" in world["person"].get(path).text
    world["person"].post(path, {"text": "佐藤ですが、雪は積もりますか。"}, expect=409)
    with database.transaction(read_only=True) as s:
        assert s.exec(select(Question)).all() == []


def test_what_is_kept_of_a_listing_without_questions_is_nobody_elses(
    database: Any, world: dict[str, Any], client: PageClient
) -> None:
    with database.transaction():
        a_municipality("382035")
        elsewhere = a_listing("382035")
    here, there = f"/listings/{world['home'].id}", f"/listings/{elsewhere.id}"
    for _ in range(2):
        assert f"{here}/questions/new" in client.get(here).html
        assert f"{there}/questions/new" not in client.get(there).html
        assert "まだ質問はありません" in client.get(here).text
        english = client.get(here, headers={"Accept-Language": "en"}).text
        assert "No questions yet" in english
        assert "まだ質問はありません" not in english
    ask(world)
    assert "答えを待っています" in world["person"].get(here).text
    assert "まだ質問はありません" in client.get(here).text
