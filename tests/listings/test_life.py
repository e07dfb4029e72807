"""A shown listing stays true: talks, contract, questions after 180 days, hidden after 210, put away in the end."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_staff_user
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.listings import a_consent, a_listing
from webapp.core.actor import Role, system_actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.letters import Letter
from webapp.core.trail import history_of
from webapp.listings.consents import actions as consents
from webapp.listings.jobs import catch_up
from webapp.listings.life.models import Confirmation
from webapp.listings.models import Listing, ListingStatus, OwnerConsent

TOWN = "202151"
WORDS = {"summary": "日当たりのよい家です。", "body": "庭があります。"}


@pytest.fixture
def world(making, signed_in):
    """A corporation with a published home whose owner agreed, and its town's clerk."""
    with making():
        corporation = a_corporation(name="山里くらし支援")
        a_designation(corporation, TOWN)
        person = a_staff_user(Role.CORPORATION, corporation.id, email="desk@example.jp")
        clerk = a_clerk(TOWN, email="clerk@example.jp")
        row = a_listing(corporation_id=corporation.id, as_of=today(), expires_on=today() + timedelta(days=400), **WORDS)
        a_consent(row)
    return {"row": row, "desk": signed_in(person), "town": signed_in(clerk)}


def aged(making, row, days, **changes):
    """Its information is so many days old."""
    with making() as opened:
        found = opened.get_one(Listing, row.id)
        found.as_of = today() - timedelta(days=days)
        for name, value in changes.items():
            setattr(found, name, value)


def round_of_the_worker(making):
    with making():
        catch_up()


def stored(making, row):
    with making():
        return session().get_one(Listing, row.id)


def letters(making):
    with making():
        return [(x.to_email, x.subject, x.content) for x in session().exec(select(Letter).order_by(Letter.id))]


def test_talks_and_a_contract_are_shown_and_end_by_themselves(making, world, client):
    row, desk = world["row"], world["desk"]
    desk.post(f"/desk/listings/{row.id}/negotiate")
    assert "いま交渉中です" in client.get(f"/listings/{row.id}").text
    desk.post(f"/desk/listings/{row.id}/offer_again")
    desk.post(f"/desk/listings/{row.id}/contract")
    assert "契約済です" in client.get(f"/listings/{row.id}").text
    assert row.title not in client.get("/listings").text
    aged(making, row, 0, ended_at=now() - timedelta(days=89))
    round_of_the_worker(making)
    assert stored(making, row).status is ListingStatus.CONTRACTED
    aged(making, row, 0, ended_at=now() - timedelta(days=91))
    round_of_the_worker(making)
    assert stored(making, row).status is ListingStatus.ARCHIVED
    client.get(f"/listings/{row.id}", expect=404)


@pytest.mark.parametrize("move", ["negotiate", "offer_again", "contract", "confirm"])
def test_strangers_move_nothing_and_a_draft_cannot_be_marked(making, world, signed_in, move):
    with making():
        stranger = a_clerk("382035")
    signed_in(stranger).post(f"/desk/listings/{world['row'].id}/{move}", expect=404)
    aged(making, world["row"], 0, status=ListingStatus.CORRECTION)
    world["desk"].post(f"/desk/listings/{world['row'].id}/{move}", expect=409)


def test_after_180_days_maker_and_owner_are_asked_once(making, world, client):
    aged(making, world["row"], 179)
    round_of_the_worker(making)
    assert letters(making) == []
    assert "確認中" not in client.get(f"/listings/{world['row'].id}").text
    aged(making, world["row"], 180)
    for _time in range(2):
        round_of_the_worker(making)
    assert [(to, subject) for to, subject, _content in letters(making)] == [
        ("desk@example.jp", "まだ募集していますか：山の見える平屋"),
        ("owner@example.jp", "まだ募集していますか：山の見える平屋"),
    ]
    assert "確認中" in client.get(f"/listings/{world['row'].id}").text


def link_to_owner(making, world, days=180):
    aged(making, world["row"], days)
    round_of_the_worker(making)
    return next(content["link"] for to, _subject, content in letters(making) if to == "owner@example.jp")


def test_the_owner_answers_by_one_click_and_only_once(making, world, client):
    link = link_to_owner(making, world)
    page = client.get(link)
    assert "まだ募集していますか" in page.h1
    assert stored(making, world["row"]).as_of < today()
    client.submit(page, "まだ募集しています").follow()
    assert stored(making, world["row"]).as_of == today()
    client.post(link, {"answer": "no"}, expect=409)
    assert stored(making, world["row"]).status is ListingStatus.PUBLISHED


