"""What fits a resident but for one rule, by a little, and by how much."""

from dataclasses import dataclass, replace
from typing import Any

from matching import Contribution, Match, Resident
from webapp.core.i18n import joined
from webapp.matches.adapter import seen_by
from webapp.matches.ranking import allowed, best, offers_of
from webapp.matches.suggestions import Seeker, Suggestion, is_worth_telling

NEARLY = 1.2  # a budget or a distance may be passed by a fifth
SHORT_DAYS, MOST_DAYS = 1, 31
SHOWN = 6
#: fields whose reasons would speak of the widened answers
WIDENED = frozenset({"budget", "rhythm"})


@dataclass(frozen=True)
class Nearly:
    """A listing that breaks exactly one rule, and by how much."""

    suggestion: Suggestion
    missing: str


def nearly(seeker: Seeker) -> list[Nearly]:
    """The best of what breaks one rule only: a budget or the distance by a fifth at most, the days by one."""
    me = seeker.me
    relaxed = [replace(me, **wider) for wider in (_budgets(me), _reach(me), _longer(me)) if wider]
    if not relaxed:
        return []
    mask = allowed(seeker.found, [me, *relaxed])
    offers = offers_of(seeker.found)
    is_near = mask[1:].any(axis=0) & ~mask[0]
    hidden = {answer.listing_id for answer in seeker.answers}
    near = {offer.id for offer, yes in zip(offers, is_near, strict=True) if yes and offer.id not in hidden}
    if not near:
        return []
    widest = replace(me, **_budgets(me), **_reach(me), **_longer(me))
    matches = best(seeker.found, widest, SHOWN, lambda offer: offer.id in near)
    worth = [replace(match, contributions=_still_true(match)) for match in matches if is_worth_telling(match)]
    told = seeker.told(worth)
    return [Nearly(one, _missing(seeker, one)) for one in told]


def _still_true(match: Match) -> tuple[Contribution, ...]:
    """Without what was only said of the widened answers."""
    return tuple(part for part in match.contributions if part.field not in WIDENED)


def _missing(seeker: Seeker, one: Suggestion) -> str:
    offer = seeker.found.offers[one.card.id]
    teller = seeker.teller({offer.municipality: one.card.place})
    refusals = seeker.found.matcher.why_not(seen_by(seeker.me, offer.kind), offer)
    return joined(teller.missing(refusal) for refusal in refusals)


def _budgets(me: Resident) -> dict[str, Any]:
    said = {"rent_budget": me.rent_budget, "purchase_budget": me.purchase_budget}
    return {name: int(amount * NEARLY) for name, amount in said.items() if amount is not None}


def _reach(me: Resident) -> dict[str, Any]:
    return {} if me.max_distance_km is None else {"max_distance_km": me.max_distance_km * NEARLY}


def _longer(me: Resident) -> dict[str, Any]:
    days = me.days_per_month
    return {} if days is None else {"days_per_month": min(days + SHORT_DAYS, MOST_DAYS)}
