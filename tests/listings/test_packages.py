"""Information from a town to a corporation: only with the owner's word, with a log, taken back when the word is gone."""

import csv
import io
from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from tests.factories.accounts import BY, a_clerk, a_resident_user, a_staff_user, actor_of
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.listings import a_consent, a_listing
from tests.factories.residents import a_resident
from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.letters import Letter
from webapp.corporations.designations.models import DesignationStatus
from webapp.listings.consents import actions as consents
from webapp.listings.consents import jobs, recall, recipients
from webapp.listings.consents.models import ConsentRecipient, DeletionRequest, RecipientKind
from webapp.listings.models import Listing, ListingKind, ListingStatus, OwnerConsent
from webapp.listings.packages import actions, following, queries
from webapp.listings.packages.models import InfoDelivery, InfoPackage, PackageItem, PackageStatus
from webapp.tenancy.taken.models import Taken
from webapp.tenancy.taken.queries import files_about

TOWN = "202151"
ALL = ["public_address", "building", "photos", "contact"]


@pytest.fixture
def world(making, signed_in):
    """A corporation, two homes of which one may go to it, a job; the town's clerk and the corporation's desk."""
    with making():
        body = a_corporation(name="里の手")
        a_designation(body, TOWN)
        clerk, desk = a_clerk(TOWN), a_staff_user(Role.CORPORATION, body.id, email="desk@example.jp")
        agreed, silent = a_listing(title="渡せる家"), a_listing(title="渡せない家")
        consent = a_consent(agreed, items=ALL, owner_email="owner@example.jp")
        recipients.note(consent, recipients.chosen(agreed, [f"corporation:{body.id}"]))
        a_consent(silent, owner_email="other@example.jp")
        job = a_listing(kind=ListingKind.JOB, title="案内の仕事")
    clerk_browser, desk_browser = signed_in(clerk), signed_in(desk)
    return {
        "body": body, "clerk": clerk_browser, "desk": desk_browser, "agreed": agreed, "silent": silent, "job": job,
        "consent": consent, "by": actor_of_(making, clerk), "again": lambda: (signed_in(clerk), signed_in(desk)),
    }  # fmt: skip


def actor_of_(making, person):
    with making():
        return actor_of(person)


def started(world):
    typed = {
        "place": f"{TOWN}:{world['body'].id}", "title": "秋の家と仕事", "purpose": "相談に来た人への紹介", "ends_on": (today() + timedelta(days=60)).isoformat(),
    }  # fmt: skip
    return world["clerk"].post("/staff/packages/new", typed).location


def delivered(world):
    path = started(world)
    world["clerk"].post(f"{path}/items", {"listings": [world["agreed"].id, world["job"].id]})
    world["clerk"].post(f"{path}/deliver")
    return path.replace("/staff/", "/desk/")


def test_a_home_without_consent_to_this_corporation_is_greyed_and_refused(making, world):
    path, clerk = started(world), world["clerk"]
    page = clerk.get(path)
    box = page.tree.find("input", value=world["silent"].id)
    assert "disabled" in box.attrs
    assert "disabled" not in page.tree.find("input", value=world["agreed"].id).attrs
    refused = clerk.post(f"{path}/items", {"listings": [world["silent"].id]}, expect=409)
    assert "渡せない家" in refused.text
    clerk.post(f"{path}/deliver", expect=409)
    with making() as opened:
        assert opened.exec(select(PackageItem)).all() == []


def test_what_is_handed_over_is_logged_and_holds_what_the_owner_allowed(making, world):
    path, desk = delivered(world), world["desk"]
    desk.get(path)
    body = desk.post(f"{path}/file", expect=200).html
    rows = list(csv.reader(io.StringIO(body.lstrip("\ufeff"))))
    home = next(row for row in rows if row[1] == "渡せる家")
    assert (home[2], home[5], home[6]) == ("大字奈良井", "山田 太郎", "owner@example.jp")
    page = world["clerk"].get(path.replace("/desk/", "/staff/"))
    assert "ファイルを受け取った" in page.text
    assert "法人に渡した" in page.text
    with making() as opened:
        log = opened.exec(select(InfoDelivery).order_by(col(InfoDelivery.id))).all()
    assert f"{world['agreed'].id}:building,contact,photos,public_address" in log[-1].contents


