"""A corporation's own people invite colleagues and let roles end, in their own corporation only."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_staff_user, actor_of
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.municipalities import a_programme
from webapp.accounts import queries as people
from webapp.accounts.models import Membership, OneTimeLink
from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.letters import Letter
from webapp.core.trail import TrailEntry
from webapp.corporations import actions

TOWN = "202151"
PASSWORD = "four words make it long"


@pytest.fixture
def desk(database, signed_in):
    """The browser of somebody who works for a designated corporation."""
    with database.transaction():
        a_programme(TOWN)
        corporation = a_corporation(name="山里くらし支援")
        a_designation(corporation, TOWN)
        person = a_staff_user(Role.CORPORATION, corporation.id, email="first@example.jp")
    return {"corporation": corporation, "person": person, "browser": signed_in(person)}


def invited(desk, **changes):
    page = desk["browser"].get("/desk/colleagues/invite")
    typed = {"organisation": desk["corporation"].id, "name": "唐沢 実", "email": "Second@example.jp", **changes}
    return desk["browser"].submit(page, "招待のメールを送る", typed)


def test_a_colleague_is_invited_accepts_and_works_there(database, desk, new_client):
    page = invited(desk).follow()
    assert "唐沢 実" in page.text
    with database.transaction():
        letter = session().exec(select(Letter).where(Letter.to_email == "second@example.jp")).one()
        assert session().exec(select(TrailEntry).where(TrailEntry.action == "accounts.invite")).one()
    newcomer = new_client()
    page = newcomer.get(letter.content["link"])
    assert "山里くらし支援" in page.text
    newcomer.submit(page, "登録して招待を受ける", {"display_name": "唐沢 実", "password": PASSWORD})
    assert "唐沢 実" in newcomer.get("/desk/colleagues").text
    newcomer.get("/desk/listings")
    new_client().get(letter.content["link"], expect=410)


def test_an_invitation_is_taken_back(database, desk, client):
    page = invited(desk).follow()
    with database.transaction():
        link = session().exec(select(Letter).where(Letter.to_email == "second@example.jp")).one().content["link"]
    desk["browser"].submit(page, "招待を取り消す")
    client.get(link, expect=410)


def test_a_role_ends_on_a_day_with_a_reason_and_not_ones_own(database, desk, signed_in):
    with database.transaction():
        colleague = a_staff_user(Role.CORPORATION, desk["corporation"].id, email="leaving@example.jp")
        theirs = people.memberships_of(colleague)[0].id
        own = people.memberships_of(desk["person"])[0].id
    browser = desk["browser"]
    links = set(browser.get("/desk/colleagues").links().values())
    assert f"/desk/colleagues/{own}/end" not in links
    page = browser.get(next(link for link in links if link == f"/desk/colleagues/{theirs}/end"))
    assert browser.submit(page, "この日で終わらせる", {"reason": ""}, expect=422).errors()
    browser.submit(page, "この日で終わらせる", {"reason": "退職のため"})
    with database.transaction():
        assert session().get_one(Membership, theirs).valid_until == today()
        assert session().exec(select(Letter).where(Letter.to_email == "leaving@example.jp")).one()
    assert "自分の役割" in browser.post(f"/desk/colleagues/{own}/end", {"on": today(), "reason": "x"}, expect=409).text


def test_another_corporation_is_not_there(database, desk, signed_in):
    with database.transaction():
        other = a_corporation(name="よその法人")
        a_designation(other, TOWN)
        stranger = a_staff_user(Role.CORPORATION, other.id)
        theirs = people.memberships_of(stranger)[0].id
        clerk = a_clerk(TOWN)
    invited(desk)
    with database.transaction():
        link = session().exec(select(OneTimeLink.id).where(OneTimeLink.organisation == desk["corporation"].id)).one()
    browser = desk["browser"]
    assert "よその法人" not in browser.get("/desk/colleagues").text
    browser.get(f"/desk/colleagues/{theirs}/end", expect=404)
    page = browser.get("/desk/colleagues/invite")
    browser.submit(
        page, "招待のメールを送る", {"organisation": other.id, "name": "x", "email": "x@example.jp"}, expect=422
    )
    signed_in(stranger).post(f"/desk/colleagues/invitations/{link}/withdraw", expect=404)
    signed_in(clerk).get("/desk/colleagues", expect=403)


def test_the_rules_hold_without_pages(session):
    corporation, own = a_corporation(), {"email": "x@example.jp", "name": "x"}
    person = actor_of(a_staff_user(Role.CORPORATION, corporation.id))
    with pytest.raises(RuleBroken, match="指定"):
        actions.invite_colleague(corporation, **own, by=person)
    a_programme(TOWN)
    a_designation(corporation, TOWN)
    with pytest.raises(NotAllowed):
        actions.invite_colleague(corporation, **own, by=actor_of(a_clerk(TOWN)))
    with pytest.raises(RuleBroken, match="おわる日"):
        actions.invite_colleague(corporation, **own, by=person, valid_until=today() - timedelta(days=1))
    assert actions.invite_colleague(corporation, **own, by=person)


def test_letters_to_one_address_are_limited(desk):
    for _time in range(5):
        invited(desk)
    typed = {"organisation": desk["corporation"].id, "name": "x", "email": "second@example.jp"}
    desk["browser"].post("/desk/colleagues/invite", typed, expect=429)
