"""興味あり and 今は違う: what is told to whom, once, with the name only if wanted, and taken back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_staff_user
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.listings import a_listing
from tests.factories.matches import a_matchable
from tests.factories.municipalities import a_municipality
from tests.support.client import PageClient
from webapp.accounts import queries as accounts
from webapp.core.actor import ANONYMOUS, Role
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.letters import Letter
from webapp.listings.models import ListingKind
from webapp.matches import actions
from webapp.matches.models import EventKind, MatchEvent, MatchFeedback, Verdict, WhyNotNow
from webapp.residents.models import Consent, ConsentPurpose

SignedIn = Callable[..., PageClient]


def letters(database: Any) -> list[Letter]:
    with database.transaction(read_only=True) as s:
        return [row for row in s.exec(select(Letter)) if "興味のある人" in row.subject]


def feedback(database: Any) -> list[MatchFeedback]:
    with database.transaction(read_only=True) as s:
        return list(s.exec(select(MatchFeedback)))


@pytest.mark.parametrize("shows_name", [False, True])
def test_interest_is_told_to_the_town_with_the_name_only_if_wanted(
    database: Any, signed_in: SignedIn, shows_name: bool
) -> None:
    with database.transaction():
        user, clerk = a_matchable(), a_clerk("202151")
        listing = a_listing("202151", ListingKind.NEED, title="草刈りの手伝い")
    browser = signed_in(user)
    page = browser.get(f"/my/matches/{listing.id}/interest")
    assert "長野県塩尻市" in page.text
    assert "住所・家族・予算・連絡先は伝えません" in page.text
    done = browser.submit(page, "興味ありと伝える", {"shows_name": "y" if shows_name else None}).follow()
    assert "興味があることを伝えました" in done.html
    assert "興味ありと伝えました" in done.text
    (letter,) = letters(database)
    assert letter.to_email == clerk.email
    assert ("佐藤 花子" in str(letter.content)) is shows_name
    (row,) = feedback(database)
    assert (row.verdict, row.shows_name, bool(row.model_version)) == (Verdict.INTERESTED, shows_name, True)


def test_interest_in_a_corporations_listing_is_told_to_the_corporation(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user, _clerk = a_matchable(), a_clerk("202151")
        corporation = a_corporation()
        a_designation(corporation, "202151")
        worker = a_staff_user(Role.CORPORATION, corporation.id)
        listing = a_listing("202151", ListingKind.NEED, corporation_id=corporation.id)
    browser = signed_in(user)
    page = browser.get(f"/my/matches/{listing.id}/interest")
    assert corporation.name in page.text
    browser.submit(page, "興味ありと伝える")
    assert [letter.to_email for letter in letters(database)] == [worker.email]


def test_the_place_gets_one_letter_however_often_the_answer_changes(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user, _clerk = a_matchable(), a_clerk("202151")
        listing = a_listing("202151", ListingKind.NEED)
    browser = signed_in(user)
    browser.post(f"/my/matches/{listing.id}/interest")
    browser.post(f"/my/matches/{listing.id}/interest")
    browser.post(f"/my/matches/{listing.id}/back")
    assert feedback(database) == []
    browser.post(f"/my/matches/{listing.id}/interest")
    assert len(letters(database)) == 1
    with database.transaction(read_only=True) as s:
        kinds = [row.kind for row in s.exec(select(MatchEvent).order_by(MatchEvent.id))]
    assert kinds == [EventKind.INTERESTED, EventKind.TAKEN_BACK, EventKind.INTERESTED]


def test_a_name_added_later_is_told_and_stays_told(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user, _clerk = a_matchable(), a_clerk("202151")
        listing = a_listing("202151", ListingKind.NEED)
    browser = signed_in(user)
    for choice in ({}, {"shows_name": "y"}, {"shows_name": "y"}, {}):
        browser.post(f"/my/matches/{listing.id}/interest", choice)
    assert ["佐藤 花子" in str(letter.content) for letter in letters(database)] == [False, True]
    assert [row.shows_name for row in feedback(database)] == [True]
    assert "お名前も伝えました" in browser.get("/my/matches").text


def test_reasons_for_not_now_are_kept_and_undone(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_matchable()
        listing = a_listing("202151", ListingKind.NEED, title="草刈りの手伝い")
    browser = signed_in(user)
    page = browser.submit(browser.get("/my/matches?kind=need"), f"/my/matches/{listing.id}/aside").follow()
    assert page.response.request.args["kind"] == "need"
    page = browser.submit(page, "遠い").follow()
    assert "理由を残しました：遠い" in page.html
    assert [row.reason for row in feedback(database)] == [WhyNotNow.FAR]
    browser.submit(page, "元に戻す")
    assert feedback(database) == []


def test_impossible_reasons_and_orders_are_refused(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_matchable()
        listing = a_listing("202151", ListingKind.NEED)
    browser = signed_in(user)
    browser.post(f"/my/matches/{listing.id}/aside", {"reason": "ugly"}, expect=404)
    browser.post(f"/my/matches/{listing.id}/interest")
    page = browser.post(f"/my/matches/{listing.id}/aside", expect=409)
    assert "先に「興味あり」を取り消してください" in page.text


def test_interest_after_not_now_replaces_it(session: Any) -> None:
    user, listing = a_matchable(), a_listing("202151", ListingKind.NEED)
    actor = accounts.actor_of(user)
    actions.put_aside(listing, by=actor, reason=WhyNotNow.DEAR)
    actions.show_interest(listing, by=actor)
    assert [row.verdict for row in session.exec(select(MatchFeedback))] == [Verdict.INTERESTED]
    with pytest.raises(NotAllowed):
        actions.put_aside(listing, by=ANONYMOUS)


@pytest.mark.parametrize("why", ["secrecy", "consent"])
def test_who_is_not_matched_tells_no_interest(session: Any, why: str) -> None:
    user, listing = a_matchable(is_confidential=why == "secrecy"), a_listing("202151", ListingKind.NEED)
    if why == "consent":
        session.add(Consent(user_id=user.id, purpose=ConsentPurpose.MATCHING, text_version="x", is_given=False))
        session.flush()
    with pytest.raises(RuleBroken, match="秘匿" if why == "secrecy" else "同意"):
        actions.show_interest(listing, by=accounts.actor_of(user))
    assert session.exec(select(MatchFeedback)).all() == []
    assert session.exec(select(Letter)).all() == []


def test_too_many_interests_a_day_are_stopped(
    database: Any, signed_in: SignedIn, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_INTERESTS", 1)
    services = app.extensions["futamachi"]
    monkeypatch.setattr(services, "settings", services.settings.model_copy(update={"rate_limits": True}))
    with database.transaction():
        user = a_matchable(birth_date=date(1980, 1, 1))
        a_municipality("202151")
        first, second = (a_listing("202151", ListingKind.NEED) for _ in range(2))
    browser = signed_in(user)
    browser.post(f"/my/matches/{first.id}/interest")
    browser.post(f"/my/matches/{second.id}/interest", expect=429)