def test_an_owner_who_asks_for_secrecy_is_reached_through_the_town(making, world):
    with making():
        owner = a_resident_user(email="owner@example.jp")
        a_resident(owner, is_confidential=True)
    body = world["desk"].post(f"{delivered(world)}/file", expect=200).html
    assert "市町村を通して" in body
    assert "山田 太郎" not in body
    assert "owner@example.jp" not in body
    with making():
        told = [(file.what, file.organisation, file.role) for file in files_about(actor_of(owner))]
    assert told == [(Taken.HOMES, world["body"].id, Role.CORPORATION)]


def test_items_that_were_not_agreed_to_stay_out(making, world):
    with making() as opened:
        opened.get_one(OwnerConsent, world["consent"].id).items = ["building"]
    body = world["desk"].post(f"{delivered(world)}/file", expect=200).html
    home = next(line for line in body.splitlines() if "渡せる家" in line)
    assert "5DK" in home
    assert "奈良井" not in home
    assert "山田 太郎" not in home


@pytest.mark.both_databases
def test_withdrawal_recalls_asks_for_deletion_and_waits_for_the_answer(making, world, signed_in, time_machine):
    path = delivered(world)
    with making() as opened:
        row = opened.get_one(OwnerConsent, world["consent"].id)
        consents.withdraw(row, by=BY)
        asked = opened.exec(select(DeletionRequest)).one()
        assert (asked.holder, asked.due_on) == (world["body"].id, today() + timedelta(days=14))
        assert set(asked.items) == set(ALL)
    assert "渡せる家" not in world["desk"].post(f"{path}/file", expect=200).html
    assert "消してください" in world["desk"].get(path).text
    time_machine.move_to(asked.asked_at + timedelta(days=12))
    catch_up_twice(making)
    time_machine.move_to(asked.asked_at + timedelta(days=16))
    catch_up_twice(making)
    assert subjects(making, "desk@example.jp").count("削除の期限が近づいています：渡せる家") == 1
    assert subjects(making, "desk@example.jp").count("削除の期限が過ぎました：渡せる家") == 1
    clerk, desk = world["again"]()
    assert "期限を過ぎています" in clerk.get("/staff/packages/deletions").text
    page = desk.get(f"/desk/deletions/{asked.id}")
    desk.submit(page, "すべて消したと知らせる", {"note": "フォルダから消しました"}).follow()
    assert "フォルダから消しました" in clerk.get("/staff/packages/deletions").text
    desk.post(f"/desk/deletions/{asked.id}", {"note": ""}, expect=409)


def catch_up_twice(making):
    for _ in range(2):
        with making():
            jobs.catch_up()


def subjects(making, email):
    with making() as opened:
        return list(opened.exec(select(Letter.subject).where(Letter.to_email == email)))


def test_another_consent_that_still_covers_it_needs_no_deletion(making, world):
    delivered(world)
    with making() as opened:
        second = a_consent(opened.get_one(Listing, world["agreed"].id), items=ALL, owner_email="co@example.jp")
        session().add(ConsentRecipient(consent_id=second.id, kind=RecipientKind.ALL_CORPORATIONS, name="すべて"))
        consents.withdraw(opened.get_one(OwnerConsent, world["consent"].id), by=BY)
        assert opened.exec(select(DeletionRequest)).all() == []
        assert opened.exec(select(PackageItem).where(col(PackageItem.recalled_at).is_not(None))).all() == []