def test_no_longer_hides_it_at_once_and_tells_maker_and_town(making, world, client):
    link = link_to_owner(making, world)
    client.submit(client.get(link), "もう募集していません").follow()
    client.get(f"/listings/{world['row'].id}", expect=404)
    told = {to for to, subject, _content in letters(making) if "もう募集していない" in subject}
    assert told == {"desk@example.jp", "clerk@example.jp"}


def test_a_wrong_link_or_no_answer_changes_nothing(making, world, client):
    client.get("/listings/confirm/wrong", expect=404)
    link = link_to_owner(making, world)
    client.post(link, {"answer": "perhaps"}, expect=409)
    assert stored(making, world["row"]).status is ListingStatus.PUBLISHED


def silent_for_long(making, world):
    """Asked long ago, and nobody answered."""
    aged(making, world["row"], 210)
    round_of_the_worker(making)
    assert stored(making, world["row"]).status is ListingStatus.PUBLISHED, "nobody is hidden before they could answer"
    with making() as opened:
        for question in opened.exec(select(Confirmation)):
            question.asked_at = now() - timedelta(days=30)
    round_of_the_worker(making)


def test_after_210_days_without_an_answer_it_is_hidden_and_one_click_brings_it_back(making, world, client):
    silent_for_long(making, world)
    assert stored(making, world["row"]).status is ListingStatus.STALE
    client.get(f"/listings/{world['row'].id}", expect=404)
    desk = world["desk"]
    page = desk.get(f"/desk/listings/{world['row'].id}/summary")
    desk.submit(page, "まだ募集しています").follow()
    row = stored(making, world["row"])
    assert (row.status, row.as_of) == (ListingStatus.PUBLISHED, today())
    client.get(f"/listings/{row.id}")


def test_what_lost_its_consent_meanwhile_does_not_come_back(making, world):
    silent_for_long(making, world)
    with making() as opened:
        consent = opened.exec(select(OwnerConsent)).one()
        consent.withdrawn_at = now()
    page = world["desk"].post(f"/desk/listings/{world['row'].id}/confirm", expect=409)
    assert "同意" in page.text
    assert stored(making, world["row"]).status is ListingStatus.STALE


def test_a_contract_does_not_outlive_the_owners_consent(making, world, client):
    world["desk"].post(f"/desk/listings/{world['row'].id}/contract")
    with making() as opened:
        consent = opened.exec(select(OwnerConsent)).one()
        consents.withdraw(consent, by=system_actor("test"))
    assert stored(making, world["row"]).status is ListingStatus.ARCHIVED
    client.get(f"/listings/{world['row'].id}", expect=404)


def test_what_its_town_resumes_is_not_hidden_again_at_once(making, world):
    silent_for_long(making, world)
    aged(making, world["row"], 210, status=ListingStatus.PAUSED)
    world["town"].post(f"/staff/listings/{world['row'].id}/resume")
    round_of_the_worker(making)
    assert stored(making, world["row"]).status is ListingStatus.PUBLISHED


def test_a_price_is_changed_in_public_and_the_trail_says_so(making, world, client):
    aged(making, world["row"], 100)
    desk, row = world["desk"], world["row"]
    page = desk.get(f"/desk/listings/{row.id}/touch-up")
    desk.submit(page, "直して、きょうの情報にする", {"price": "3000000"}).follow()
    assert "300万円" in client.get(f"/listings/{row.id}").text
    kept = stored(making, row)
    assert (kept.status, kept.as_of) == (ListingStatus.PUBLISHED, today())
    with making():
        last = history_of(session().get_one(Listing, row.id))[-1]
    assert (last.action, last.reason) == ("listing.touch_up", "売りたい価格：3,500,000 → 3,000,000")


def test_a_quick_change_may_not_break_a_rule(making, world):
    desk, row = world["desk"], world["row"]
    desk.post(f"/desk/listings/{row.id}/touch-up", {"price": "", "expires_on": ""}, expect=409)
    assert stored(making, row).price == 3_500_000
    desk.post(f"/desk/listings/{row.id}/touch-up", {"price": "やすく"}, expect=422)


def test_what_ended_long_ago_is_put_away_and_the_town_may_do_it_sooner(making, world):
    aged(making, world["row"], 0, status=ListingStatus.CLOSED, ended_at=now() - timedelta(days=366))
    with making():
        sooner = a_listing(status=ListingStatus.EXPIRED)
    round_of_the_worker(making)
    assert stored(making, world["row"]).status is ListingStatus.ARCHIVED
    world["town"].post(f"/staff/listings/{sooner.id}/archive")
    assert stored(making, sooner).status is ListingStatus.ARCHIVED
    desk = world["desk"]
    assert world["row"].title not in desk.get("/desk/listings").text
    assert world["row"].title in desk.get("/desk/listings?archived=1").text
