"""How the people for one listing would stand with other points, beside how they stand now; nothing is kept."""

from dataclasses import dataclass

from matching import Match, Weights
from webapp.core.actor import Actor
from webapp.core.i18n import gettext as _
from webapp.listings.models import Listing
from webapp.matches.people.anonymity import pseudonym
from webapp.matches.people.ranked import ranked
from webapp.matches.people.senders import sender_for
from webapp.matches.scouting import queries as scouts

SHOWN = 10


@dataclass(frozen=True)
class Place:
    """Who stands at a place now, and who would, both nameless."""

    number: int
    now: str
    then: str
    is_same: bool


def tried(actor: Actor, listing: Listing, now: Weights | None, then: Weights) -> list[Place]:
    """The first ten places, before and after."""
    sender = sender_for(actor, listing)
    left_out = frozenset(scouts.blocking(sender.key) | {actor.user_id or ""})
    sides = [ranked(listing, sender, left_out, weights).matches[:SHOWN] for weights in (now, then)]
    return [
        Place(number, _said(listing, before), _said(listing, after), before.resident_id == after.resident_id)
        for number, (before, after) in enumerate(zip(*sides, strict=True), 1)
    ]


def _said(listing: Listing, match: Match) -> str:
    return _("候補 %(code)s（%(n)s点）", code=pseudonym(listing.id, match.resident_id), n=round(match.score))
