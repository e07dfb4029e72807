"""The transfers of April: invited ahead, ended on a day with a hand-over, another role, the last administrator."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories.accounts import a_clerk, a_staff_user, actor_of, an_admin, an_operator
from tests.factories.municipalities import a_programme
from tests.factories.registrations import a_registration
from tests.support.client import PageClient
from webapp.accounts import actions, queries, transfers
from webapp.accounts.models import Membership, OneTimeLink, User
from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.letters import Letter
from webapp.core.trail import history_of

TOWN, OTHER = "202151", "372081"
PEOPLE = "/staff/people"
SignedIn = Callable[..., PageClient]


def held(person: User) -> Membership:
    return queries.memberships_of(person)[-1]


@pytest.fixture
def office(database: Any, time_machine: Any) -> dict[str, Any]:
    time_machine.move_to("2027-03-01T03:00:00Z")  # these tests name days of that spring
    with database.transaction():
        a_programme(TOWN)
        a_programme(OTHER)
        found: dict[str, Any] = {
            "admin": an_admin(TOWN, email="admin@town.example", display_name="上條 正人"),
            "clerk": a_clerk(TOWN, email="clerk@town.example", display_name="中村 早紀"),
            "next": a_clerk(TOWN, email="next@town.example", display_name="新村 拓"),
            "stranger": an_admin(OTHER),
        }
        ids = {f"{key}_id": held(person).id for key, person in found.items()}
    return {**found, **ids}


def letters_to(database: Any, address: str) -> list[Letter]:
    with database.transaction() as s:
        return list(s.exec(select(Letter).where(Letter.to_email == address).order_by(Letter.id)))  # type: ignore[arg-type]


@pytest.mark.parametrize("role", [Role.CLERK, Role.MUNICIPALITY_ADMIN, Role.HUB, Role.PARTNER])
def test_an_administrator_invites_every_kind_of_colleague(
    database: Any, signed_in: SignedIn, office: dict[str, Any], role: Role
) -> None:
    desk = signed_in(office["admin"])
    typed = {"name": "百瀬 あかり", "email": "momose@town.example", "role": role.value, "valid_from": "2027-04-01"}
    desk.submit(desk.get(f"{PEOPLE}/invite"), "招待のメールを送る", typed)
    with database.transaction() as s:
        link = s.exec(select(OneTimeLink)).one()
        assert (link.role, link.organisation, link.valid_from) == (role, TOWN, date(2027, 4, 1))
        assert history_of(link)[0].municipality_code == TOWN
    assert [letter.subject for letter in letters_to(database, "momose@town.example")] == ["ふたまちへの招待"]


def test_nobody_invites_a_hub_person_or_a_partner_into_another_town(session: Session) -> None:
    by = actor_of(a_clerk(TOWN))
    for role in (Role.HUB, Role.PARTNER):
        with pytest.raises(NotAllowed):
            actions.invite("a@b.example", "だれか", role, OTHER, by=by)
        assert actions.invite("a@b.example", "だれか", role, TOWN, by=by).organisation == TOWN


def test_open_work_is_handed_over_and_both_are_told(database: Any, signed_in: SignedIn, office: dict[str, Any]) -> None:
    with database.transaction():
        a_registration(code=TOWN).assigned_to = office["clerk"].id
        a_registration(code=TOWN)
    desk = signed_in(office["admin"])
    page = desk.get(f"{PEOPLE}/{office['clerk_id']}/end")
    assert "仕事は人ではなく" in page.text
    assert "中村 早紀さんが担当しているもの：登録の審査1件" in page.text
    typed = {
        "on": str(today() + timedelta(days=10)),
        "reason": "異動のため",
        "successor": office["next"].id,
        "note": "奈良井の件は、水曜に電話を。",
    }
    desk.submit(page, "この日で終わらせる", typed)
    leaving, going_on = (letters_to(database, f"{who}@town.example")[-1] for who in ("clerk", "next"))
    assert "新村 拓" in str(leaving.content)
    assert "中村 早紀" in str(going_on.content)
    assert "奈良井の件は、水曜に電話を。" in str(going_on.content)
    with database.transaction() as s:
        entries = [e.action for e in history_of(s.get_one(Membership, office["clerk_id"]))]
        assert entries[1:] == ["accounts.end_membership", "accounts.hand_over"]


def test_the_screens_close_the_day_after_without_anybody_doing_anything(
    database: Any, signed_in: SignedIn, office: dict[str, Any], time_machine: Any
) -> None:
    time_machine.move_to("2027-03-31T14:00:00Z", tick=False)
    clerk = signed_in(office["clerk"])
    with database.transaction():
        membership, by = held(office["clerk"]), actor_of(office["admin"])
        transfers.end_and_hand_over(membership, on=date(2027, 3, 31), reason="異動のため", by=by)
    clerk.get("/staff/registrations")
    time_machine.move_to("2027-03-31T15:00:01Z", tick=False)
    clerk.get("/staff/registrations", expect=403)


def test_a_clerk_becomes_an_administrator_on_a_day(
    database: Any, signed_in: SignedIn, office: dict[str, Any], time_machine: Any
) -> None:
    time_machine.move_to("2027-03-20T03:00:00Z", tick=False)
    desk = signed_in(office["admin"])
    page = desk.get(f"{PEOPLE}/{office['clerk_id']}/role")
    desk.submit(
        page, "この日から変える", {"role": "municipality_admin", "on": "2027-04-01", "reason": "係長になるため"}
    )
    with database.transaction():
        assert [(m.role, m.valid_until) for m in queries.memberships_of(office["clerk"])] == [
            (Role.CLERK, date(2027, 3, 31)),
            (Role.MUNICIPALITY_ADMIN, None),
        ]
    assert [letter.subject for letter in letters_to(database, "clerk@town.example")] == ["役割が変わります"]
    clerk = signed_in(office["clerk"])
    clerk.get(PEOPLE, expect=403)
    time_machine.move_to("2027-04-01T03:00:00Z", tick=False)
    signed_in(office["clerk"]).get(PEOPLE)


@pytest.mark.parametrize(
    ("role", "days", "words"),
    [("clerk", 0, "同じ役割"), ("municipality_admin", -1, "きょう以降"), ("municipality_admin", None, "")],
)
def test_a_change_that_makes_no_sense_is_refused(
    signed_in: SignedIn, office: dict[str, Any], role: str, days: int | None, words: str
) -> None:
    desk = signed_in(office["admin"])
    page = desk.get(f"{PEOPLE}/{office['clerk_id']}/role")
    on = "" if days is None else str(today() + timedelta(days=days))
    typed = {"role": role, "on": on, "reason": "係長になるため"}
    refused = desk.submit(page, "この日から変える", typed, expect=422 if days is None else 409)
    assert words in refused.text


def test_the_last_administrator_neither_ends_nor_steps_down(
    database: Any, signed_in: SignedIn, office: dict[str, Any]
) -> None:
    desk = signed_in(office["admin"])
    end, role = (desk.get(f"{PEOPLE}/{office['admin_id']}/{what}") for what in ("end", "role"))
    values = {"on": str(today()), "reason": "異動のため"}
    assert "最後の管理者" in desk.submit(end, "この日で終わらせる", values, expect=409).text
    changed = {**values, "role": "clerk"}
    assert "最後の管理者" in desk.submit(role, "この日から変える", changed, expect=409).text
    with database.transaction():
        assert held(office["admin"]).valid_until is None


def test_a_successor_must_stay_and_be_of_the_town(session: Session) -> None:
    a_programme(TOWN)
    admin, leaving, also = an_admin(TOWN), a_clerk(TOWN), a_clerk(TOWN)
    hub, elsewhere, by = a_staff_user(Role.HUB, TOWN), a_clerk(OTHER), actor_of(admin)
    held(also).valid_until = today()
    for nobody in (also, hub, elsewhere, leaving):
        with pytest.raises(RuleBroken, match="引き継ぐ人"):
            transfers.end_and_hand_over(held(leaving), on=today(), reason="異動", by=by, successor=nobody)
    assert held(leaving).valid_until is None


def test_another_towns_people_are_not_there_and_clerks_may_not(signed_in: SignedIn, office: dict[str, Any]) -> None:
    paths = [f"{PEOPLE}/{office['clerk_id']}/{what}" for what in ("end", "role", "second-factor")]
    for key, expected in (("stranger", 404), ("next", 403)):
        browser = signed_in(office[key])
        for path in paths:
            browser.get(path, expect=expected)
            browser.post(path, expect=expected)


def test_the_rules_of_another_role_hold_without_pages(session: Session) -> None:
    a_programme(TOWN)
    clerk, hub, by = a_clerk(TOWN), a_staff_user(Role.HUB, TOWN), actor_of(an_admin(TOWN))
    good: dict[str, Any] = {"on": today(), "reason": "係長になるため"}
    with pytest.raises(RuleBroken, match="担当者と管理者"):
        transfers.change_role(held(hub), Role.CLERK, by=by, **good)
    with pytest.raises(RuleBroken, match="担当者と管理者"):
        transfers.change_role(held(clerk), Role.OPERATOR, by=by, **good)
    for other in (actor_of(an_admin(OTHER)), actor_of(clerk)):
        with pytest.raises(NotAllowed):
            transfers.change_role(held(clerk), Role.MUNICIPALITY_ADMIN, by=other, **good)
    with pytest.raises(NotAllowed):
        transfers.change_role(held(clerk), Role.MUNICIPALITY_ADMIN, by=actor_of(an_operator()), **good)
    changed = transfers.change_role(held(clerk), Role.MUNICIPALITY_ADMIN, by=by, **good)
    assert actor_of(clerk).organisations(Role.MUNICIPALITY_ADMIN) == {TOWN}
    assert changed.valid_from == today()
