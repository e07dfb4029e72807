"""Support corporations: taken up and designated by a town, shown in the register, ended with what they carried."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_staff_user, actor_of
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.listings import a_consent, a_listing
from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.letters import Letter
from webapp.core.trail import TrailEntry
from webapp.corporations import actions, queries
from webapp.corporations.designations import deciding
from webapp.corporations.designations.models import Designation, DesignationStatus
from webapp.corporations.models import Corporation
from webapp.listings.models import Listing, ListingStatus

TOWN, OTHER = "202151", "382035"
NUMBER = "8700110005901"
BODY = {"number": NUMBER, "name": "山里くらし支援", "legal_form": "npo", "address": "長野県塩尻市大門一番町1-1"}


@pytest.fixture
def town(making, signed_in):
    """A browser of the town's clerk."""
    with making():
        clerk = a_clerk(TOWN)
    return signed_in(clerk)


def test_a_town_takes_up_designates_and_invites(making, town, client):
    page = town.submit(town.get("/staff/corporations/new"), "登録して指定に進む", BODY).follow()
    designating = {"place": TOWN, "number": "塩企第12号", "tasks": ["1", "4"], "area": "市内全域"}
    page = town.submit(page, "指定を記録する", designating).follow()
    page = town.submit(page, "招待を送る", {"name": "佐藤 恵", "email": "sato@example.jp"}).follow()
    assert "山里くらし支援" in page.text
    register = client.get("/corporations")
    assert "長野県塩尻市" in register.text
    assert "広く知らせる活動" in register.text
    shown = client.get(register.links()["山里くらし支援"])
    assert NUMBER in shown.text
    assert "塩企第12号" in shown.text
    with making():
        letter = session().exec(select(Letter).where(Letter.to_email == "sato@example.jp")).one()
        traces = session().exec(select(TrailEntry.action).order_by(TrailEntry.id)).all()
    assert "/invitation" in letter.content["link"] or "招待" in letter.subject
    assert {"corporation.add", "designation.designate"} <= set(traces)


def test_a_wrong_corporate_number_is_refused(making, town):
    for number in ("1700110005901", "870011000590", "87001100059011", "abc", "８７００１１０００５９０2"):
        page = town.post("/staff/corporations/new", {**BODY, "number": number}, expect=422)
        assert any("法人番号" in line for line in page.errors())
    with making():
        assert session().exec(select(Corporation)).first() is None


def test_full_width_digits_and_hyphens_are_read(making, town):
    town.post("/staff/corporations/new", {**BODY, "number": "８-7001-1000-5901"})
    with making():
        assert session().exec(select(Corporation.number)).one() == NUMBER


def test_a_known_corporation_is_taken_up_once(making, town):
    with making():
        known = a_corporation(number=NUMBER)
    assert town.post("/staff/corporations/new", BODY).location.endswith(f"{known.id}/designate")
    with making():
        clerk = a_clerk(TOWN)
        with pytest.raises(RuleBroken):
            actions.add(NUMBER, name="x", legal_form="npo", by=actor_of(clerk))


def test_nobody_is_designated_twice_in_advance_or_for_nothing(making, town):
    with making():
        corporation = a_corporation()
        a_designation(corporation, TOWN)
        fresh = a_corporation()
    path = f"/staff/corporations/{corporation.id}/designate"
    sent = {"place": TOWN, "designated_on": today().isoformat(), "tasks": ["1"]}
    assert "すでに指定" in town.post(path, sent, expect=409).text
    path = f"/staff/corporations/{fresh.id}/designate"
    tomorrow = (today() + timedelta(days=1)).isoformat()
    town.post(path, {**sent, "designated_on": tomorrow}, expect=409)
    town.post(path, {**sent, "tasks": []}, expect=422)
    town.post(path, {**sent, "place": OTHER}, expect=422)


def test_only_towns_designate(making):
    with making():
        corporation = a_corporation()
        own = actor_of(a_staff_user(Role.CORPORATION, corporation.id))
        other = actor_of(a_clerk(OTHER))
        for actor in (own, other):
            with pytest.raises(NotAllowed):
                deciding.record(corporation, deciding.Terms(today(), ["1"]), municipality_code=TOWN, by=actor)
        with pytest.raises(NotAllowed):
            actions.add(NUMBER, name="x", legal_form="npo", by=own)
        values = {"municipality_code": OTHER, "email": "a@example.jp", "name": "a"}
        with pytest.raises(RuleBroken):
            actions.invite_first(corporation, **values, by=other)


