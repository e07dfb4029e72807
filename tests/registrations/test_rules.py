"""What an application needs, who may move it, and that what was handed in never changes."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from tests.factories.accounts import a_clerk, a_membership, a_resident_user, actor_of
from tests.factories.municipalities import a_municipality, a_programme, a_setting
from tests.factories.registrations import (
    a_draft,
    a_registration,
    an_approved_registration,
    some_consents,
    some_details,
)
from tests.factories.residents import SHIOJIRI, TOKYO_SHINJUKU, a_resident
from webapp.core import trail
from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.letters import Letter
from webapp.municipalities.models import DatedSetting, ProgrammeStatus
from webapp.registrations import applying, deciding, erasing, queries
from webapp.registrations.models import Registration, RegistrationStatus
from webapp.residents import actions as residents
from webapp.residents.models import ASKED_PER_APPLICATION, Consent, Step
from webapp.residents.models import ConsentPurpose as P
from webapp.residents.queries import profile_of_user

pytestmark = [pytest.mark.usefixtures("session"), pytest.mark.both_databases]
TOKYO_MINATO, SADO = "131032", "152242"


def a_person(**changes: Any) -> tuple[Any, Any]:
    user = a_resident_user()
    return actor_of(user), a_resident(user, **changes)


def hand_in(row: Registration) -> None:
    profile = profile_of_user(row.user_id)
    assert profile is not None
    applying.submit(row, profile, by=_applicant(row))


def _applicant(row: Registration) -> Any:
    from webapp.accounts.queries import user

    return actor_of(user(row.user_id))


def refusal(call: Any) -> str:
    with pytest.raises(RuleBroken) as caught:
        call()
    return caught.value.sentence


def test_less_than_the_towns_days_a_month_is_refused_with_both_numbers() -> None:
    row = a_draft()
    a_setting("minimum_days_per_month", 6, today() - timedelta(days=2))
    a_setting("minimum_days_per_month", 8, today())
    sentence = refusal(lambda: hand_in(row))
    assert "長野県塩尻市の登録には、月に8日以上の滞在が必要です" in sentence
    assert "月に6日くらい" in sentence
    assert row.status is RegistrationStatus.DRAFT
    profile = profile_of_user(row.user_id)
    assert profile is not None
    profile.days_per_month = 8
    hand_in(row)
    assert row.status is RegistrationStatus.SUBMITTED


def test_a_later_measure_does_not_hit_who_only_corrects(time_machine: Any) -> None:
    row, clerk = a_registration(), a_clerk(SHIOJIRI)
    deciding.ask_correction(row, reason="場所を詳しく", comments={}, by=actor_of(clerk))
    a_setting("minimum_days_per_month", 9, today() + timedelta(days=1))
    time_machine.move_to(f"{today() + timedelta(days=2)}T03:00:00Z")
    hand_in(row)
    assert row.status is RegistrationStatus.SUBMITTED


def test_a_town_without_staff_reads_of_an_application_at_its_office(session: Session) -> None:
    row = a_draft()
    hand_in(row)
    (letter,) = session.exec(select(Letter).where(Letter.to_email == "kikaku@town.example"))
    assert (letter.to_name, row.reference in letter.subject) == ("企画課", True)
    a_clerk(SHIOJIRI)
    applying.withdraw(row, by=_applicant(row))
    assert len(session.exec(select(Letter).where(Letter.to_email == "kikaku@town.example")).all()) == 1


def test_ones_own_municipality_is_refused_with_the_reason() -> None:
    a_programme(SHIOJIRI)
    actor, resident = a_person(home_code=SHIOJIRI)
    sentence = refusal(lambda: applying.start(resident, SHIOJIRI, by=actor))
    assert "長野県塩尻市には申請できません" in sentence
    assert "住所がある人のための制度" in sentence


def test_moving_into_the_town_before_handing_in_is_refused() -> None:
    row = a_draft()
    profile = profile_of_user(row.user_id)
    assert profile is not None
    profile.home_code = SHIOJIRI
    assert "申請できません" in refusal(lambda: hand_in(row))
    assert row.status is RegistrationStatus.DRAFT


def test_another_ward_of_tokyo_is_another_municipality() -> None:
    a_programme(TOKYO_MINATO)
    actor, resident = a_person(home_code=TOKYO_SHINJUKU)
    assert applying.start(resident, TOKYO_MINATO, by=actor).status is RegistrationStatus.DRAFT


@pytest.mark.parametrize("status", [s for s in ProgrammeStatus if s is not ProgrammeStatus.ACTIVE])
def test_a_municipality_that_does_not_take_part_is_refused(status: ProgrammeStatus) -> None:
    a_programme(SADO, status=status)
    actor, resident = a_person()
    assert "受け付けていません" in refusal(lambda: applying.start(resident, SADO, by=actor))


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"bases": []}, "拠点"), ({"stay_frequency": None}, "頻度")],
)
def test_a_base_and_a_frequency_are_needed(changes: dict[str, Any], words: str) -> None:
    row = a_draft(**changes)
    assert words in refusal(lambda: hand_in(row))


def test_what_is_not_filled_in_is_named_screen_by_screen() -> None:
    actor, resident = a_person(adults=None, family_kana="")
    row = a_draft(_user_of(actor), details={**some_details(TOKYO_SHINJUKU), "address": {}})
    sentence = refusal(lambda: applying.submit(row, resident, by=actor))
    assert "（あなたのこと、いまの住所、家族）" in sentence


def test_what_only_matching_needs_keeps_no_application_back() -> None:
    row = a_draft()
    profile = profile_of_user(row.user_id)
    assert profile is not None
    profile.wished_areas, profile.kinds, profile.answered = [], [], []
    hand_in(row)
    assert row.status is RegistrationStatus.SUBMITTED


def test_an_address_of_the_town_one_moved_away_from_has_to_be_given_again() -> None:
    row = a_draft()
    profile = profile_of_user(row.user_id)
    assert profile is not None
    profile.home_code = a_municipality(TOKYO_MINATO).code
    assert "いまの住所" in refusal(lambda: hand_in(row))


def test_without_a_yes_to_todays_sentence_nothing_is_handed_over() -> None:
    consents = some_consents()
    consents["application"]["version"] = "2020-01-01"
    row = a_draft(details={**some_details(TOKYO_SHINJUKU), "consents": consents})
    assert "渡してよいかが選ばれていません" in refusal(lambda: hand_in(row))
    assert not queries.handovers_of(row)


def _user_of(actor: Any) -> Any:
    from webapp.accounts.queries import user

    return user(actor.user_id)


def test_every_broken_rule_is_told_at_once() -> None:
    row = a_draft(bases=[], stay_frequency=None)
    sentence = refusal(lambda: hand_in(row))
    assert "拠点" in sentence
    assert "頻度" in sentence


def test_a_second_application_to_the_same_town_is_refused() -> None:
    row = a_registration()
    resident = profile_of_user(row.user_id)
    assert resident is not None
    assert "二つは申請できません" in refusal(lambda: applying.start(resident, SHIOJIRI, by=_applicant(row)))


def test_starting_again_goes_on_with_the_draft() -> None:
    row = a_draft()
    resident = profile_of_user(row.user_id)
    assert resident is not None
    assert applying.start(resident, SHIOJIRI, by=_applicant(row)).id == row.id


def test_the_database_itself_refuses_a_second_open_application(session: Session) -> None:
    row = a_registration()
    session.add(Registration(user_id=row.user_id, municipality_code=SHIOJIRI))
    with pytest.raises(IntegrityError):
        session.flush()


def test_after_a_refusal_one_may_apply_again() -> None:
    row = a_registration()
    deciding.refuse(row, reason="拠点を確かめられませんでした。", by=actor_of(a_clerk(SHIOJIRI)))
    resident = profile_of_user(row.user_id)
    assert resident is not None
    assert applying.start(resident, SHIOJIRI, by=_applicant(row)).id != row.id


def test_handing_in_mails_both_sides_notes_the_consent_and_sets_the_deadline(session: Session) -> None:
    a_programme(SHIOJIRI)
    clerk = a_clerk(SHIOJIRI)
    stranger = a_clerk(a_municipality(SADO).code)
    row = a_registration()
    letters = session.exec(select(Letter)).all()
    by_address = {letter.to_email: letter for letter in letters}
    assert clerk.email in by_address
    assert stranger.email not in by_address
    to_staff = str(by_address[clerk.email].content)
    assert "佐藤" not in to_staff
    assert row.reference in to_staff
    assert row.due_on == today() + timedelta(days=14)
    said = {row.purpose: row for row in session.exec(select(Consent))}
    assert {purpose for purpose, row in said.items() if row.is_given} == {P.APPLICATION, P.CERTIFICATE}
    assert set(said) == set(ASKED_PER_APPLICATION)
    assert {(row.given_to, row.text_version != "") for row in said.values()} == {(SHIOJIRI, True)}


def test_the_deadline_follows_the_towns_own_setting(session: Session) -> None:
    a_programme(SHIOJIRI)
    session.add(
        DatedSetting(municipality_code=SHIOJIRI, key="registration_review_days", value={"value": 5}, valid_from=today())
    )
    assert a_registration().due_on == today() + timedelta(days=5)


def test_later_edits_of_the_profile_do_not_change_what_was_handed_in() -> None:
    row = a_registration()
    resident = profile_of_user(row.user_id)
    assert resident is not None
    residents.answer(resident, Step.NAME, {"family_name": "鈴木"}, by=_applicant(row))
    resident.children_ages = [1]
    assert row.applicant_name == "佐藤 花子"
    handed_in = queries.handovers_of(row)[0].content
    assert handed_in["profile"]["family_name"] == "佐藤"
    assert handed_in["profile"]["children_ages"] == [3, 7]
    assert handed_in["application"]["details"]["address"]["joined"] == "東京都新宿区新宿2丁目8-1"


def test_the_town_gets_neither_budget_nor_other_wished_areas() -> None:
    snapshot = a_registration().snapshot
    assert not {"monthly_budget", "wished_areas", "kinds"} & set(snapshot)


def test_a_sent_application_cannot_be_edited() -> None:
    row = a_registration()
    assert "変えられません" in refusal(lambda: applying.set_bases(row, [], by=_applicant(row)))
    assert row.bases


def test_somebody_else_can_neither_edit_nor_withdraw() -> None:
    row, stranger = a_draft(), actor_of(a_resident_user())
    with pytest.raises(NotAllowed):
        applying.set_bases(row, [], by=stranger)
    with pytest.raises(NotAllowed):
        applying.withdraw(row, by=stranger)


def test_a_correction_comes_back_as_a_second_handover_with_a_new_deadline() -> None:
    row = a_registration()
    clerk = actor_of(a_clerk(SHIOJIRI))
    deciding.ask_correction(
        row, reason="拠点の場所がわかりません。", comments={"bases": "地区の名前を", "stay": " "}, by=clerk
    )
    assert (row.comments, row.due_on) == ({"bases": "地区の名前を"}, None)
    applying.set_bases(row, [{"kind": "hotel", "area": "駅前", "since": ""}], by=_applicant(row))
    hand_in(row)
    assert row.status is RegistrationStatus.SUBMITTED
    assert row.due_on is not None
    assert [h.content["application"]["bases"][0]["kind"] for h in queries.handovers_of(row)] == ["rented", "hotel"]


@pytest.mark.parametrize("call", [deciding.refuse, deciding.end])
def test_a_decision_against_somebody_needs_a_reason(call: Any) -> None:
    row = an_approved_registration() if call is deciding.end else a_registration()
    assert "理由が必要" in refusal(lambda: call(row, reason="  ", by=actor_of(a_clerk(SHIOJIRI))))


def test_a_correction_needs_a_reason() -> None:
    row, clerk = a_registration(), actor_of(a_clerk(SHIOJIRI))
    assert "理由が必要" in refusal(lambda: deciding.ask_correction(row, reason="", comments={"bases": "x"}, by=clerk))


def test_a_clerk_cannot_decide_about_themself() -> None:
    user = a_resident_user()
    a_programme(SHIOJIRI)
    a_membership(user, Role.CLERK, SHIOJIRI)
    row = a_registration(user)
    for call in (
        lambda: deciding.approve(row, by=actor_of(user)),
        lambda: deciding.refuse(row, reason="x", by=actor_of(user)),
        lambda: deciding.ask_correction(row, reason="x", comments={}, by=actor_of(user)),
    ):
        assert "自分の申請" in refusal(call)
    assert row.status is RegistrationStatus.SUBMITTED


def test_staff_of_another_town_cannot_decide() -> None:
    row = a_registration()
    stranger = actor_of(a_clerk(a_municipality(SADO).code))
    with pytest.raises(NotAllowed):
        deciding.approve(row, by=stranger)
    with pytest.raises(NotThere):
        queries.review_for(stranger, row.id)


def test_a_draft_is_not_there_for_the_town() -> None:
    row = a_draft()
    with pytest.raises(NotThere):
        queries.review_for(actor_of(a_clerk(SHIOJIRI)), row.id)


def test_an_approved_registration_cannot_be_approved_again() -> None:
    row = an_approved_registration()
    assert "登録済み" in refusal(lambda: deciding.approve(row, by=actor_of(a_clerk(SHIOJIRI))))


def test_every_move_leaves_who_when_why_and_a_letter(session: Session) -> None:
    row = a_registration()
    clerk = actor_of(a_clerk(SHIOJIRI))
    deciding.refuse(row, reason="対象の外でした。", by=clerk)
    entry = trail.history_of(row)[-1]
    assert (entry.action, entry.actor_id, entry.reason) == ("registration.refuse", clerk.user_id, "対象の外でした。")
    assert (entry.from_status, entry.to_status, entry.municipality_code) == ("submitted", "refused", SHIOJIRI)
    last = session.exec(select(Letter).where(Letter.to_email == _user_of(_applicant(row)).email)).all()[-1]
    assert "対象の外でした。" in str(last.content)
    assert "もう一度申請できます" in str(last.content)


def test_withdrawing_tells_both_sides_and_a_draft_tells_nobody(session: Session) -> None:
    draft = a_draft()
    applying.withdraw(draft, by=_applicant(draft))
    assert not session.exec(select(Letter)).all()
    row = an_approved_registration()
    before = set(session.exec(select(Letter.id)))
    applying.withdraw(row, by=_applicant(row))
    session.flush()
    letters = [letter for letter in session.exec(select(Letter)) if letter.id not in before]
    assert any("取り下げました" in letter.subject for letter in letters)
    assert row.status is RegistrationStatus.WITHDRAWN


def test_erasing_is_refused_while_a_registration_stands_and_says_why() -> None:
    row = an_approved_registration()
    resident = profile_of_user(row.user_id)
    assert resident is not None
    assert "長野県塩尻市" in refusal(lambda: erasing.erase_personal_data(resident, [row], by=_applicant(row)))
    assert resident.family_name == "佐藤"


def test_erasing_blanks_the_profile_and_every_copy_but_keeps_the_decision(session: Session) -> None:
    row = a_registration()
    deciding.refuse(row, reason="対象の外でした。", by=actor_of(a_clerk(SHIOJIRI)))
    resident = profile_of_user(row.user_id)
    assert resident is not None
    erasing.erase_personal_data(resident, [row], by=_applicant(row))
    session.flush()
    assert (resident.family_name, resident.birth_date, resident.answered) == ("", None, [])
    assert resident.erased_at is not None
    assert (row.snapshot, row.details, row.purpose, row.search_text, row.bases) == ({}, {}, "", "", [])
    assert [handover.content for handover in queries.handovers_of(row)] == [{}]
    assert (row.status, row.decision_reason) == (RegistrationStatus.REFUSED, "")
