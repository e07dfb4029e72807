"""Roles in organisations: who gives them, from when until when, and what is left behind."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from tests.factories.accounts import a_clerk, a_membership, a_resident_user, a_user, actor_of, an_admin, an_operator
from webapp.accounts import actions, queries
from webapp.core.actor import Role, system_actor
from webapp.core.clock import today
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.trail import history_of

TOWN, OTHER = "202151", "372081"
pytestmark = pytest.mark.usefixtures("session")


def test_an_administrator_gives_a_role_in_their_own_town_only() -> None:
    by, person = actor_of(an_admin(TOWN)), a_user()
    membership = actions.grant(person, Role.CLERK, TOWN, by=by)
    assert actor_of(person).municipalities == {TOWN}
    entry = history_of(membership)[0]
    assert (entry.action, entry.actor_id, entry.municipality_code) == ("accounts.grant", by.user_id, TOWN)
    with pytest.raises(NotAllowed):
        actions.grant(person, Role.CLERK, OTHER, by=by)


@pytest.mark.parametrize(
    ("role", "organisation"),
    [
        (Role.CLERK, TOWN),
        (Role.MUNICIPALITY_ADMIN, TOWN),
        (Role.PREFECTURE, "200000"),
        (Role.OPERATOR, None),
    ],
)
def test_a_clerk_and_a_resident_give_no_office(role: Role, organisation: str | None) -> None:
    for giver in (a_clerk(TOWN), a_resident_user()):
        with pytest.raises(NotAllowed):
            actions.grant(a_user(), role, organisation, by=actor_of(giver))


def test_an_operator_gives_administrators_but_no_clerks() -> None:
    by = actor_of(an_operator())
    actions.grant(a_user(), Role.MUNICIPALITY_ADMIN, TOWN, by=by)
    with pytest.raises(NotAllowed):
        actions.grant(a_user(), Role.CLERK, TOWN, by=by)


def test_a_role_that_needs_an_organisation_is_not_given_without_one() -> None:
    system = system_actor("tests")
    with pytest.raises(RuleBroken):
        actions.grant(a_user(), Role.CLERK, by=system)
    with pytest.raises(RuleBroken):
        actions.grant(a_user(), Role.OPERATOR, TOWN, by=system)


def test_the_same_role_is_not_given_twice_for_the_same_time() -> None:
    clerk, by = a_clerk(TOWN), actor_of(an_admin(TOWN))
    with pytest.raises(RuleBroken):
        actions.grant(clerk, Role.CLERK, TOWN, by=by, valid_from=today() + timedelta(days=30))


@pytest.mark.both_databases
def test_a_transfer_in_april_needs_nobody_at_midnight(session: Session, time_machine: Any) -> None:
    time_machine.move_to("2027-03-20T03:00:00Z")
    by, leaving, coming = actor_of(an_admin(TOWN)), a_clerk(TOWN), a_user()
    actions.end_membership(queries.memberships_of(leaving)[0], by=by, on=date(2027, 3, 31), reason="異動のため")
    actions.grant(coming, Role.CLERK, TOWN, by=by, valid_from=date(2027, 4, 1), valid_until=date(2030, 3, 31))
    session.flush()
    time_machine.move_to("2027-03-31T14:59:00Z")
    assert queries.staff_of(TOWN, Role.CLERK) == [leaving]
    assert actor_of(leaving).has(Role.CLERK)
    assert not actor_of(coming).has(Role.CLERK)
    time_machine.move_to("2027-03-31T15:01:00Z")
    assert queries.staff_of(TOWN, Role.CLERK) == [coming]
    assert not actor_of(leaving).has(Role.CLERK)
    time_machine.move_to("2030-03-31T15:01:00Z")
    assert queries.staff_of(TOWN, Role.CLERK) == []


def test_the_last_administrator_stays() -> None:
    first = an_admin(TOWN)
    membership, by = queries.memberships_of(first)[0], actor_of(first)
    with pytest.raises(RuleBroken):
        actions.end_membership(membership, by=by, on=today(), reason="異動のため")
    second = an_admin(TOWN)
    later = today() + timedelta(days=10)
    a_membership(second, Role.CLERK, TOWN)
    actions.end_membership(membership, by=by, on=later, reason="異動のため")
    assert membership.valid_until == later


@pytest.mark.parametrize(("days", "reason"), [(-2, "異動のため"), (0, " ")])
def test_an_end_in_the_past_or_without_a_reason_is_refused(days: int, reason: str) -> None:
    membership, by = queries.memberships_of(a_clerk(TOWN))[0], actor_of(an_admin(TOWN))
    with pytest.raises(RuleBroken):
        actions.end_membership(membership, by=by, on=today() + timedelta(days=days), reason=reason)
    assert membership.valid_until is None


def test_what_has_ended_does_not_end_again(time_machine: Any) -> None:
    membership, by = queries.memberships_of(a_clerk(TOWN))[0], actor_of(an_admin(TOWN))
    actions.end_membership(membership, by=by, on=today(), reason="異動のため")
    time_machine.move_to(f"{today() + timedelta(days=3)}T03:00:00Z")
    with pytest.raises(RuleBroken):
        actions.end_membership(membership, by=by, on=today(), reason="もう一度")


def test_another_town_ends_nobodys_role() -> None:
    membership = queries.memberships_of(a_clerk(TOWN))[0]
    with pytest.raises(NotAllowed):
        actions.end_membership(membership, by=actor_of(an_admin(OTHER)), on=today(), reason="異動のため")


@pytest.mark.both_databases
def test_staff_of_names_each_person_once_and_no_closed_account() -> None:
    clerk = a_clerk(TOWN)
    a_membership(clerk, Role.MUNICIPALITY_ADMIN, TOWN)
    gone = a_clerk(TOWN)
    gone.closed_at = gone.created_at
    assert queries.staff_of(TOWN) == [clerk]
    assert queries.staff_of(OTHER) == []


def test_an_address_has_one_account() -> None:
    a_user(email="one@example.jp")
    with pytest.raises(RuleBroken):
        actions.create_user(email=" One@Example.jp", display_name="二人目")


def test_a_weak_password_is_refused_also_from_the_command_line() -> None:
    with pytest.raises(RuleBroken):
        actions.set_password(a_user(), "password1234", by=system_actor("cli"))
