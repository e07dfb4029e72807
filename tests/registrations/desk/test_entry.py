"""Entry on behalf: the same screens for somebody without an address, the spoken yes noted, letters on paper, a code to take over."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from tests.factories.accounts import PASSWORD, a_clerk, actor_of
from tests.factories.municipalities import a_municipality, a_programme
from tests.factories.registrations import BASE, some_consents, some_details
from webapp.accounts import without_email
from webapp.accounts.models import User
from webapp.accounts.queries import addresses_of, find_by_email, user
from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.jobs import Job
from webapp.core.letters import Letter
from webapp.core.templating import LANGUAGE_COOKIE
from webapp.core.trail import TrailEntry
from webapp.registrations import applying, deciding
from webapp.registrations.answers import Screen
from webapp.registrations.desk import entering
from webapp.registrations.desk.models import EntryRecord, Manner
from webapp.registrations.models import Channel, Registration, RegistrationStatus, StayFrequency
from webapp.residents.models import Consent, ConsentPurpose, StayDays
from webapp.residents.queries import profile_of_user
from webapp.tenancy.taken.models import Taken
from webapp.tenancy.taken.queries import files_about

ENTRY = "/staff/registrations/entry"
PERSON = {
    "family_name": "丸山",
    "given_name": "トメ",
    "family_kana": "マルヤマ",
    "given_kana": "トメ",
    "birth_date": "1951-02-11",
}
AGREED = entering.Agreement(Manner.PHONE, today())


def begun(database: Any, desk: Any, **changes: Any) -> Any:
    person = {**PERSON, "birth_date": date(1951, 2, 11), **changes}
    with database.transaction():
        a_municipality("131041")
        return entering.begin("202151", Channel.PHONE, person, by=actor_of(desk["clerk"]))


def filled(database: Any, desk: Any, **changes: Any) -> Any:
    """Every screen answered by the clerk."""
    row = begun(database, desk, **changes)
    with database.transaction() as s:
        clerk = actor_of(desk["clerk"])
        here, resident = entering.entry_for(clerk, row.id, to_change=True)
        answers: dict[Screen, dict[str, Any]] = {
            Screen.HOME: {"home_code": "131041", "address": some_details("131041")["address"]},
            Screen.BASES: {"bases": [BASE]},
            Screen.STAY: {
                "stay_frequency": StayFrequency.MONTHLY,
                "purpose": "",
                "days_per_month": 4,
                "stay_days": StayDays.ANY,
            },
            Screen.HOUSEHOLD: {"adults": 1},
            Screen.CONSENTS: {"consents": some_consents()},
        }
        for screen, values in answers.items():
            applying.answer(here, resident, screen, values, by=clerk)
        s.flush()
    return row


def test_a_clerk_types_in_hands_in_and_notes_how_the_person_agreed(database: Any, desk: Any, signed_in: Any) -> None:
    row = filled(database, desk)
    me = signed_in(desk["clerk"])
    page = me.get(f"{ENTRY}/{row.id}/hand-in")
    assert "丸山 トメ" in page.text
    me.submit(page, "この内容で受け付ける", {"manner": "phone"}, expect=422)
    tomorrow = (today() + timedelta(days=1)).isoformat()
    told = {"manner": "phone", "was_read": "y", "agreed_on": tomorrow}
    me.submit(page, "この内容で受け付ける", told, expect=422)
    told["agreed_on"] = today().isoformat()
    page = me.submit(page, "この内容で受け付ける", {**told, "email": "tome@example.jp"}).follow()
    assert "受け方：電話" in page.text
    assert "電話で話して" in page.text
    with database.transaction(read_only=True) as s:
        kept = s.get_one(Registration, row.id)
        record = s.exec(select(EntryRecord)).one()
        consents = s.exec(select(Consent).where(Consent.user_id == row.user_id, col(Consent.is_given))).all()
        entered = s.exec(select(TrailEntry).where(TrailEntry.action == "registration.enter")).one()
        letters = s.exec(select(Letter).where(Letter.to_email == "tome@example.jp")).all()
    assert (kept.status, kept.entered_by) == (RegistrationStatus.SUBMITTED, desk["clerk"].id)
    assert (record.manner, record.recorded_by, record.agreed_on) == (Manner.PHONE, desk["clerk"].id, today())
    assert record.purposes == ["application", "certificate"]
    assert {c.purpose for c in consents} == {ConsentPurpose.APPLICATION, ConsentPurpose.CERTIFICATE}
    assert {c.given_to for c in consents} == {"202151"}
    assert entered.actor_id == desk["clerk"].id
    assert ["丸山" in str(letter.content) + letter.to_name for letter in letters] == [False]


def test_the_screens_are_the_applicants_own_and_lead_through(database: Any, desk: Any, signed_in: Any) -> None:
    me = signed_in(desk["clerk"])
    page = me.submit(me.get(ENTRY), "入力を始める", {"code": "202151", "channel": "counter", **PERSON}).follow()
    assert page.h1 == "あなたのことを教えてください"
    assert all("/my/" not in href for href in page.links().values())
    page = me.submit(page, "保存して次へ", {}).follow()
    assert page.h1 == "いまの住所はどこですか"
    me.submit(page, "保存して次へ", {}, expect=422)
    draft = page.path.rsplit("/", 1)[0]
    me.submit(me.get(f"{draft}/ties"), "あとで続ける", {"ties_note": "生家があります。"})
    assert "書きかけの入力" in me.get(ENTRY).text
    assert "まだ受け付けられません" in me.get(f"{draft}/hand-in").text
    me.post(f"{draft}/hand-in", {"manner": "spoken", "was_read": "y", "agreed_on": "2026-01-01"}, expect=422)


def test_somebody_who_may_be_there_already_is_entered_again_only_on_a_clerks_word(
    database: Any, desk: Any, signed_in: Any
) -> None:
    begun(database, desk)
    me = signed_in(desk["clerk"])
    typed = {"code": "202151", "channel": "paper", **PERSON}
    page = me.submit(me.get(ENTRY), "入力を始める", typed, expect=422)
    assert "同じ名前と生年月日の申請があります" in page.text
    me.submit(page, "入力を始める", {**typed, "is_another": "y"})


def test_letters_wait_on_paper_are_printed_and_marked_once(database: Any, desk: Any, signed_in: Any) -> None:
    row = filled(database, desk)
    with database.transaction() as s:
        clerk = actor_of(desk["clerk"])
        here, resident = entering.entry_for(clerk, row.id, to_change=True)
        entering.hand_in(here, resident, AGREED, by=clerk)
        s.flush()
        letter = s.exec(select(Letter).where(Letter.person_id == row.user_id)).one()
        assert s.exec(select(Job).where(Job.key == f"letter:{letter.id}")).first() is None
    me = signed_in(desk["clerk"])
    page = me.get("/staff/registrations/letters")
    assert "申請を受け付けました" in page.text
    assert "丸山 トメ" in page.text
    me.raw.set_cookie(LANGUAGE_COOKIE, "en")
    sheet = me.post("/staff/registrations/letters/print", {"letter": letter.id}, expect=200)
    assert "Print letters" in sheet.text
    assert "上の窓口に電話でおたずねください" in sheet.text  # on the sheet: the language of who gets it
    assert "丸山 トメ 様" in sheet.text
    assert "東京都新宿区新宿2丁目8-1" in sheet.text
    me.raw.set_cookie(LANGUAGE_COOKIE, "ja")
    me.post("/staff/registrations/letters/posted", {"letter": letter.id})
    assert "いま紙で出す手紙はありません" in me.get("/staff/registrations/letters").text
    assert "丸山 トメ" in me.get("/staff/registrations/letters?show=posted").text
    with database.transaction(read_only=True) as s:
        posted = s.get_one(Letter, letter.id)
        assert posted.posted_by == desk["clerk"].id
        assert [file.what for file in files_about(Actor(row.user_id))] == [Taken.LETTERS]
        assert s.exec(select(TrailEntry.actor_id).where(TrailEntry.action == "letter.post")).all() == [desk["clerk"].id]
    with database.transaction():
        a_programme("152242")
        stranger = a_clerk("152242")
    them = signed_in(stranger)
    assert "丸山" not in them.get("/staff/registrations/letters?show=posted").html
    them.post("/staff/registrations/letters/print", {"letter": letter.id}, expect=404)
    them.post("/staff/registrations/letters/posted", {"letter": letter.id}, expect=404)


def test_who_hides_is_not_named_in_the_list_of_letters(database: Any, desk: Any, signed_in: Any) -> None:
    row = filled(database, desk)
    with database.transaction():
        clerk = actor_of(desk["clerk"])
        here, resident = entering.entry_for(clerk, row.id, to_change=True)
        resident.is_confidential = True
        entering.hand_in(here, resident, AGREED, by=clerk)
    page = signed_in(desk["clerk"]).get("/staff/registrations/letters")
    assert "秘匿希望の方" in page.text
    assert "丸山" not in page.html


def test_a_correction_is_typed_in_and_noted_again(database: Any, desk: Any, signed_in: Any) -> None:
    row = filled(database, desk)
    with database.transaction() as s:
        clerk = actor_of(desk["clerk"])
        here, resident = entering.entry_for(clerk, row.id, to_change=True)
        entering.hand_in(here, resident, AGREED, by=clerk)
        s.flush()
        deciding.ask_correction(here, reason="地区を", comments={"base1": "地区を"}, by=clerk)
    me = signed_in(desk["colleague"])
    assert "代わりに直して受け付ける" in me.get(f"/staff/registrations/{row.id}").links()
    page = me.get(f"{ENTRY}/{row.id}/hand-in")
    told = {"manner": "spoken", "was_read": "y", "agreed_on": today().isoformat()}
    me.submit(page, "この内容で受け付ける", told)
    with database.transaction(read_only=True) as s:
        again = s.get_one(Registration, row.id)
        assert (again.status, again.resubmitted_at is not None) == (RegistrationStatus.SUBMITTED, True)
        assert [r.recorded_by for r in entering.records_of(again)] == [desk["clerk"].id, desk["colleague"].id]


def test_another_town_and_online_applications_are_out_of_reach(database: Any, desk: Any, handed_in: Any) -> None:
    row, online = begun(database, desk), handed_in()
    with database.transaction() as s:
        a_programme("152242")
        stranger, clerk = actor_of(a_clerk("152242")), actor_of(desk["clerk"])
        with pytest.raises(NotThere):
            entering.entry_for(stranger, row.id)
        with pytest.raises(NotThere):
            entering.entry_for(clerk, online.id)
        with pytest.raises(NotAllowed):
            entering.begin("202151", Channel.PAPER, PERSON, by=stranger)
        with pytest.raises(RuleBroken, match="受け方"):
            entering.begin("202151", Channel.ONLINE, PERSON, by=clerk)
        here = s.get_one(Registration, online.id)
        with pytest.raises(NotAllowed):
            entering.withdraw_for(here, reason="電話で", by=clerk)


def test_the_person_withdraws_by_word_of_mouth(database: Any, desk: Any, signed_in: Any) -> None:
    row = filled(database, desk)
    with database.transaction():
        clerk = actor_of(desk["clerk"])
        here, resident = entering.entry_for(clerk, row.id, to_change=True)
        entering.hand_in(here, resident, AGREED, by=clerk)
    me = signed_in(desk["clerk"])
    page = me.get(f"/staff/registrations/{row.id}/withdraw-for")
    me.submit(page, "取り下げる", {"reason": ""}, expect=422)
    page = me.submit(page, "取り下げる", {"reason": "11月20日に電話で申し出がありました。"}).follow()
    assert "取り下げました" in page.text
    assert "電話で申し出" in page.text


def handed_code(database: Any, desk: Any, signed_in: Any) -> tuple[Any, str]:
    row = filled(database, desk)
    with database.transaction():
        clerk = actor_of(desk["clerk"])
        here, resident = entering.entry_for(clerk, row.id, to_change=True)
        entering.hand_in(here, resident, AGREED, by=clerk)
    me = signed_in(desk["clerk"])
    sheet = me.submit(me.get(f"/staff/registrations/{row.id}"), "受け取りコードの紙を作る", expect=200)
    found = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", sheet.text)
    assert found is not None
    return row, found.group()


def test_the_code_makes_the_account_its_owners_and_the_town_can_no_longer_change_it(
    database: Any, desk: Any, signed_in: Any, client: Any
) -> None:
    row, code = handed_code(database, desk, signed_in)
    page = client.get("/take-over")
    client.submit(page, "確認のメールを受け取る", {"code": "AAAA-BBBB-CCCC", "email": "tome@example.jp"}, expect=422)
    client.submit(page, "確認のメールを受け取る", {"code": code.lower().replace("-", " "), "email": "Tome@example.jp"})
    with database.transaction(read_only=True) as s:
        letter = s.exec(select(Letter).where(Letter.to_email == "tome@example.jp")).one()
        assert user(row.user_id).email == ""
    page = client.get(letter.content["link"])
    client.submit(page, "パスワードを決める", {"password": "short"}, expect=422)
    client.submit(page, "パスワードを決める", {"password": PASSWORD})
    client.submit(client.get("/sign-in"), "サインインする", {"email": "tome@example.jp", "password": PASSWORD})
    assert "審査中" in client.get("/my/registrations").text
    assert "申請を受け付けました" in client.raw.get("/my/data/futamachi.json").get_data(as_text=True)
    with database.transaction() as s:
        owner = user(row.user_id)
        assert (owner.email, owner.kept_by, owner.is_verified) == ("tome@example.jp", None, True)
        clerk = actor_of(desk["clerk"])
        here = s.get_one(Registration, row.id)
        deciding.ask_correction(here, reason="地区を", comments={}, by=clerk)
        with pytest.raises(NotThere):
            entering.entry_for(clerk, row.id)
        with pytest.raises(NotAllowed):
            without_email.new_code(owner, by=clerk)
        newest = s.exec(select(Letter).where(Letter.to_email == owner.email).order_by(col(Letter.id).desc())).first()
        assert newest is not None
        assert "直してほしいところ" in newest.subject


def test_a_new_code_ends_the_one_before_and_a_strange_address_learns_nothing(
    database: Any, desk: Any, signed_in: Any
) -> None:
    row, code = handed_code(database, desk, signed_in)
    with database.transaction() as s:
        clerk = actor_of(desk["clerk"])
        second = without_email.new_code(user(row.user_id), by=clerk)
        assert without_email.find_code(code) is None
        link = without_email.find_code(second)
        assert link is not None
        without_email.ask_to_take_over(link, desk["colleague"].email)
        s.flush()
        letter = s.exec(select(Letter).where(Letter.to_email == desk["colleague"].email)).all()[-1]
        assert letter.subject == "このアドレスはすでに登録されています"
        assert "丸山" not in str(letter.content)


def test_two_people_without_an_address_are_two_accounts_that_nobody_finds_by_address(database: Any, desk: Any) -> None:
    first, second = begun(database, desk), begun(database, desk, family_name="丸田")
    with database.transaction(read_only=True) as s:
        assert first.user_id != second.user_id
        assert find_by_email("") is None
        assert addresses_of(user(first.user_id)) == set()
        assert len(s.exec(select(User).where(User.email == "")).all()) == 2
        assert profile_of_user(second.user_id) is not None
