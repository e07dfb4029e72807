"""Why a field gave its points to a pair, as a reason that is true of that pair; None where there is nothing to say."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matching.columns import Numbers
from matching.model import Offer, Reason, Resident
from matching.places import is_prefecture
from matching.town_facts import told
from matching.vocabulary import Vocabulary

TOLD_THEMES = 2
NOTICEABLE = 0.25
"""Below this strength an overlap is too thin to be called a reason."""
NEAR_HOME_KM, FAR_FROM_HOME_KM = 120, 400
"""What most people would call near or far for a second home; nothing is said about what lies between."""
ALIKE = 0.35
"""From this cosine on two texts may be called alike; set phrases alone reach 0.2."""


@dataclass(frozen=True)
class Pair:
    """A resident and an offer, with the products of their columns field by field and the kilometres between them."""

    resident: Resident
    offer: Offer
    products: dict[str, Numbers]
    kilometres: float
    vocabulary: Vocabulary

    def value(self, field: str) -> float:
        """What the field says, unweighted."""
        return float(self.products[field].sum())

    def strongest(self, overlap: Numbers) -> tuple[str, ...]:
        """Codes of the strongest themes of an overlap, (themes,), by strength and then by their order."""
        order = np.argsort(-overlap, kind="stable")[:TOLD_THEMES]
        return tuple(self.vocabulary.themes[place].code for place in order if overlap[place] >= NOTICEABLE)


def explain(field: str, pair: Pair, points: float) -> Reason | None:
    """The reason behind the points a field gave the pair, None where there is nothing to say."""
    return EXPLANATIONS[field](pair, points) if points and field in EXPLANATIONS else None


def _themes(pair: Pair, points: float) -> Reason | None:
    overlap = pair.products["themes"]
    if points < 0:
        avoided = pair.strongest(-overlap)
        return Reason("theme_avoided", {"themes": avoided}) if avoided else None
    codes = pair.strongest(overlap)
    chosen = tuple(code for code in codes if code in pair.resident.themes)
    if chosen:
        return Reason("theme_chosen", {"themes": chosen})
    return Reason("theme_read", {"themes": codes}) if codes else None


def _text(pair: Pair, _: float) -> Reason | None:
    is_about_disliked = bool((pair.products["themes"] < 0).any())
    return Reason("text_alike") if pair.value("text") >= ALIKE and not is_about_disliked else None


def _skills(pair: Pair, _: float) -> Reason | None:
    skills = pair.resident.skills & pair.offer.skills_wanted
    if skills:
        return Reason("skill_wanted", {"skills": tuple(sorted(skills))})
    codes = pair.strongest(pair.products["skills"][: len(pair.vocabulary.themes)])
    return Reason("skill_related", {"themes": codes}) if codes else None


def _area(pair: Pair, points: float) -> Reason | None:
    if points < 0:
        return Reason("area_outside")
    named = {area[:5] for area in pair.resident.wished_areas if not is_prefecture(area)}
    whole = {area[:2] for area in pair.resident.wished_areas if is_prefecture(area)}
    is_wished = pair.offer.municipality[:5] in named or pair.offer.municipality[:2] in whole
    return Reason("area_wished" if is_wished else "area_neighbour", {"area": pair.offer.municipality})


def _distance(pair: Pair, points: float) -> Reason | None:
    km = max(round(pair.kilometres), 1)
    if points > 0:
        return Reason("near_home", {"km": km}) if km <= NEAR_HOME_KM else None
    return Reason("far_from_home", {"km": km}) if km >= FAR_FROM_HOME_KM else None


def _budget(pair: Pair, points: float) -> Reason | None:
    resident, offer = pair.resident, pair.offer
    if points < 0:
        untold = resident.purchase_budget is None and offer.purchase_price
        return Reason("price_unclear", {"yen": offer.purchase_price or 0}) if untold else None
    if offer.monthly_cost == 0:
        return Reason("free_of_charge")
    if offer.purchase_price == 0:
        return Reason("given_away")
    if offer.monthly_cost is not None and offer.monthly_cost <= (resident.rent_budget or 0):
        return Reason("rent_within", {"yen": offer.monthly_cost, "budget": resident.rent_budget or 0})
    if offer.purchase_price is not None and offer.purchase_price <= (resident.purchase_budget or 0):
        return Reason("price_within", {"yen": offer.purchase_price, "budget": resident.purchase_budget or 0})
    return None


def _rhythm(pair: Pair, points: float) -> Reason | None:
    if points < 0:
        return None
    return Reason("days_fit", {"days": pair.resident.days_per_month or 0, "needed": pair.offer.min_days})


def _family(pair: Pair, points: float) -> Reason | None:
    if not pair.resident.children_ages:
        return None
    if pair.offer.family_ok:
        return Reason("children_welcome") if points > 0 else None
    return Reason("children_unclear") if points < 0 else None


def _town(pair: Pair, points: float) -> Reason | None:
    facts = told(pair.offer, pair.products["town"], points)
    return Reason("town_fits" if points > 0 else "town_lacks", {"matters": facts}) if facts else None


def _always(code: str) -> Callable[[Pair, float], Reason | None]:
    return lambda *_: Reason(code)


EXPLANATIONS: dict[str, Callable[[Pair, float], Reason | None]] = {
    "themes": _themes,
    "text": _text,
    "skills": _skills,
    "town": _town,
    "area": _area,
    "distance": _distance,
    "budget": _budget,
    "rhythm": _rhythm,
    "remote": _always("remote_fit"),
    "family": _family,
    "stay": lambda pair, points: Reason("stay_wished") if points > 0 and pair.offer.town_wants_short else None,
    "environment": lambda _, points: Reason("environment_wished") if points > 0 else None,
    "kind": lambda pair, points: Reason("kind_wished" if points > 0 else "kind_other", {"kind": pair.offer.kind}),
    "variety": _always("same_place_again"),
    "price": _always("in_demand"),
    "floor": _always("seldom_shown"),
}