def test_revoking_hides_what_it_carried_in_this_town_only_and_says_why(making, town, client, signed_in):
    with making():
        corporation = a_corporation(contact_email="office@example.jp")
        here = a_designation(corporation, TOWN)
        a_designation(corporation, OTHER)
        shown = [a_listing(code, corporation_id=corporation.id, title=f"家{code}") for code in (TOWN, OTHER)]
        for listing in shown:
            a_consent(listing)
        person = a_staff_user(Role.CORPORATION, corporation.id)
    path = f"/staff/designations/{here.id}/revoke"
    page = town.get(path)
    assert "1件" in page.text
    heard = {"reason": "報告がなかったため", "hearing": "6月1日に面談し、事情を聞いた。"}
    assert "「理由」" in town.submit(page, "指定を取り消す", {**heard, "reason": ""}, expect=422).errors()[0]
    assert "言い分" in town.submit(page, "指定を取り消す", {**heard, "hearing": ""}, expect=422).errors()[0]
    town.submit(page, "指定を取り消す", heard).follow()
    gone = client.get(f"/listings/{shown[0].id}", expect=404)
    assert "指定が" in gone.text
    assert "公開を止めています" in gone.text
    client.get(f"/listings/{shown[1].id}")
    with making():
        assert session().get_one(Designation, here.id).status is DesignationStatus.REVOKED
        assert queries.designation_in(corporation.id, TOWN, today()) is None
        assert queries.designation_in(corporation.id, OTHER, today()) is not None
        letters = session().exec(select(Letter).where(Letter.to_email == "office@example.jp")).all()
    assert ["理由", "報告がなかったため"] in [fact for letter in letters for fact in letter.content["facts"]]
    assert "指定取消し" in client.get(f"/corporations/{corporation.id}").text
    desk = signed_in(person).get("/desk/listings")
    assert "報告がなかったため" in desk.text
    assert "家202151" in desk.text
    town.post(f"/staff/designations/{here.id}/end", {"reason": "もう一度"}, expect=409)


def test_another_towns_designation_is_not_there(making, town):
    with making():
        corporation = a_corporation(name="よその法人")
        theirs = a_designation(corporation, OTHER)
        listing = a_listing(OTHER, corporation_id=corporation.id)
    assert "よその法人" not in town.get("/staff/corporations").text
    town.get(f"/staff/corporations/{corporation.id}/invite", expect=404)
    town.post(f"/staff/corporations/{corporation.id}/invite", {"place": TOWN}, expect=404)
    for move in ("revoke", "end"):
        town.get(f"/staff/designations/{theirs.id}/{move}", expect=404)
        town.post(f"/staff/designations/{theirs.id}/{move}", {"reason": "x", "hearing": "x"}, expect=404)
    with making():
        assert session().get_one(Designation, theirs.id).is_in_force
        assert session().get_one(Listing, listing.id).status is ListingStatus.PUBLISHED


def test_a_markup_name_is_text(making, client):
    with making():
        corporation = a_corporation(name="<b>法人</b>", website="https://example.jp/")
        a_designation(corporation, TOWN)
    assert client.get(f"/corporations/{corporation.id}").h1 == "<b>法人</b>"
    client.get("/corporations/none", expect=404)


def test_a_second_town_does_not_invite_into_a_corporation_that_has_staff(making):
    with making():
        corporation, clerk, second = a_corporation(), a_clerk(TOWN), a_clerk(OTHER)
        a_designation(corporation, TOWN)
        a_designation(corporation, OTHER, designated_on=today() - timedelta(days=3650))
        values = {"name": "佐藤", "email": "sato@example.jp"}
        a_staff_user(Role.CORPORATION, corporation.id)
        with pytest.raises(RuleBroken, match="すでに職員"):
            actions.invite_first(corporation, municipality_code=OTHER, by=actor_of(second), **values)
        assert actions.invite_first(corporation, municipality_code=TOWN, by=actor_of(clerk), **values)
