"""Who fits a listing, as its town or its maker may see it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from matching import Match
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.themes import SKILL_LABELS, THEME_LABELS
from webapp.listings import queries as listings
from webapp.listings.models import Listing, ListingKind, ListingStatus
from webapp.matches.models import MatchFeedback, Verdict
from webapp.matches.people.anonymity import DAYS, REGIONS, Sketch, is_too_few, pseudonym
from webapp.matches.people.pool import still_findable
from webapp.matches.people.ranked import Ranked, ranked
from webapp.matches.people.senders import Sender, sender_for
from webapp.matches.people.wording import Fact, caution_of, facts_of
from webapp.matches.scouting import queries as scouts
from webapp.matches.scouting.models import Scout
from webapp.matches.weighing.queries import weights_of
from webapp.municipalities import queries as municipalities
from webapp.residents.models import StayDays

MOST_LISTINGS = 200


@dataclass(frozen=True)
class Candidate:
    """One nameless person as a place sees them; `scout` is what the place already asked them for this listing."""

    code: str
    score: int
    home: str
    rhythm: str
    themes: list[str]
    skills: list[str]
    facts: list[Fact]
    caution: str
    scout: Scout | None

    @property
    def reasons(self) -> list[str]:
        """What speaks for the person, as the place reads it."""
        return [fact.to_place() for fact in self.facts]


@dataclass(frozen=True)
class Shown:
    """The candidates of a listing, and among how many people they were looked for."""

    sender: Sender
    candidates: list[Candidate]
    looked_at: int
    people: list[str] = field(default_factory=list)  # their accounts, for the note of who was shown


def listings_for(actor: Actor) -> list[Listing]:
    """Published listings for which the actor may look for people: the town's, or what the actor wrote; needs first."""
    own = select(Listing).where(
        col(Listing.municipality_code).in_(actor.municipalities), Listing.status == ListingStatus.PUBLISHED
    )
    needs_first = sa.case((col(Listing.kind) == ListingKind.NEED, 0), else_=1)
    order = (needs_first, col(Listing.published_at).desc(), col(Listing.id))
    found = list(session().exec(own.order_by(*order).limit(MOST_LISTINGS))) if actor.municipalities else []
    written = [row for row in listings.desk_listings_for(actor) if row.is_public]
    known = {row.id for row in found}
    return [*found, *(row for row in written if row.id not in known)]


def interest_in(listing_ids: list[str]) -> Counter[str]:
    """How many people said 「興味あり」 to each of these listings."""
    chosen = select(MatchFeedback.listing_id, sa.func.count()).where(
        col(MatchFeedback.listing_id).in_(listing_ids), MatchFeedback.verdict == Verdict.INTERESTED
    )
    return Counter(dict(session().exec(chosen.group_by(col(MatchFeedback.listing_id))).all()))


def candidates_for(actor: Actor, listing: Listing) -> Shown:
    """The people who fit a listing of the actor's, best first."""
    sender = sender_for(actor, listing)
    found = _ranked(actor, listing, sender)
    asked = {scout.user_id: scout for scout in scouts.of_listing(listing.id, sender.key)}
    interested = _interested_in(listing) & found.people.keys()
    if is_too_few(len(interested)):
        interested = set()
    prefectures = {town.code[:2]: town.name for town in municipalities.prefectures()}
    made = [
        _candidate(listing, match, found, prefectures, match.resident_id in interested, asked.get(match.resident_id))
        for match in found.matches
    ]
    return Shown(sender, made, len(found.people), [match.resident_id for match in found.matches])


def candidate_for(actor: Actor, listing: Listing, code: str) -> tuple[Candidate, str]:
    """One of these people with the account behind the code. Raises NotThere when nobody here has it."""
    sender = sender_for(actor, listing)
    found = _ranked(actor, listing, sender)
    ids = {pseudonym(listing.id, match.resident_id): match.resident_id for match in found.matches}
    chosen = next((c for c in candidates_for(actor, listing).candidates if c.code == code), None)
    if chosen is None or code not in ids:
        raise NotThere(_("この候補は、いまは並んでいません。一覧に戻って、最新の候補を確かめてください。"))
    return chosen, ids[code]


def _ranked(actor: Actor, listing: Listing, sender: Sender) -> Ranked:
    left_out = scouts.blocking(sender.key) | {actor.user_id or ""}
    weights = weights_of(sender.municipality_code) if sender.corporation_id is None else None
    found = ranked(listing, sender, frozenset(left_out), weights)
    shown = still_findable([match.resident_id for match in found.matches], sender.purpose)
    return replace(found, matches=[match for match in found.matches if match.resident_id in shown])


def _interested_in(listing: Listing) -> set[str]:
    chosen = select(MatchFeedback.user_id).where(
        MatchFeedback.listing_id == listing.id, MatchFeedback.verdict == Verdict.INTERESTED
    )
    return set(session().exec(chosen))


def _candidate(
    listing: Listing,
    match: Match,
    found: Ranked,
    prefectures: dict[str, str],
    is_interested: bool,
    scout: Scout | None,
) -> Candidate:
    person = found.people[match.resident_id]
    sketch = found.crowd.sketch(person)
    return Candidate(
        code=pseudonym(listing.id, person.id),
        score=round(match.score),
        home=_home(sketch, prefectures),
        rhythm=_rhythm(sketch),
        themes=_in_common(person.themes, listing.themes, THEME_LABELS),
        skills=_in_common(person.skills, listing.skills, SKILL_LABELS),
        facts=facts_of(match, tells_family=False, is_interested=is_interested),
        caution=caution_of(match),
        scout=scout,
    )


def _home(sketch: Sketch, prefectures: dict[str, str]) -> str:
    if sketch.home in REGIONS:
        return _("%(region)sのどこか", region=REGIONS[sketch.home][2])
    return prefectures.get(sketch.home, "")


def _rhythm(sketch: Sketch) -> str:
    days, _dot, weekdays = sketch.rhythm.partition(".")
    return _("%(days)s・%(weekdays)s", days=DAYS[days], weekdays=StayDays(weekdays).label) if days else ""


def _in_common(codes: Collection[str], asked: Collection[str], labels: dict[str, Any]) -> list[str]:
    """Nothing but what this listing is about, in the table's order: a whole list would lead from listing to listing."""
    return [str(label) for code, label in labels.items() if code in codes and code in asked]
