"""The applicant's way through the pages: from choosing a town to the answer, and back."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import col, select

from tests.factories.accounts import a_clerk, a_resident_user, actor_of, an_admin
from tests.factories.municipalities import a_municipality, a_programme
from tests.factories.privacy import leave
from tests.factories.registrations import a_draft, a_registration, an_approved_registration
from tests.factories.residents import SHIOJIRI, TOKYO_SHINJUKU, a_resident
from tests.support.client import PageClient
from webapp.core import jobs
from webapp.core.letters import Letter
from webapp.municipalities.models import ProgrammeStatus
from webapp.registrations import deciding, queries
from webapp.registrations.answers import Screen

Visit = Callable[..., PageClient]
STAY = {"stay_frequency": "monthly", "purpose": "畑の手伝いです。"}
BASE = {"kind1": "rented", "area1": "奈良井地区", "since1": "2026-05-01"}
YES = {"is_true": "y"}


@pytest.fixture
def person(database: Any) -> Any:
    """Somebody with a complete profile; Shiojiri takes part and has staff."""
    with database.transaction():
        a_programme(SHIOJIRI)
        an_admin(SHIOJIRI)
        user = a_resident_user()
        a_resident(user)
        return user


def test_a_resident_applies_and_follows_the_application(person: Any, signed_in: Visit) -> None:
    me = signed_in(person)
    towns = me.get("/my/registrations/new")
    page = me.get(towns.links()["長野県塩尻市"])
    page = me.submit(page, "申請を書きはじめる").follow(expect=303).follow()
    answers: list[dict[str, Any]] = [{}, {"rest": "２丁目８－１"}, BASE, STAY, {}, {"ties": ["family"]}]
    for values in (*answers, {"application": "y", "certificate": "y"}):
        page = me.submit(page, "保存して次へ", values).follow()
    for words in ("佐藤 花子", "奈良井地区", "月に1回", "3歳", "家族や親族がいる", "東京都新宿区2丁目8-1"):
        assert words in page.text
    assert "40,000円" not in page.text
    page = me.submit(page, "申請を送る", YES).follow()
    assert "市町村が確かめています" in page.text
    assert "申請を送りました" in page.text
    assert "長野県塩尻市" in me.get("/my/registrations").text


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("bases", {**BASE, "kind1": ""}, "「種類」を選んでください"),
    ("bases", {**BASE, "area1": ""}, "だいたいの場所を入力してください"),
    ("bases", {**BASE, "since1": "きのう"}, "日付を"),
    ("bases", {**BASE, "area2": "駅前"}, "この場所の種類を選んでください"),
    ("stay", {"purpose": "畑"}, "「どのくらい滞在しますか」を選んでください"),
    ("stay", {"stay_frequency": "monthly", "days_per_month": "40"}, "1から31まで"),
    ("you", {"family_kana": "佐藤"}, "フリガナはカタカナで"),
    ("you", {"phone": "でんわ"}, "市外局番から"),
    ("you", {"emergency_name": "佐藤 修"}, "両方を入力"),
    ("home", {"rest": ""}, "「番地」を入力してください"),
    ("home", {"postal_code": "12"}, "7桁の数字"),
    ("home", {"postal_code": "399-6303"}, "長野県塩尻市のものです"),
    ("household", {"adults": "0"}, "1から20まで"),
    ("consents", {"application": None, "schemes": "y"}, "申請の写しが必要です"),
    ("confirm", {"is_true": None}, "すべて本当です"),
]


def test_a_wrong_screen_is_explained_and_keeps_what_was_typed(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        user = a_resident_user()
        row = a_draft(user, bases=[], stay_frequency=None, purpose="")
    me = signed_in(user)
    for screen, values, sentence in WRONG:  # nothing of it is saved, so one application serves them all
        page = me.get(f"/my/registrations/{row.id}/{screen}")
        page = me.submit(page, "申請を送る" if screen == "confirm" else "保存して次へ", values, expect=422)
        assert any(sentence in error for error in page.errors()), (screen, page.errors())
        typed = {v for v in values.values() if v not in ("", "y", None)}
        shown = {tag.attrs.get("value") for tag in page.tree.select("input, option[selected]")}
        shown |= {tag.text for tag in page.tree.select("textarea")}
        assert {str(text).strip() for text in shown if text} >= typed


@pytest.mark.parametrize("screen", ["you", "home", "household"])
def test_enter_goes_on_and_neither_stops_nor_removes_anything(database: Any, signed_in: Visit, screen: str) -> None:
    with database.transaction():
        user = a_resident_user()
        row = a_draft(user)
    pressed_by_enter = (
        signed_in(user).get(f"/my/registrations/{row.id}/{screen}").tree.select_one("#screen-form [type=submit]")
    )
    assert pressed_by_enter.text == "保存して次へ"
    assert "name" not in pressed_by_enter.attrs


def test_autosave_of_a_screen_keeps_a_half_filled_application(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        user = a_resident_user()
        row = a_draft(user, bases=[], stay_frequency=None, purpose="")
    me = signed_in(user)
    headers = {"X-Autosave": "1", "Accept": "application/json"}
    me.post(f"/my/registrations/{row.id}/stay", {"purpose": "祭り"}, headers=headers, expect=200)
    with database.transaction(read_only=True):
        kept = queries.registration_for(actor_of(user), row.id)
        assert (kept.purpose, kept.stay_frequency) == ("祭り", None)


def test_skipping_a_screen_ends_in_a_refusal_that_says_what_is_missing(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        user = a_resident_user()
        row = a_draft(user, bases=[])
    me = signed_in(user)
    page = me.get(f"/my/registrations/{row.id}/confirm")
    assert "まだ送れません" in page.text
    page = me.submit(page, "申請を送る", YES, expect=422)
    assert "拠点" in page.text
    assert page.tree.select("[name=is_true][checked]")


def test_ones_own_town_cannot_be_chosen(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        a_programme(SHIOJIRI)
        user = a_resident_user()
        a_resident(user, home_code=SHIOJIRI)
    me = signed_in(user)
    assert "長野県塩尻市" not in me.get("/my/registrations/new").links()
    assert "申請できません" in me.get(f"/my/registrations/new/{SHIOJIRI}").text
    page = me.post(f"/my/registrations/new/{SHIOJIRI}", expect=409)
    assert "住所がある人のための制度" in page.text


def test_a_town_without_programme_is_not_found_and_an_inactive_one_refuses(
    database: Any, person: Any, signed_in: Visit
) -> None:
    with database.transaction():
        a_programme("152242", status=ProgrammeStatus.INVITED)
        a_municipality("382035")
    me = signed_in(person)
    me.get("/my/registrations/new/382035", expect=404)
    me.post("/my/registrations/new/382035", expect=404)
    assert "受け付けていません" in me.get("/my/registrations/new/152242").text
    me.post("/my/registrations/new/152242", expect=409)


def test_a_second_application_is_refused(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        user = a_resident_user()
        a_registration(user)
    me = signed_in(user)
    assert "もう始まっています" in me.get(f"/my/registrations/new/{SHIOJIRI}").text
    assert "二つは申請できません" in me.post(f"/my/registrations/new/{SHIOJIRI}", expect=409).text


def test_a_correction_is_shown_answered_and_sent_again(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        user = a_resident_user()
        row = a_registration(user)
        asked = {"bases": "地区の名前を書いてください", "name": "旧姓ではありませんか"}
        deciding.ask_correction(row, reason="拠点の場所", comments=asked, by=actor_of(a_clerk(SHIOJIRI)))
    me = signed_in(user)
    page = me.get(f"/my/registrations/{row.id}")
    assert "地区の名前を書いてください" in page.text
    assert page.links()["お名前を直す"].endswith("/you")
    page = me.get(page.links()["滞在する場所（拠点）を直す"])
    assert "地区の名前を書いてください" in page.text
    assert "旧姓ではありませんか" not in page.text
    page = me.submit(page, "保存して次へ", {"area1": "木曽平沢"}).follow()
    page = me.submit(page, "申請を送る", YES).follow()
    assert "直して、もう一度送りました" in page.text


def test_withdrawing_asks_first_and_shows_in_the_timeline(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        user = a_resident_user()
        row = an_approved_registration(user)
    me = signed_in(user)
    page = me.get(me.get(f"/my/registrations/{row.id}").links()["登録を取りやめる"])
    page = me.submit(page, "取り下げる", {"reason": "引っ越します。"}).follow()
    assert "引っ越します。" in page.text
    me.post(f"/my/registrations/{row.id}/withdraw", expect=409)


def test_another_persons_application_is_not_there(database: Any, person: Any, signed_in: Visit) -> None:
    with database.transaction():
        row = a_draft()
    me = signed_in(person)
    for end in ("", *(f"/{screen}" for screen in Screen), "/go-on", "/guardian/sheet", "/withdraw"):
        me.get(f"/my/registrations/{row.id}{end}", expect=404)
        if end not in ("", "/go-on", "/guardian/sheet"):
            me.post(f"/my/registrations/{row.id}{end}", {**BASE, **STAY, **YES}, expect=404)


def test_a_sent_application_has_no_screens_to_edit(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        user = a_resident_user()
        row = a_registration(user)
    me = signed_in(user)
    me.get(f"/my/registrations/{row.id}/bases", expect=409)
    me.post(f"/my/registrations/{row.id}/confirm", YES, expect=409)


def test_own_data_can_be_taken_along(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        user = a_resident_user()
        a_registration(user)
        a_registration()
    answer = signed_in(user).get("/my/data/futamachi.json")
    data = answer.response.json
    assert data["profile"]["home_code"] == TOKYO_SHINJUKU
    assert [one["municipality"] for one in data["registrations"]] == ["長野県塩尻市"]
    assert data["registrations"][0]["history"][0]["by"] == "あなた"
    assert data["consents"]
    assert "attachment" in answer.response.headers["Content-Disposition"]


def test_erasing_needs_the_password_and_is_refused_while_an_application_is_open(
    database: Any, signed_in: Visit
) -> None:
    with database.transaction():
        user = a_resident_user()
        row = a_registration(user)
    me = signed_in(user)
    me.submit(me.get("/my/privacy/leaving/profile"), "プロフィールを消す", expect=422)
    assert "まだ消せません" in leave(me, expect=409).text
    me.post(f"/my/registrations/{row.id}/withdraw")
    leave(me)
    data = me.get("/my/data/futamachi.json").response.json
    assert data["profile"]["family_name"] == ""
    assert "佐藤" not in str(data)
    me.get(f"/my/registrations/{row.id}")


def test_letters_are_part_of_ones_data_and_are_erased_with_it(app: Any, database: Any, signed_in: Visit) -> None:
    with database.transaction():
        user = a_resident_user()
        row = a_registration(user)
        a_registration()
    me = signed_in(user)
    letters = me.get("/my/data/futamachi.json").response.json["letters"]
    assert [letter["subject"] for letter in letters] == ["長野県塩尻市への申請を受け付けました"]
    assert "link" not in letters[0]
    with app.app_context():
        jobs.run_due(database)
    me.post(f"/my/registrations/{row.id}/withdraw")
    leave(me)
    with database.transaction() as s:
        letters = list(s.exec(select(Letter).order_by(col(Letter.id))))
    assert [letter.subject for letter in letters if letter.to_email == user.email] == [
        "長野県塩尻市への申請を取り下げました",  # it has not left yet
        "プロフィールを消しました",
    ]
    assert [letter.content for letter in letters if not letter.subject] == [{}]
    assert len(letters) > 2


def test_who_has_no_profile_can_still_open_the_data_page(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        user = a_resident_user()
    me = signed_in(user)
    assert "プロフィールはありません" in me.get("/my/privacy/leaving").text
    assert "プロフィールはありません" in leave(me, expect=409).text
