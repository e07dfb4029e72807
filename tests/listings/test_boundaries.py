"""Who keeps which listing, and what an owner's consent covers and for how long."""

import io
from datetime import timedelta

import pytest

from tests.factories.accounts import a_clerk, a_membership, a_staff_user
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.listings import a_consent, a_listing
from webapp.core.actor import Role, system_actor
from webapp.core.clock import today
from webapp.core.database import current_scope, session
from webapp.core.jobs import run_due
from webapp.corporations.designations.models import DesignationStatus
from webapp.listings import actions, photos, rules
from webapp.listings.models import Listing, ListingPhoto, ListingStatus

TOWN, OTHER = "202151", "382035"
DRAFT = {"status": ListingStatus.DRAFT, "published_at": None}


def status_of(making, row):
    with making():
        return session().get_one(Listing, row.id).status


def test_a_transferred_clerk_writes_no_longer_in_the_old_town(making, signed_in):
    with making():
        person, yesterday = a_clerk(OTHER), today() - timedelta(days=1)
        a_membership(person, Role.CLERK, TOWN, valid_from=today() - timedelta(days=30), valid_until=yesterday)
        row = a_listing(created_by=person.id)
    browser = signed_in(person)
    browser.get(f"/desk/listings/{row.id}/summary", expect=404)
    browser.post(f"/desk/listings/{row.id}/pause", {"reason": "x"}, expect=404)
    assert "山の見える平屋" not in browser.get("/desk/listings").text
    assert status_of(making, row) is ListingStatus.PUBLISHED


def test_a_corporations_draft_is_not_the_towns(making, signed_in):
    with making():
        corporation = a_corporation()
        a_designation(corporation, TOWN)
        row = a_listing(corporation_id=corporation.id, **DRAFT)
        clerk = a_clerk(TOWN)
    browser = signed_in(clerk)
    browser.post(f"/desk/listings/{row.id}/basics", {"title": "x"}, expect=404)
    browser.get(f"/listings/{row.id}", expect=404)


def test_a_corporation_loses_its_listings_with_the_designation(making, signed_in):
    with making():
        corporation = a_corporation()
        a_designation(corporation, TOWN, status=DesignationStatus.REVOKED)
        a_designation(corporation, OTHER)
        person = a_staff_user(Role.CORPORATION, corporation.id)
        lost = a_listing(corporation_id=corporation.id, status=ListingStatus.PAUSED, title="前の家")
        kept = a_listing(OTHER, corporation_id=corporation.id, status=ListingStatus.PAUSED, title="今の家")
    browser = signed_in(person)
    browser.get(f"/desk/listings/{lost.id}/summary", expect=404)
    browser.get(f"/desk/listings/{kept.id}/summary")
    page = browser.get("/desk/listings")
    assert "今の家" in page.text
    assert "公開を止めている掲載" in page.text
    assert not any("前の家" in words for words in page.links())


def test_a_home_is_hidden_when_the_last_consent_has_run_out(making, database, client, time_machine):
    with making():
        row = a_listing(expires_on=today() + timedelta(days=60))
        a_consent(row, valid_until=today() + timedelta(days=3))
        a_consent(row, valid_until=today() + timedelta(days=9))
        actions.go_public(row)
    start = today()
    for days, status in ((4, ListingStatus.PUBLISHED), (10, ListingStatus.PAUSED)):
        time_machine.move_to(f"{start + timedelta(days=days)}T00:00:01+09:00", tick=False)
        run_due(database)
        assert status_of(making, row) is status
    client.get(f"/listings/{row.id}", expect=404)
    with making():
        again = session().get_one(Listing, row.id)
        actions.check_consent(again, by=system_actor("tests"), reason="x")
    assert status_of(making, row) is ListingStatus.PAUSED


def test_what_the_consent_does_not_name_is_an_obstacle(making):
    with making():
        row = a_listing(**DRAFT)
        a_consent(row, items=["building"])
        session().add(ListingPhoto(listing_id=row.id, file_key="a.webp", alt="家", width=1, height=1))
        session().flush()
        assert [sentence[:3] for sentence in rules.consent_gaps(row)] == ["所在地", "写真を"]
        a_consent(row, items=["photos", "public_address"])
        assert rules.consent_gaps(row) == []


def test_a_picture_travels_outside_of_any_transaction(making, signed_in, monkeypatch):
    seen = []

    def keep(_data):
        seen.append(current_scope().session.in_transaction())
        return "0" * 40 + ".jpg"

    monkeypatch.setattr(photos, "keep", keep)
    with making():
        row = a_listing(created_by=None, **DRAFT)
        clerk = a_clerk(TOWN)
    sent = {"pictures": (io.BytesIO(b"x" * 99), "a.jpg")}
    signed_in(clerk).post(f"/desk/listings/{row.id}/photos", sent, content_type="multipart/form-data")
    assert seen == [False]


@pytest.mark.settings(rate_limits=True)
def test_letters_to_one_owner_are_limited(making, signed_in):
    with making():
        row = a_listing(**DRAFT)
        clerk = a_clerk(TOWN)
    browser = signed_in(clerk)
    sent = {"name": "山田", "email": "owner@example.jp", "items": ["building"]}
    for expected in (303, 303, 303, 303, 303, 429):
        browser.post(f"/desk/listings/{row.id}/consent", sent, expect=expected)