def test_a_consent_that_ran_out_recalls_too_and_is_announced_before(making, world, time_machine):
    delivered(world)
    with making() as opened:
        opened.get_one(OwnerConsent, world["consent"].id).valid_until = today() + timedelta(days=30)
    catch_up_twice(making)
    from webapp.core import jobs as queue

    with making() as opened:
        planned = opened.exec(select(queue.Job).where(queue.Job.kind == jobs.ENDS_SOON)).all()
        assert len(planned) == 1
        jobs.ends_soon(planned[0].payload)
    assert "家の掲載の同意が、もうすぐ期限です" in subjects(making, "owner@example.jp")
    time_machine.move_to(date.fromordinal(today().toordinal() + 32))
    catch_up_twice(making)
    with making() as opened:
        assert len(opened.exec(select(DeletionRequest)).all()) == 1


def test_all_corporations_means_designated_ones(making, world):
    with making() as opened:
        listing = opened.get_one(Listing, world["silent"].id)
        consent = opened.exec(select(OwnerConsent).where(OwnerConsent.listing_id == listing.id)).one()
        recipients.note(consent, recipients.chosen(listing, ["all_corporations:"]))
        stranger = a_corporation(name="よその法人")
        assert recipients.items_for_corporation(listing, world["body"].id) == {"public_address", "building"}
        assert recipients.items_for_corporation(listing, stranger.id) == set()
        with pytest.raises(RuleBroken):
            recipients.chosen(listing, [f"corporation:{stranger.id}"])
        with pytest.raises(RuleBroken):
            actions.start(TOWN, stranger.id, title="x", purpose="y", ends_on=today(), by=world["by"])


def test_the_end_of_a_designation_or_of_its_time_ends_what_was_handed_over(making, world, time_machine):
    first, second = delivered(world), delivered(world)
    time_machine.move_to(date.fromordinal(today().toordinal() + 61))
    with making() as opened:
        opened.get_one(InfoPackage, second.rpartition("/")[2]).ends_on = today() + timedelta(days=5)
        following.catch_up()
    _clerk, desk = world["again"]()
    desk.post(f"{first}/file", expect=409)
    desk.post(f"{second}/file", expect=200)
    with making() as opened:
        designation = a_designation(a_corporation(), "382035", status=DesignationStatus.ENDED)
        designation.corporation_id, designation.municipality_code = world["body"].id, TOWN
        following.follow(designation, by=BY)
        rows = opened.exec(select(InfoPackage)).all()
        assert {row.status for row in rows} == {PackageStatus.ENDED}


def test_other_towns_and_corporations_find_nothing(making, world, signed_in):
    path = delivered(world)
    with making():
        clerk = a_clerk("382035")
        other = a_staff_user(Role.CORPORATION, a_corporation(name="よその法人").id)
    signed_in(clerk).get(path.replace("/desk/", "/staff/"), expect=404)
    signed_in(other).get(path, expect=404)
    signed_in(other).post(f"{path}/file", expect=404)
    draft = started(world).replace("/staff/", "/desk/")
    world["desk"].get(draft, expect=404)


def test_the_owner_sees_who_got_it_takes_it_along_and_erases(making, world, signed_in, client):
    delivered(world)
    with making():
        owner = a_resident_user(email="owner@example.jp")
        a_resident(owner)
    browser = signed_in(owner)
    assert "里の手" in browser.get("/my/homes").text
    assert "里の手" in browser.get("/my/data/futamachi.json").html
    from webapp.listings.consents import own_data

    with making() as opened:
        own_data.erase(owner.id, by=BY)
        row = opened.get_one(OwnerConsent, world["consent"].id)
        assert (row.owner_name, row.owner_email, row.evidence) == ("", "", "")
        assert row.withdrawn_at is not None
        assert opened.get_one(Listing, world["agreed"].id).status is ListingStatus.PAUSED
        assert len(recall.requests_of(row)) == 1
        assert queries.given_of(opened.get_one(Listing, world["agreed"].id))[0][2].recalled_at is not None
