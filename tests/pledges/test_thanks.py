"""After paying: what happens next is said, and a giver becomes a doer with what is known already."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories.accounts import a_resident_user, actor_of
from tests.factories.pledges import a_pledge
from tests.support.client import PageClient
from webapp.core.actor import system_actor
from webapp.core.clock import now
from webapp.pledges import actions, guests
from webapp.pledges.thanks import joining
from webapp.projects.supporters.queries import by_id
from webapp.registrations.models import Registration, RegistrationStatus
from webapp.residents.models import Resident
from webapp.residents.queries import profile_of_user

BY = system_actor("tests")
SignedIn = Callable[..., PageClient]


def a_paid_pledge(**changes: Any) -> Any:
    pledge = a_pledge(**changes)
    actions.mark_paid(pledge, now(), by=BY)
    return pledge


def test_a_donor_begins_a_registration_with_what_is_known(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        donor = a_resident_user()
        pledge = a_paid_pledge(user=donor)
    person = signed_in(donor)
    page = person.get(f"/my/pledges/{pledge.id}")
    assert "最後に、一円までの収支を公開します" in page.text
    page = person.get(page.links()["登録を始める"])
    assert person.submit(page, "この内容で書きはじめる", expect=422).errors()
    person.submit(page, "この内容で書きはじめる", {"agrees": "y"})
    with database.transaction() as s:
        profile = profile_of_user(donor.id)
        assert profile is not None
        assert (profile.full_name, profile.home_code) == ("佐藤 花子", "131041")
        draft = s.exec(select(Registration)).one()
        assert draft.status is RegistrationStatus.DRAFT
        assert draft.details["ties"] == ["gift"]
        assert draft.details["address"]["joined"] == "東京都新宿区西新宿1-1-1"
    person.get(f"/my/pledges/{pledge.id}/join", expect=303)


def test_nothing_that_the_person_said_before_is_changed(session: Session) -> None:
    donor = a_resident_user()
    pledge = a_paid_pledge(user=donor)
    session.add(Resident(user_id=donor.id, family_name="鈴木", given_name="花子", home_code="131041"))
    session.flush()
    joining.begin(pledge, "駅舎", by=actor_of(donor))
    profile = profile_of_user(donor.id)
    assert profile is not None
    assert profile.full_name == "鈴木 花子"


@pytest.mark.parametrize("why", ["unpaid", "own town", "somebody else", "guest"])
def test_who_is_not_asked_in(session: Session, why: str) -> None:
    donor = a_resident_user()
    changes = {"home_code": "202151"} if why == "own town" else {}
    pledge = a_pledge(user=donor, **changes) if why == "unpaid" else a_paid_pledge(user=donor, **changes)
    if why == "guest":
        pledge.user_id = None
    asking = a_resident_user() if why == "somebody else" else donor
    assert not joining.may_begin(pledge, actor_of(asking))


def test_another_donors_way_in_is_not_there_and_letters_are_stopped_by_their_reader(
    database: Any, signed_in: SignedIn
) -> None:
    with database.transaction():
        donor, other = a_resident_user(), a_resident_user()
        pledge = a_paid_pledge(user=donor)
    signed_in(other).get(f"/my/pledges/{pledge.id}/join", expect=404)
    signed_in(other).post(f"/my/pledges/{pledge.id}/letters", expect=404)
    person = signed_in(donor)
    page = person.submit(person.get(f"/my/pledges/{pledge.id}"), "手紙を止める").follow()
    with database.transaction():
        supporter = by_id(pledge.id)
        assert supporter is not None
        assert supporter.letters_stopped_at is not None
    person.submit(page, "また手紙を受け取る")
    with database.transaction():
        supporter = by_id(pledge.id)
        assert supporter is not None
        assert supporter.letters_stopped_at is None


def test_a_guest_is_thanked_too_and_led_to_an_account(database: Any, client: PageClient) -> None:
    with database.transaction():
        pledge = a_paid_pledge()
        pledge.user_id, pledge.email = None, "guest@example.jp"
        key = guests.new_key(pledge)
    page = client.get(f"/donations/{key}")
    assert "最後に、一円までの収支を公開します" in page.text
    assert page.links()["会員登録をして始める"] == "/sign-up"
    assert "登録を始める" not in page.links()
