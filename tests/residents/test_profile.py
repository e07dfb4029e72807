"""Who may find a person, what a consent leaves behind, and what erasing leaves."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from tests.factories.accounts import a_resident_user, actor_of
from tests.factories.residents import a_resident
from webapp.accounts.queries import user
from webapp.core import trail
from webapp.core.actor import ANONYMOUS
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.residents import actions, queries
from webapp.residents.models import CONSENT_VERSION, ConsentPurpose, Resident, Step
from webapp.residents.snapshot import facts_of, snapshot_of

pytestmark = [pytest.mark.usefixtures("session"), pytest.mark.both_databases]
TOWNS = ConsentPurpose.TOWNS


def a_person(**changes: Any) -> tuple[Any, Resident]:
    row = a_resident(**changes)
    return actor_of(user(row.user_id)), row


def test_towns_find_only_complete_consenting_people_who_ask_for_no_secrecy() -> None:
    shown = a_person()[1]
    hidden = [a_person(is_confidential=True)[1], a_person(adults=None)[1]]
    refusing_actor, refusing = a_person()
    for row in (shown, *hidden, refusing):
        actions.consent(row.user_id, {TOWNS: True}, by=actor_of(user(row.user_id)))
    actions.consent(refusing.user_id, {TOWNS: False}, by=refusing_actor)
    assert [row.id for row in queries.shown_to_towns()] == [shown.id]


def test_a_consent_is_repeated_only_when_something_changes() -> None:
    actor, row = a_person()
    for is_given in (True, True, False):
        actions.consent(row.user_id, {TOWNS: is_given}, by=actor)
    history = queries.consent_history(row.user_id)
    assert [consent.is_given for consent in history] == [True, False]
    assert all(consent.text_version and consent.at for consent in history)
    assert not queries.allows(row.user_id, TOWNS)


def test_a_new_version_of_the_sentence_is_asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    actor, row = a_person()
    actions.consent(row.user_id, {TOWNS: True}, by=actor)
    monkeypatch.setitem(CONSENT_VERSION, TOWNS, "2027-01-01")
    actions.consent(row.user_id, {TOWNS: True}, by=actor)
    assert [c.text_version for c in queries.consent_history(row.user_id)][1] == "2027-01-01"


def test_the_database_refuses_to_change_a_consent(session: Session) -> None:
    actor, row = a_person()
    actions.consent(row.user_id, {TOWNS: False}, by=actor)
    session.flush()
    queries.consent_history(row.user_id)[0].is_given = True
    with pytest.raises(DatabaseError, match="append-only"):
        session.flush()


def test_a_visitor_has_no_profile() -> None:
    assert queries.profile_of(ANONYMOUS) is None
    with pytest.raises(NotAllowed):
        actions.own_profile(by=ANONYMOUS)


def test_an_answer_of_another_screen_is_not_taken() -> None:
    actor, row = a_person()
    actions.answer(row, Step.SKILLS, {"skills": ["cooking"], "family_name": "別人", "user_id": "x"}, by=actor)
    assert (row.skills, row.family_name) == (["cooking"], "佐藤")
    entry = trail.history_of(row)[-1]
    assert (entry.action, entry.reason, entry.actor_id) == ("resident.answer", "skills", actor.user_id)


@pytest.mark.parametrize(
    ("step", "answers"),
    [
        (Step.NAME, {"birth_date": date(1850, 1, 1)}),
        (Step.AREAS, {"wished_areas": ["202151", "152242", "372081", "382035", "212172", "200000"]}),
    ],
)
def test_an_impossible_answer_is_refused(step: Step, answers: dict[str, Any]) -> None:
    actor, row = a_person()
    with pytest.raises(RuleBroken):
        actions.answer(row, step, answers, by=actor)


def test_missing_steps_are_those_never_sent_and_those_left_blank() -> None:
    sent = [step.value for step in Step if step is not Step.SKILLS]
    assert a_person(kinds=[], answered=sent)[1].missing_steps == [Step.BUDGET, Step.SKILLS]


def test_age_counts_completed_years(time_machine: Any) -> None:
    time_machine.move_to("2026-05-02T14:59:00Z")
    row = a_person(birth_date=date(1988, 5, 3))[1]
    assert row.age == 37
    time_machine.move_to("2026-05-02T15:01:00Z")
    assert row.age == 38


def test_erasing_blanks_every_answer_and_takes_consents_back(session: Session) -> None:
    actor, row = a_person()
    actions.consent(row.user_id, {TOWNS: True}, by=actor)
    actions.erase(row, by=actor)
    session.flush()
    assert snapshot_of(row) == snapshot_of(Resident(user_id=row.user_id))
    assert not queries.allows(row.user_id, TOWNS)
    assert not row.is_complete


def test_a_blank_profile_can_be_put_into_words() -> None:
    blank = Resident(user_id=a_resident_user().id)
    words = {fact.label: fact.value for fact in facts_of(snapshot_of(blank))}
    assert words["お名前"] == ""
    assert words["時期"] == "一年を通して"
