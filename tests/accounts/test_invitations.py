"""Invitations: a letter to one address, a role in words, a button; and the administrator's list of colleagues."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.accounts.conftest import sign_in_by_password
from tests.factories.accounts import PASSWORD, a_clerk, a_user, an_admin
from tests.factories.municipalities import a_municipality
from tests.support.client import Page, PageClient
from webapp.accounts import queries
from webapp.accounts.models import Membership, User
from webapp.core.actor import Role
from webapp.core.clock import now, today

TOWN, OTHER = "202151", "372081"
EMAIL = "new.clerk@example.jp"
Browser = Callable[..., PageClient]


@pytest.fixture
def desk(database: Any, signed_in: Browser) -> PageClient:
    """The administrator of a town at work."""
    with database.transaction():
        a_municipality(TOWN)
        a_municipality(OTHER)
        admin = an_admin(TOWN, display_name="上條 正人")
    return signed_in(admin)


def invite(desk: PageClient, email: str = EMAIL, expect: int = 303, **values: str) -> Page:
    typed = {"name": "新村 拓", "email": email, "role": "clerk", **values}
    return desk.submit(desk.get("/staff/people/invite"), "招待のメールを送る", typed, expect=expect)


def accept(client: PageClient, link: str, expect: int = 303) -> Page:
    return client.submit(client.get(link), "登録して招待を受ける", {"password": PASSWORD}, expect=expect)


@pytest.mark.both_databases
def test_an_invited_person_joins_with_name_and_password(
    desk: PageClient, client: PageClient, link_to: Any, database: Any
) -> None:
    invite(desk)
    link = link_to(EMAIL)
    page = client.get(link)
    assert "長野県塩尻市" in page.text
    assert "市町村の担当者" in page.text
    assert 'value="新村 拓"' in page.html
    accept(client, link)
    with database.transaction(read_only=True):
        person = queries.by_email(EMAIL)
        assert person.is_verified
        assert queries.actor_of(person).municipalities == {TOWN}
    assert client.get(link, expect=410).status == 410
    assert "新村 拓" in desk.get("/staff/people").text


def test_opening_the_invitation_alone_gives_nothing(
    desk: PageClient, client: PageClient, link_to: Any, database: Any
) -> None:
    invite(desk)
    client.get(link_to(EMAIL))
    with database.transaction(read_only=True) as session:
        assert session.exec(select(User).where(User.email == EMAIL)).first() is None


def test_who_has_an_account_signs_in_and_just_accepts(
    desk: PageClient, client: PageClient, link_to: Any, database: Any
) -> None:
    with database.transaction():
        a_user(email=EMAIL)
    invite(desk)
    link = link_to(EMAIL)
    page = client.get(link)
    assert page.links()["サインインして受ける"] == f"/sign-in?next={link}"
    client.post(link, expect=409)
    sign_in_by_password(client, EMAIL)
    with client.raw.session_transaction() as cookie:
        before = cookie["_user_id"]
    client.submit(client.get(link), "招待を受ける")
    with client.raw.session_transaction() as cookie:
        assert cookie["_user_id"] != before
    assert "市町村の担当者" in client.get("/settings").text


def test_an_invitation_to_another_address_is_refused(
    desk: PageClient, signed_in: Browser, link_to: Any, database: Any
) -> None:
    with database.transaction():
        stranger = a_user()
    invite(desk)
    client, link = signed_in(stranger), link_to(EMAIL)
    assert "別のアドレスあて" in client.get(link).text
    client.post(link, expect=409)
    with database.transaction(read_only=True) as session:
        assert session.exec(select(Membership).where(Membership.role == Role.CLERK)).first() is None


def test_a_sign_up_by_a_stranger_does_not_spoil_an_invitation(
    desk: PageClient, client: PageClient, link_to: Any, database: Any
) -> None:
    with database.transaction():
        a_user(email=EMAIL, email_verified_at=None, password="the password of a stranger")
    invite(desk)
    accept(client, link_to(EMAIL))
    client.post("/sign-out")
    sign_in_by_password(client, EMAIL, "the password of a stranger", expect=422)
    sign_in_by_password(client, EMAIL)


def test_a_weak_password_is_refused(desk: PageClient, client: PageClient, link_to: Any) -> None:
    invite(desk)
    page = client.get(link_to(EMAIL))
    page = client.submit(page, "登録して招待を受ける", {"password": "password1234"}, expect=422)
    assert "よく使われる" in page.errors()[0]


def test_an_invitation_expires_after_two_weeks(
    desk: PageClient, client: PageClient, link_to: Any, time_machine: Any
) -> None:
    invite(desk)
    time_machine.move_to(now() + timedelta(days=14, minutes=1))
    assert client.get(link_to(EMAIL), expect=410).status == 410


def test_an_invitation_may_name_the_days(
    desk: PageClient, client: PageClient, link_to: Any, time_machine: Any, database: Any
) -> None:
    start, end = today() + timedelta(days=7), today() + timedelta(days=372)
    invite(desk, valid_from=start.isoformat(), valid_until=end.isoformat())
    accept(client, link_to(EMAIL))
    with database.transaction(read_only=True) as session:
        held = session.exec(select(Membership).where(Membership.role == Role.CLERK)).one()
        assert (held.valid_from, held.valid_until) == (start, end)
        assert not queries.actor_of(queries.by_email(EMAIL)).is_staff


def test_days_in_the_wrong_order_are_refused(desk: PageClient) -> None:
    invite(desk, valid_from="2030-04-02", valid_until="2030-04-01", expect=409)


def test_an_invitation_is_withdrawn_or_replaced(desk: PageClient, client: PageClient, link_to: Any) -> None:
    invite(desk)
    first = link_to(EMAIL)
    invite(desk)
    assert client.get(first, expect=410).status == 410
    second = link_to(EMAIL)
    desk.submit(desk.get("/staff/people"), "招待を取り消す")
    assert client.get(second, expect=410).status == 410


def test_nobody_is_invited_into_another_town(desk: PageClient, letters: Callable[[str], list[Any]]) -> None:
    invite(desk, organisation=OTHER, expect=422)
    assert letters(EMAIL) == []


def test_a_clerk_does_not_open_the_list_of_colleagues(desk: PageClient, signed_in: Browser, database: Any) -> None:
    with database.transaction():
        clerk = a_clerk(TOWN)
    signed_in(clerk).get("/staff/people", expect=403)


def test_a_role_ends_on_a_day(desk: PageClient, database: Any) -> None:
    with database.transaction():
        clerk = a_clerk(TOWN)
        membership = queries.memberships_of(clerk)[0]
    place = f"/staff/people/{membership.id}/end"
    page = desk.submit(desk.get(place), "この日で終わらせる", {"on": "", "reason": ""}, expect=422)
    assert len(page.errors()) == 2
    desk.submit(page, "この日で終わらせる", {"on": today().isoformat(), "reason": "異動のため"})
    with database.transaction(read_only=True) as session:
        assert session.get_one(Membership, membership.id).valid_until == today()


def test_another_towns_people_and_invitations_are_not_there(
    desk: PageClient, signed_in: Browser, database: Any
) -> None:
    with database.transaction():
        clerk, stranger = a_clerk(TOWN), an_admin(OTHER)
        membership = queries.memberships_of(clerk)[0]
    invite(desk)
    with database.transaction(read_only=True):
        invitation = queries.open_invitations(TOWN)[0]
    other = signed_in(stranger)
    other.get(f"/staff/people/{membership.id}/end", expect=404)
    other.post(f"/staff/people/invitations/{invitation.id}/withdraw", expect=404)
    assert clerk.display_name not in other.get("/staff/people").text
