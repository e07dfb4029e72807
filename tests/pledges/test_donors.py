"""Donors' own pages: links of guests, claiming, own data, erasing, what is forgotten by itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from tests.factories.accounts import a_resident_user, a_user, actor_of
from tests.factories.pledges import a_pledge
from tests.pledges.walking import DONOR, GUEST, an_open_project, send, to_confirm, to_donor
from tests.support.client import PageClient
from webapp.accounts import own_account
from webapp.core.actor import system_actor
from webapp.core.clock import now
from webapp.core.letters import Letter
from webapp.pledges import actions, claiming, guests, own_data
from webapp.pledges.jobs import day
from webapp.pledges.models import Pledge, PledgeDraft, PledgeStatus
from webapp.projects.models import Project
from webapp.receipts.models import Receipt
from webapp.residents.models import Resident

SignedIn = Callable[..., PageClient]
BY = system_actor("tests")


def a_guests_pledge(project: Project, email: str = "guest@example.jp", **changes: Any) -> Pledge:
    """An offered pledge of somebody without an account."""
    pledge = a_pledge(project=project, **changes)
    pledge.user_id, pledge.email = None, email
    return pledge


def test_a_guests_letter_opens_the_paid_pledge_and_forgets_its_link(database: Any, client: PageClient) -> None:
    with database.transaction() as s:
        pledge = a_guests_pledge(an_open_project())
        actions.mark_awaiting(pledge, by=BY)
        actions.mark_paid(pledge, now(), by=BY)
        first, thanks = s.exec(select(Letter).where(Letter.to_email == pledge.email).order_by(col(Letter.id)))
        assert "コンビニ" in first.subject
        assert thanks.content["is_secret"]
    page = client.get(thanks.content["link"])
    assert "寄附を受け取りました" in page.text
    assert "佐藤 花子" in page.text
    assert client.get(first.content["link"]).h1 == page.h1
    receipt = next(href for words, href in page.links().items() if "受領証明書を開く" in words)
    assert "10,000円" in client.get(receipt).text


def test_who_signs_up_with_the_same_address_may_add_what_was_given_before(
    database: Any, signed_in: SignedIn, client: PageClient
) -> None:
    with database.transaction():
        project = an_open_project()
        pledge, other = a_guests_pledge(project), a_guests_pledge(project, "other@example.jp")
        key, other_key = guests.new_key(pledge), guests.new_key(other)
        person = a_user(email="guest@example.jp")
        unproven = a_user(email="other@example.jp", email_verified_at=None)
        assert claiming.claimable(actor_of(unproven)) == []
        assert claiming.claim(by=actor_of(unproven)) == 0
    browser = signed_in(person)
    mine = browser.get("/my/pledges")
    assert "1件あります" in mine.text
    assert "古い駅舎" in browser.submit(mine, "自分の寄附に加える").follow().text
    assert browser.get(f"/my/pledges/{pledge.id}").text
    browser.get(f"/my/pledges/{other.id}", expect=404)
    assert client.get(f"/donations/{key}", expect=303).location == f"/my/pledges/{pledge.id}"
    client.post(f"/donations/{key}/pay", expect=404)
    assert "佐藤" in client.get(f"/donations/{other_key}").text


def test_who_asks_for_secrecy_is_not_asked_for_a_shown_name(
    database: Any, signed_in: SignedIn, paid_at: list[Any]
) -> None:
    with database.transaction() as s:
        project = an_open_project()
        person = a_resident_user()
        s.add(Resident(user_id=person.id, family_name="佐藤", given_name="花子", is_confidential=True))
    browser = signed_in(person)
    page = to_donor(browser, project)
    assert "名前は公開されません" in page.text
    assert "佐藤 花子" in page.html
    assert not page.tree.select_one("[name=shown_name]")
    forged = {**DONOR, "shows_name": "y", "shown_name": "花"}
    browser.post(f"/projects/{project.id}/pledge/who", forged)
    send(browser, browser.get(f"/projects/{project.id}/pledge/confirm"))
    with database.transaction() as s:
        assert not s.exec(select(Pledge.shows_name)).one()
    assert paid_at


def test_own_data_holds_pledges_and_drafts_and_erasing_leaves_what_the_law_keeps(
    database: Any, signed_in: SignedIn
) -> None:
    with database.transaction():
        project = an_open_project()
        person = a_resident_user()
        paid = a_pledge(person, project, message="応援", shows_name=True, shown_name="花")
        lapsed, waiting = (a_pledge(person, project) for _ in range(2))
        actions.mark_paid(paid, now(), by=BY)
        actions.mark_lapsed(lapsed, by=BY)
        lapsed.created_at = now() - timedelta(days=30)
    to_confirm(signed_in(person), project, "3000")
    with database.transaction() as s:
        data = own_data.exported(actor_of(person))
        assert {row["id"] for row in data["pledges"]} == {paid.id, lapsed.id, waiting.id}
        assert any("自分の意思で" in line for line in data["pledges"][0]["agreement"])
        assert data["pledge_drafts"][0]["answers"]["donor_name"] == "佐藤 花子"
        own_data.erase(person.id, by=actor_of(person))
    with database.transaction() as s:
        kept = s.get_one(Pledge, paid.id)
        assert (kept.donor_name, kept.message, kept.shown_name, kept.shows_name) == ("佐藤 花子", "", "", False)
        assert s.exec(select(Receipt.donor_name)).one() == "佐藤 花子"
        gone = s.get_one(Pledge, lapsed.id)
        assert (gone.donor_name, gone.donor_address, gone.user_id) == ("", "", None)
        assert s.get_one(Pledge, waiting.id).donor_name == "佐藤 花子"
        assert s.exec(select(PledgeDraft)).all() == []


def test_what_nobody_pays_ends_and_is_forgotten(database: Any, app: Any, client: PageClient) -> None:
    with database.transaction() as s:
        project = an_open_project()
        new, abandoned, long_ago = (a_guests_pledge(project) for _ in range(3))
        abandoned.created_at = now() - timedelta(days=3)
        long_ago.created_at = now() - timedelta(days=100)
        actions.mark_lapsed(long_ago, by=BY)
    to_confirm(client, project, **GUEST)
    with database.transaction() as s:
        s.exec(select(PledgeDraft)).one().updated_at = now() - timedelta(days=8)
    with app.app_context():
        day({})
        day({})
    with database.transaction() as s:
        known = [s.get_one(Pledge, row.id) for row in (new, abandoned, long_ago)]
        assert [row.status for row in known] == [PledgeStatus.PENDING, PledgeStatus.LAPSED, PledgeStatus.LAPSED]
        assert [(row.donor_name, row.email) for row in known[1:]] == [("佐藤 花子", "guest@example.jp"), ("", "")]
        assert s.exec(select(PledgeDraft)).all() == []
        assert len([one for one in s.exec(select(Letter)) if "お支払いが確認できません" in one.subject]) == 2


def test_who_closed_their_account_is_written_to_on_paper_and_no_dead_address_leaves(database: Any) -> None:
    with database.transaction():
        donor = a_resident_user()
        pledge = a_pledge(donor, an_open_project())
        assert guests.addressee_of(pledge).email == donor.email
        own_account.close_account(donor, by=actor_of(donor))
        to = guests.addressee_of(pledge)
        assert (to.email, to.display_name, to.kept_by) == ("", "佐藤 花子", pledge.municipality_code)
