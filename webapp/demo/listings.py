"""The demo's listings: made-up ones of every kind in five real towns, most of them published, some on their way."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select

from webapp.accounts import queries as people
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.corporations.models import Corporation
from webapp.demo import stories_east, stories_services, stories_west
from webapp.demo.listing_stories import Story
from webapp.demo.world import MAIN_TOWN, World
from webapp.listings import actions
from webapp.listings.consents import actions as consents
from webapp.listings.life import actions as life
from webapp.listings.models import LISTING, ConsentItem, Listing, ListingKind, OwnerConsent
from webapp.listings.wages.actions import WageRow, take_over

BY = system_actor("demo")
#: in these prefectures the demo has a minimum wage; elsewhere a clerk confirms
PREFECTURES, EXAMPLE_WAGE, EXAMPLE = ("200000", "370002", "380008"), 1_000, "架空の例（実際の額ではありません）"
ITEMS = [item.value for item in ConsentItem]
#: title → where it stands; every other story is published
ON_THE_WAY = {"駅まで歩けるお試し住宅": "submitted", "宿場の案内所で、週末だけの案内役": "correction"}
NEGOTIATED, TAKEN = "城下町の長屋を、半分だけ貸します", "段々畑の上の一軒家、無償でゆずります"
#: nobody said for half a year whether it still holds
UNCONFIRMED, DAYS_AGO = "入り江の漁師の家", 185
ASKED = "川音の聞こえる町なかの借家"


def seed(world: World) -> None:
    """Make them once; `world.things["listings"]` finds each by its title."""
    known = {row.title: row for row in _existing()}
    if not known:
        take_over([WageRow(code, date(2025, 10, 1), EXAMPLE_WAGE) for code in PREFECTURES], EXAMPLE)
        stories = (*stories_east.STORIES, *stories_west.STORIES, *stories_services.STORIES)
        known = {story.title: _listing(story, number, world) for number, story in enumerate(stories)}
    world.things["listings"] = known


def _existing() -> Sequence[Listing]:
    return session().exec(select(Listing).where(col(Listing.is_demo))).all()


def _listing(story: Story, number: int, world: World) -> Listing:
    corporation = _corporation_of(story, world)
    writer = people.actor_of(world.users["corporation" if story.town in ("202151", "212172") else "corporation2"])
    listing = actions.start(
        ListingKind(story.kind),
        municipality_code=story.town,
        title=story.title,
        corporation_id=corporation.id if corporation else None,
        by=writer if corporation else BY,
        is_demo=True,
    )
    actions.revise(listing, _answers(story), by=writer if corporation else BY)
    if story.title == ASKED:
        owner = world.users["owner"]
        consents.ask(listing, by=writer, name=owner.display_name, email=owner.email, items=ITEMS)
        return listing
    if listing.kind is ListingKind.HOME:
        _consent(listing, world, number)
    _advance(listing, ON_THE_WAY.get(story.title, "published"), number, writer, world)
    return listing


def _corporation_of(story: Story, world: World) -> Corporation | None:
    """Corporations show homes and work; needs, services, and all of 佐渡市, are the towns' own."""
    if story.kind in ("need", "service"):
        return None
    made: dict[str, Corporation] = world.things["corporations"]
    return {"202151": made["kiso"], "212172": made["kiso"], "382035": made["seto"], "372081": made["seto"]}.get(
        story.town
    )


def _answers(story: Story) -> dict[str, Any]:
    texts = {"summary": story.summary, "body": story.body, "drawbacks": story.drawbacks}
    topics = {"themes": story.themes.split(), "skills": story.skills.split()}
    return {**story.answers, **texts, **topics, "expires_on": today() + timedelta(days=180)}


def _consent(listing: Listing, world: World, number: int) -> None:
    """Most owners signed a paper; the demo's owner answered by letter and can take it back."""
    owner = world.users["owner"]
    if listing.municipality_code != MAIN_TOWN:
        evidence = f"架空の例：同意書 第{number + 1}号"
        consents.record_paper(listing, by=BY, name="見本 の所有者", items=ITEMS, evidence=evidence)
        return
    session().add(
        OwnerConsent(
            listing_id=listing.id,
            municipality_code=listing.municipality_code,
            owner_name=owner.display_name,
            owner_email=owner.email,
            owner_user_id=owner.id,
            items=ITEMS,
            recipient="長野県塩尻市",
            purpose="二地域での暮らしを考える人に、家を紹介するため",
            text_version=consents.TEXT_VERSION,
            given_at=now() - timedelta(days=20),
        )
    )
    session().flush()


def _advance(listing: Listing, status: str, number: int, writer: Actor, world: World) -> None:
    """Move it on; only what still waits for somebody brings a letter into the demo's mail box."""
    if status != "published":
        actions.submit(listing, by=writer)
        if status == "correction":
            clerk = people.actor_of(world.users["clerk"])
            actions.ask_correction(listing, by=clerk, reason="集合場所と、雨の日の扱いを書き足してください。")
        return
    LISTING.apply(listing, "submit", by=BY)
    age = DAYS_AGO if listing.title == UNCONFIRMED else 0
    listing.submitted_at, listing.as_of = now(), today() - timedelta(days=age)
    LISTING.apply(listing, "publish", by=BY)
    actions.go_public(listing)
    listing.published_at = now() - timedelta(hours=7 * number)
    if listing.title == NEGOTIATED:
        life.negotiate(listing, by=BY)
    if listing.title == TAKEN:
        life.contract(listing, by=BY)
