"""The profile's wizard in a browser: each answer is kept, nothing typed is lost, back never loses."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.accounts import a_resident_user
from tests.factories.municipalities import a_municipality
from tests.factories.residents import SHIOJIRI, TOKYO_SHINJUKU, a_resident
from tests.support.client import PageClient
from tests.support.pagelint import words_of
from webapp.residents import queries
from webapp.residents.models import ConsentPurpose, Step

NAME = {
    "family_name": "高橋",
    "given_name": "健",
    "family_kana": "タカハシ",
    "given_kana": "ケン",
    "birth_date": "1990-02-28",
}
AUTOSAVE = {"X-Autosave": "1", "Accept": "application/json"}


@pytest.fixture
def person(database: Any) -> Any:
    """Somebody who signed up, and the places they may name."""
    with database.transaction():
        for code in (TOKYO_SHINJUKU, SHIOJIRI, "200000", "132063", "342084"):
            a_municipality(code)
        return a_resident_user()


@pytest.fixture
def me(person: Any, signed_in: Callable[..., PageClient]) -> PageClient:
    return signed_in(person)


def profile(database: Any, person: Any) -> Any:
    with database.transaction(read_only=True):
        return queries.profile_of_user(person.id)


def walk(me: PageClient, step: str, values: dict[str, Any], *, expect: int = 303) -> Any:
    page = me.get(f"/my/profile/{step}")
    last = words_of(page.tree.select("form#step-form button[type=submit]")[-1])
    return me.submit(page, last, values, expect=expect)


def test_the_whole_wizard_makes_a_complete_profile(me: PageClient, database: Any, person: Any) -> None:
    answers: dict[str, dict[str, Any]] = {
        "name": NAME,
        "home": {"home_code": "東京都新宿区"},
        "areas": {"area1": "長野県塩尻市", "area2": "長野県", "max_travel_minutes": "１８０"},
        "wishes": {"themes": ["vegetables", "festivals"], "wishes": "畑をしたいです。"},
        "skills": {"skills": ["writing"]},
        "household": {"adults": "2", "children_ages": "3、7歳", "family_comes": "yes"},
        "rhythm": {"days_per_month": "6", "stay_days": "weekends", "months": ["4", "5"], "has_car": "no"},
        "budget": {"kinds": ["home"], "monthly_budget": "40,000円"},
        "consents": {"matching": "y"},
    }
    for step, values in answers.items():
        walk(me, step, values)
    page = me.get("/my/profile")
    assert "プロフィールがそろっています" in page.text
    for words in ("高橋 健", "東京都新宿区", "長野県塩尻市、長野県", "3歳、7歳", "4月、5月", "40,000円"):
        assert words in page.text
    row = profile(database, person)
    assert row.is_complete
    assert row.wished_areas == [SHIOJIRI, "200000"]
    assert (row.children_ages, row.has_car, row.remote_work) == ([3, 7], False, None)
    with database.transaction(read_only=True):
        assert queries.allows(person.id, ConsentPurpose.MATCHING)
        assert not queries.allows(person.id, ConsentPurpose.TOWNS)


def test_six_screens_are_enough_for_suggestions_and_lead_to_them(me: PageClient, database: Any, person: Any) -> None:
    answers: dict[str, dict[str, Any]] = {
        "areas": {"area1": "長野県"},
        "wishes": {"themes": ["vegetables"]},
        "budget": {"kinds": ["home"]},
        "rhythm": {"days_per_month": "6", "stay_days": "any"},
        "home": {"home_code": "東京都新宿区"},
    }
    assert "あと6つの画面" in me.get("/my/profile").text
    place = me.get("/my/profile").tree.select_one("main .button").attrs["href"]
    for step, values in answers.items():
        assert place == f"/my/profile/{step}"
        place = walk(me, step, values).location
    assert not profile(database, person).is_ready_for_suggestions
    assert "保存しておすすめを見る" in me.get(place).text
    assert walk(me, "consents", {"matching": "y"}).location == "/my/matches"
    row = profile(database, person)
    assert (row.is_ready_for_suggestions, row.is_complete) == (True, False)
    assert row.missing_steps == [Step.SKILLS, Step.HOUSEHOLD, Step.NAME]
    assert walk(me, "areas", {"area1": "長野県塩尻市"}).location == "/my/profile"
    summary = me.get("/my/profile").text
    assert "おすすめを見られます" in summary
    assert "あとから足せるもの：できること、家族、お名前" in summary


def test_a_wrong_screen_keeps_what_was_typed_and_saves_nothing(me: PageClient, database: Any, person: Any) -> None:
    page = walk(me, "name", {**NAME, "family_kana": "高橋", "birth_date": "1990-02-31"}, expect=422)
    assert len(page.errors()) == 2
    shown = {tag.attrs["name"]: tag.attrs.get("value") for tag in page.tree.select("form#step-form input[name]")}
    assert (shown["given_name"], shown["family_kana"], shown["birth_date"]) == ("健", "高橋", "1990-02-31")
    assert profile(database, person) is None


@pytest.mark.parametrize(
    ("step", "values", "sentence"),
    [
        ("name", {"family_name": ""}, "「姓」を入力してください"),
        ("home", {"home_code": "府中市"}, "東京都府中市、広島県府中市"),
        ("home", {"home_code": "ない町"}, "見つかりません"),
        ("areas", {"area1": ""}, "行きたい地域 1"),
        ("wishes", {"themes": None}, "「してみたいこと」を選んでください"),
        ("household", {"adults": "0"}, "1から20まで"),
        ("household", {"adults": "2", "children_ages": "三歳"}, "年齢を数字で"),
        ("rhythm", {"days_per_month": "40", "stay_days": "any"}, "1から31まで"),
        ("rhythm", {"days_per_month": "4"}, "「滞在する曜日」を選んでください"),
        ("budget", {"kinds": ["home"], "monthly_budget": "たくさん"}, "数字で入力してください"),
    ],
)
def test_a_wrong_answer_is_explained(me: PageClient, step: str, values: dict[str, Any], sentence: str) -> None:
    page = walk(me, step, values, expect=422)
    assert any(sentence in error for error in page.errors()), page.errors()


def test_a_birthday_in_the_future_is_refused(me: PageClient) -> None:
    page = walk(me, "name", {**NAME, "birth_date": "2999-01-01"}, expect=409)
    assert "今日より後" in page.text


def test_autosave_keeps_what_is_in_order_and_leaves_the_step_open(me: PageClient, database: Any, person: Any) -> None:
    answer = me.post(
        "/my/profile/name", {**NAME, "family_kana": "高橋", "birth_date": ""}, headers=AUTOSAVE, expect=200
    )
    assert answer.response.json == {"message": "保存しました"}
    row = profile(database, person)
    assert (row.family_name, row.family_kana) == ("高橋", "")
    assert Step.NAME in row.missing_steps


def test_later_saves_and_leads_to_the_summary(me: PageClient, database: Any, person: Any) -> None:
    page = me.get("/my/profile/name")
    answer = me.submit(page, "あとで続ける", {"family_name": "高橋"})
    assert answer.location == "/my/profile"
    assert "お名前" in answer.follow().text
    assert profile(database, person).family_name == "高橋"


def test_going_back_shows_what_was_saved(me: PageClient) -> None:
    walk(me, "areas", {"area1": "長野県塩尻市"})
    page = me.get("/my/profile/wishes")
    back = next(a.attrs["href"] for a in page.tree.select("a.button") if words_of(a) == "戻る")
    shown = {tag.attrs["name"]: tag.attrs.get("value") for tag in me.get(str(back)).tree.select("input[name]")}
    assert shown["area1"] == "長野県塩尻市"


def test_changing_one_answer_of_a_complete_profile_leads_back_to_the_summary(
    database: Any, person: Any, me: PageClient
) -> None:
    with database.transaction():
        a_resident(person)
    assert walk(me, "skills", {"skills": ["cooking"]}).location == "/my/profile"


def test_consents_are_never_saved_on_the_way(me: PageClient, database: Any, person: Any) -> None:
    me.post("/my/profile/consents", {"matching": "y"}, headers=AUTOSAVE, expect=404)
    with database.transaction(read_only=True):
        assert not queries.consents_of(person.id)


def test_a_visitor_is_sent_to_sign_in(client: PageClient) -> None:
    assert "/sign-in" in client.get("/my/profile/name", expect=303).location


def test_an_unknown_step_is_not_found(me: PageClient) -> None:
    me.get("/my/profile/gender", expect=404)


def test_nobody_is_asked_for_their_sex(me: PageClient) -> None:
    names = {str(tag.attrs.get("name")) for step in Step for tag in me.get(f"/my/profile/{step}").tree.select("[name]")}
    assert not {name for name in names if "gender" in name or "sex" in name}
