"""The town's side: queue, publishing, sending back, refusing, and what belongs to other towns."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_staff_user
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.listings import a_consent, a_listing
from webapp.core.actor import Role
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.jobs import Job
from webapp.core.letters import Letter
from webapp.core.trail import TrailEntry
from webapp.listings.models import Listing, ListingStatus

TOWN, OTHER = "202151", "382035"


@pytest.fixture
def waiting(making, signed_in):
    """A complete home that waits for the town's word."""
    with making():
        corporation = a_corporation()
        a_designation(corporation, TOWN)
        desk = a_staff_user(Role.CORPORATION, corporation.id, email="desk@example.jp")
        row = a_listing(
            status=ListingStatus.SUBMITTED,
            published_at=None,
            submitted_at=now(),
            corporation_id=corporation.id,
            created_by=desk.id,
            summary="日当たりのよい家です。",
            body="庭があります。",
            private_address="奈良井1234番地",
            expires_on=today() + timedelta(days=90),
        )
        a_consent(row)
        town = a_clerk(TOWN)
    town = signed_in(town)
    return {"row": row, "town": town, "desk": signed_in(desk)}


def status_of(making, row):
    with making():
        return session().get_one(Listing, row.id).status


def test_the_longest_waiting_stands_first_and_late_ones_are_marked(making, waiting):
    with making():
        late = now() - timedelta(days=30)
        a_listing(title="待ちくたびれた家", status=ListingStatus.SUBMITTED, submitted_at=late)
        a_listing(OTHER, title="よその家", status=ListingStatus.SUBMITTED, submitted_at=late)
    page = waiting["town"].get("/staff/listings")
    rows = page.tree.select("#waiting ~ .queue tbody tr, .section:has(#waiting) tbody tr")
    assert ["待ちくたびれた家" in rows[0].text, "山の見える平屋" in rows[1].text, len(rows)] == [True, True, 2]
    assert "data-overdue" in rows[0].attrs
    assert "data-overdue" not in rows[1].attrs


def test_publishing_shows_it_tells_the_desk_and_leaves_a_trace(making, waiting, client):
    row, town = waiting["row"], waiting["town"]
    client.get(f"/listings/{row.id}", expect=404)
    page = town.get(f"/staff/listings/{row.id}")
    assert "奈良井1234番地" in page.text
    town.submit(page, "掲載する").follow()
    public = client.get(f"/listings/{row.id}")
    assert "奈良井1234番地" not in public.html
    assert row.title in client.get("/listings").text
    with making():
        letter = session().exec(select(Letter).where(Letter.to_email == "desk@example.jp")).one()
        entry = session().exec(select(TrailEntry).where(TrailEntry.action == "listing.publish")).one()
        job = session().exec(select(Job).where(Job.kind == "listings.expire")).one()
    assert letter.subject == "掲載が始まりました：山の見える平屋"
    assert (entry.from_status, entry.to_status, entry.municipality_code) == ("submitted", "published", TOWN)
    assert job.run_at > now() + timedelta(days=89)


@pytest.mark.parametrize(
    ("move", "status", "subject"),
    [
        ("ask_correction", ListingStatus.CORRECTION, "修正のお願い：山の見える平屋"),
        ("refuse", ListingStatus.CLOSED, "掲載しないことになりました：山の見える平屋"),
    ],
)
def test_sending_back_and_refusing_need_a_reason(making, waiting, move, status, subject):
    row, town = waiting["row"], waiting["town"]
    page = town.post(f"/staff/listings/{row.id}/{move}", {"reason": ""}, expect=422)
    assert "「理由」を入力してください。" in page.errors()
    assert status_of(making, row) is ListingStatus.SUBMITTED
    town.post(f"/staff/listings/{row.id}/{move}", {"reason": "間取りの図が違います"}).follow()
    assert status_of(making, row) is status
    with making():
        letter = session().exec(select(Letter)).one()
    assert (letter.subject, letter.content["facts"][-1][1]) == (subject, "間取りの図が違います")


def test_after_a_correction_it_comes_back(making, waiting):
    row = waiting["row"]
    waiting["town"].post(f"/staff/listings/{row.id}/ask_correction", {"reason": "写真を1枚"})
    desk = waiting["desk"]
    page = desk.get(f"/desk/listings/{row.id}/summary")
    assert "写真を1枚" in page.text
    desk.submit(page, "市町村に送る").follow()
    assert status_of(making, row) is ListingStatus.SUBMITTED


def test_it_is_not_published_when_the_consent_ran_out_meanwhile(making, waiting):
    row = waiting["row"]
    with making() as opened:
        for consent in opened.exec(select(type(a_consent(a_listing(OTHER))))):
            consent.valid_until = today() - timedelta(days=1)
    page = waiting["town"].get(f"/staff/listings/{row.id}")
    assert "いまは掲載できません" in page.text
    assert "所有者の同意" in waiting["town"].post(f"/staff/listings/{row.id}/publish", expect=409).text


@pytest.mark.parametrize("status", [s for s in ListingStatus if s is not ListingStatus.SUBMITTED])
def test_only_what_was_sent_can_be_published(making, waiting, status):
    with making() as opened:
        opened.get_one(Listing, waiting["row"].id).status = status
    expected = 404 if status is ListingStatus.DRAFT else 409
    waiting["town"].post(f"/staff/listings/{waiting['row'].id}/publish", expect=expected)
    assert status_of(making, waiting["row"]) is status


def test_another_towns_listing_is_not_there(making, waiting, signed_in):
    row = waiting["row"]
    with making():
        stranger = a_clerk(OTHER)
    stranger = signed_in(stranger)
    assert row.title not in stranger.get("/staff/listings").text
    stranger.get(f"/staff/listings/{row.id}", expect=404)
    stranger.get(f"/listings/{row.id}", expect=404)
    stranger.get(f"/desk/listings/{row.id}/summary", expect=404)
    for move in ("publish", "resume", "ask_correction", "refuse", "pause", "close"):
        stranger.post(f"/staff/listings/{row.id}/{move}", {"reason": "x"}, expect=404)
    assert status_of(making, row) is ListingStatus.SUBMITTED


def test_a_corporation_cannot_publish_its_own(waiting):
    waiting["desk"].post(f"/staff/listings/{waiting['row'].id}/publish", expect=403)


def test_an_imported_listing_can_be_paused_and_resumed_by_its_town(making, signed_in, client):
    with making():
        row = a_listing(source="akiyabank", external_id="1", credit_line="国土交通省のデータを加工して作成")
        town = a_clerk(TOWN)
    town = signed_in(town)
    assert "国土交通省のデータを加工して作成" in client.get(f"/listings/{row.id}").text
    town.post(f"/staff/listings/{row.id}/pause", {"reason": "成約したとの連絡"}).follow()
    client.get(f"/listings/{row.id}", expect=404)
    town.post(f"/staff/listings/{row.id}/resume").follow()
    client.get(f"/listings/{row.id}")
