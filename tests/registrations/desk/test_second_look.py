"""Four eyes: one proposes, another decides or sends back; the same person cannot, and the applicant hears only the end."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlmodel import col, select

from tests.factories.accounts import actor_of
from webapp.accounts.queries import user
from webapp.core.errors import RuleBroken
from webapp.core.letters import Letter
from webapp.core.trail import TrailEntry
from webapp.registrations import applying, deciding
from webapp.registrations.desk import second_look
from webapp.registrations.models import Registration, RegistrationStatus
from webapp.residents.queries import profile_of_user

_S = RegistrationStatus


def at(row: Any) -> str:
    return f"/staff/registrations/{row.id}"


def stored(database: Any, row: Any) -> Registration:
    with database.transaction(read_only=True) as s:
        return s.get_one(Registration, row.id)


def subjects(database: Any, address: str) -> list[str]:
    with database.transaction(read_only=True) as s:
        return list(s.exec(select(Letter.subject).where(Letter.to_email == address).order_by(col(Letter.id))))


@pytest.mark.usefixtures("four_eyes")
def test_a_proposal_is_decided_by_another_person_in_its_own_words(
    database: Any, desk: Any, handed_in: Any, signed_in: Any
) -> None:
    row = handed_in()
    first, second = signed_in(desk["clerk"]), signed_in(desk["colleague"])
    first.submit(first.get(at(row)), "登録を認める案を出す", {"reason": "書類を確かめました。"})
    assert stored(database, row).status is _S.PROPOSED
    page = first.get(at(row))
    assert "あなたが出した案です" in page.text
    assert "確かめて、登録を認める" not in page.text
    first.post(f"{at(row)}/confirm", {"proposed": "approve"}, expect=409)
    assert any("二人目の確認" in subject for subject in subjects(database, desk["colleague"].email))
    page = second.submit(second.get(at(row)), "確かめて、登録を認める").follow()
    assert "案のとおりに決め" in page.text
    decided = stored(database, row)
    assert (decided.status, decided.decided_by) == (_S.APPROVED, desk["colleague"].id)
    assert (decided.proposed_by, decided.decision_reason) == (desk["clerk"].id, "書類を確かめました。")
    with database.transaction(read_only=True) as s:
        chosen = select(TrailEntry.action, TrailEntry.actor_id).where(TrailEntry.subject_id == row.id)
        trail = s.exec(chosen.order_by(col(TrailEntry.id))).all()
    assert trail[-2:] == [
        ("registration.propose", desk["clerk"].id),
        ("registration.approve", desk["colleague"].id),
    ]


@pytest.mark.usefixtures("four_eyes")
def test_a_refusal_needs_two_as_well_and_nobody_hears_of_it_before(
    database: Any, desk: Any, handed_in: Any, signed_in: Any
) -> None:
    row = handed_in()
    first, second = signed_in(desk["clerk"]), signed_in(desk["colleague"])
    applicant = signed_in(person_of(database, row))
    first.submit(first.get(f"{at(row)}/refuse"), "登録を断る案を出す", {"template": "no_base"})
    mine = applicant.get(f"/my/registrations/{row.id}")
    assert "市町村が確かめています" in mine.text
    assert "滞在する場所があることを確かめられません" not in mine.html
    assert "no_base" not in applicant.raw.get("/my/data/futamachi.json").get_data(as_text=True)
    assert "確かめられませんでした" not in applicant.raw.get("/my/data/futamachi.json").get_data(as_text=True)
    assert "二人目" not in applicant.get("/my/registrations").text
    second.submit(second.get(at(row)), "確かめて、登録を断る")
    assert stored(database, row).status is _S.REFUSED
    assert "滞在する場所があることを確かめられません" in applicant.get(f"/my/registrations/{row.id}").text


def person_of(database: Any, row: Any) -> Any:
    with database.transaction(read_only=True):
        return user(row.user_id)


@pytest.mark.usefixtures("four_eyes")
def test_what_is_sent_back_can_be_proposed_anew_and_its_author_is_told_why(
    database: Any, desk: Any, handed_in: Any, signed_in: Any
) -> None:
    row = handed_in()
    first, second = signed_in(desk["clerk"]), signed_in(desk["colleague"])
    first.submit(first.get(at(row)), "登録を認める案を出す")
    stale = second.get(at(row))
    page = second.get(f"{at(row)}/send-back")
    second.submit(page, "審査に戻す", {"reason": ""}, expect=422)
    second.submit(page, "審査に戻す", {"reason": "滞在の見込みを電話で確かめてください。"})
    back = stored(database, row)
    assert (back.status, back.proposed_by, back.proposed_move) == (_S.SUBMITTED, None, "")
    assert "決定の案が審査に戻りました" in subjects(database, desk["clerk"].email)[-1]
    first.submit(first.get(f"{at(row)}/refuse"), "登録を断る案を出す", {"template": "no_base"})
    second.submit(stale, "確かめて、登録を認める", expect=409)
    assert stored(database, row).status is _S.PROPOSED


@pytest.mark.usefixtures("four_eyes")
def test_no_way_leads_around_the_second_person(database: Any, desk: Any, handed_in: Any, signed_in: Any) -> None:
    row = handed_in()
    with database.transaction() as s:
        here, clerk, colleague = s.get_one(Registration, row.id), actor_of(desk["clerk"]), actor_of(desk["colleague"])
        with pytest.raises(RuleBroken, match="二人で確かめ"):
            deciding.approve(here, by=clerk)
        with pytest.raises(RuleBroken, match="二人で確かめ"):
            deciding.refuse(here, reason="x", by=clerk)
        with pytest.raises(RuleBroken, match="理由のない"):
            second_look.propose(here, "refuse", by=clerk)
        deciding.ask_correction(here, reason="地区の名前を", comments={}, by=clerk)
        with pytest.raises(RuleBroken, match="二人で確かめ"):
            deciding.refuse(here, reason="返事がない", by=clerk)
        deciding.recall_correction(here, reason="返事がないため、審査を進めます。", by=clerk)
        assert here.due_on is not None
        second_look.propose(here, "refuse", reason="返事がありません。", by=clerk)
        with pytest.raises(RuleBroken, match="案とは違う"):
            deciding.approve(here, by=colleague)
        deciding.refuse(here, reason="", by=colleague)
        assert here.decision_reason == "返事がありません。"


def test_without_the_parameter_one_person_decides(database: Any, desk: Any, handed_in: Any, signed_in: Any) -> None:
    row = handed_in()
    me = signed_in(desk["clerk"])
    me.submit(me.get(at(row)), "登録を認めて登録証を出す", {"template": "welcome", "reason": "ようこそ。"})
    assert (
        stored(database, row).decision_reason == "申請の内容を確かめました。これからよろしくお願いします。\nようこそ。"
    )


@pytest.mark.both_databases
@pytest.mark.usefixtures("four_eyes")
def test_a_confirmation_races_a_withdrawal_and_one_of_them_wins(
    database: Any, desk: Any, handed_in: Any, signed_in: Any
) -> None:
    row = handed_in()
    with database.transaction() as s:
        second_look.propose(s.get_one(Registration, row.id), "approve", by=actor_of(desk["clerk"]))
    second, applicant = signed_in(desk["colleague"]), signed_in(person_of(database, row))
    sent = [
        (second, f"{at(row)}/confirm", {"proposed": "approve", "csrf_token": second.csrf_token()}),
        (applicant, f"/my/registrations/{row.id}/withdraw", {"csrf_token": applicant.csrf_token()}),
    ]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda one: one[0].raw.post(one[1], data=one[2]), sent))
    end = stored(database, row)
    assert [answer.status_code for answer in answers] in ([303, 303], [303, 409], [409, 303])
    assert end.status is (_S.WITHDRAWN if answers[1].status_code == 303 else _S.APPROVED)
    if answers[0].status_code == 409:
        said = answers[0].get_data(as_text=True)
        assert any(words in said for words in ("いまの状態", "先に手続き")), said[said.index("<h1") :][:300]


def test_a_decision_about_an_older_copy_is_refused(database: Any, desk: Any, handed_in: Any, signed_in: Any) -> None:
    row = handed_in()
    me = signed_in(desk["clerk"])
    page = me.get(at(row))
    with database.transaction() as s:
        here, applicant = s.get_one(Registration, row.id), user(row.user_id)
        deciding.ask_correction(here, reason="地区の名前を", comments={}, by=actor_of(desk["colleague"]))
        applying.submit(here, profile_of_user(row.user_id), by=actor_of(applicant))  # type: ignore[arg-type]
    answer = me.submit(page, "登録を認めて登録証を出す", expect=409)
    assert "送り直されました" in answer.text
    assert stored(database, row).status is _S.SUBMITTED
