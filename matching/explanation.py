"""Why a field gave its points to a pair, as a reason that is true of that pair; None where there is nothing to say."""

from collections.abc import Callable

import numpy as np

from matching.fields import Scene, Weights
from matching.model import Offer, Reason, Resident
from matching.table import Numbers
from matching.vocabulary import Vocabulary

TOLD_THEMES = 2
NOTICEABLE = 0.3
"""Below this strength an overlap is too thin to be called a reason."""
NEAR_HOME_KM, FAR_FROM_HOME_KM = 120, 400
"""What most people would call near or far for a second home; nothing is said about what lies between."""
ALIKE = 0.3
"""From this cosine on two texts may be called alike; where few offers are known, set phrases alone reach 0.2."""


class Explainer:
    """Reasons for the pairs of one scene; ``row`` is the resident's, ``column`` the offer's place in it."""

    def __init__(self, scene: Scene, vocabulary: Vocabulary, weights: Weights) -> None:
        self.scene = scene
        self.vocabulary = vocabulary
        self.weights = weights

    def reason(self, field: str, row: int, column: int, points: float) -> Reason | None:
        """The reason behind the points that ``field`` gave the pair. KeyError for an unknown field."""
        explain = EXPLANATIONS[field]
        return explain(self, row, column, points) if points else None

    def resident(self, row: int) -> Resident:
        """The resident of a row."""
        return self.scene.pairs.residents.residents[row]

    def offer(self, column: int) -> Offer:
        """The offer of a column."""
        return self.scene.pairs.offers.offers[column]

    def _theme_codes(self, overlap: Numbers) -> tuple[str, ...]:
        """The strongest themes of an overlap, (themes,), by strength and then by their order in the vocabulary."""
        strongest = np.argsort(-overlap, kind="stable")[:TOLD_THEMES]
        return tuple(self.vocabulary.themes[place].code for place in strongest if overlap[place] >= NOTICEABLE)

    def _themes(self, row: int, column: int, points: float) -> Reason | None:
        overlap = self.scene.residents.wish[row] * self.scene.offers.themes[column]
        if points < 0:
            avoided = self._theme_codes(-overlap)
            return Reason("theme_avoided", {"themes": avoided}) if avoided else None
        codes = self._theme_codes(overlap)
        chosen = tuple(code for code in codes if code in self.resident(row).themes)
        if chosen:
            return Reason("theme_chosen", {"themes": chosen})
        return Reason("theme_read", {"themes": codes}) if codes else None

    def _text(self, row: int, column: int, points: float) -> Reason | None:
        is_about_disliked = (self.scene.residents.wish[row] * self.scene.offers.themes[column]).min(initial=0) < 0
        return Reason("text_alike") if points >= ALIKE * self.weights.text and not is_about_disliked else None

    def _skills(self, row: int, column: int, points: float) -> Reason | None:
        skills = self.resident(row).skills & self.offer(column).skills_wanted
        if skills:
            return Reason("skill_wanted", {"skills": tuple(sorted(skills))})
        overlap = self.scene.residents.ability[row] * self.scene.offers.needs[column]
        codes = self._theme_codes(overlap[: len(self.vocabulary.themes)])
        return Reason("skill_related", {"themes": codes}) if codes else None

    def _area(self, row: int, column: int, points: float) -> Reason | None:
        if points < 0:
            return Reason("area_outside")
        return Reason("area_wished", {"area": self.offer(column).municipality})

    def _distance(self, row: int, column: int, points: float) -> Reason | None:
        km = max(round(float(self.scene.pairs.distance[row, column])), 1)
        if points > 0:
            return Reason("near_home", {"km": km}) if km <= NEAR_HOME_KM else None
        return Reason("far_from_home", {"km": km}) if km >= FAR_FROM_HOME_KM else None

    def _budget(self, row: int, column: int, points: float) -> Reason | None:
        resident, offer = self.resident(row), self.offer(column)
        if points < 0:
            return Reason("price_unclear", {"yen": offer.purchase_price or 0})
        if offer.monthly_cost == 0:
            return Reason("free_of_charge")
        if offer.purchase_price == 0:
            return Reason("given_away")
        if offer.monthly_cost is not None and offer.monthly_cost <= (resident.rent_budget or 0):
            return Reason("rent_within", {"yen": offer.monthly_cost, "budget": resident.rent_budget or 0})
        return Reason("price_within", {"yen": offer.purchase_price or 0, "budget": resident.purchase_budget or 0})

    def _rhythm(self, row: int, column: int, points: float) -> Reason | None:
        resident, offer = self.resident(row), self.offer(column)
        if resident.remote_work and offer.remote_ok:
            return Reason("remote_fit")
        if not offer.min_days:
            return None
        return Reason("days_fit", {"days": resident.days_per_month or 0, "needed": offer.min_days})

    def _family(self, row: int, column: int, points: float) -> Reason | None:
        return Reason("children_welcome" if points > 0 else "children_unclear")

    def _kind(self, row: int, column: int, points: float) -> Reason | None:
        return Reason("kind_wished" if points > 0 else "kind_other", {"kind": self.offer(column).kind})

    def _variety(self, row: int, column: int, points: float) -> Reason | None:
        return Reason("same_place_again")


EXPLANATIONS: dict[str, Callable[[Explainer, int, int, float], Reason | None]] = {
    "themes": Explainer._themes,
    "text": Explainer._text,
    "skills": Explainer._skills,
    "area": Explainer._area,
    "distance": Explainer._distance,
    "budget": Explainer._budget,
    "rhythm": Explainer._rhythm,
    "family": Explainer._family,
    "kind": Explainer._kind,
    "variety": Explainer._variety,
}
