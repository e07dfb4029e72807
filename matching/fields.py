"""What speaks for or against a pair, field by field, each from -1 to 1; 0 means "nothing known or nothing to say".

A score is the sum over fields of weight x value, so each field's part in it can be told and checked.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np

from matching.encoding import OfferVectors, ResidentVectors
from matching.model import check_range
from matching.table import Numbers, Pairs

NEAR_KM, NEUTRAL_KM = 60.0, 300.0
"""Distance counts by its logarithm from about an hour's drive on; at 300 km it speaks neither for nor against."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Points a field adds when its value is 1; all of them together make about 100. Raises ValueError below 0.

    ``variety`` is what each further offer of the same municipality loses in one list.
    """

    themes: float = 50.0
    text: float = 4.0
    skills: float = 12.0
    area: float = 10.0
    distance: float = 5.0
    budget: float = 3.0
    rhythm: float = 4.0
    family: float = 4.0
    kind: float = 8.0
    variety: float = 3.0

    def __post_init__(self) -> None:
        for name, points in asdict(self).items():
            check_range(name, points, 0)


@dataclass(frozen=True, slots=True)
class Scene:
    """Residents and offers in columns and in vectors."""

    pairs: Pairs
    residents: ResidentVectors
    offers: OfferVectors


def _themes(scene: Scene) -> Numbers:
    """Shared themes, each as sure as both sides are of it; one that is certain makes two thirds."""
    shared = scene.residents.wish @ scene.offers.themes.T
    return np.minimum(np.maximum(shared / 1.5, -1), 1)


def _text(scene: Scene) -> Numbers:
    """Cosine of the two texts in the directions both sides vary in."""
    return scene.residents.text @ scene.offers.text.T


def _skills(scene: Scene) -> Numbers:
    """What the resident can do of what the offer needs."""
    met = scene.residents.ability @ scene.offers.needs.T
    return 1 - np.exp(-1.5 * met)


def _area(scene: Scene) -> Numbers:
    """1 in a wished municipality, 0.8 in a wished prefecture, -0.5 elsewhere; 0 for who would go anywhere."""
    has_wish = scene.pairs.residents.flags(lambda resident: bool(resident.wished_areas))
    values = np.where(scene.pairs.wished_prefecture, 0.8, np.where(has_wish, -0.5, 0.0))
    return np.where(scene.pairs.wished_municipality, 1.0, values)


def _distance(scene: Scene) -> Numbers:
    """1 at the door, 0 at 300 km, falling with the logarithm; never against what is done from afar."""
    scale = np.log1p(NEUTRAL_KM / NEAR_KM)
    nearness: Numbers = np.nan_to_num(np.maximum(1 - np.log1p(scene.pairs.distance / NEAR_KM) / scale, -1))
    return np.where(scene.pairs.offers.remote_ok, np.maximum(nearness, 0), nearness)


def _budget(scene: Scene) -> Numbers:
    """The share of the budget that is left over, all of it for what is free; -0.3 for a price without a budget."""
    residents, offers = scene.pairs.residents, scene.pairs.offers
    rent_left = _share_left(offers.monthly_cost, residents.column(lambda r: r.rent_budget))
    purchase_budget = residents.column(lambda r: r.purchase_budget)
    price_left = _share_left(offers.purchase_price, purchase_budget)
    only_for_sale = ~np.isnan(offers.purchase_price) & np.isnan(offers.monthly_cost)
    untold = only_for_sale & np.isnan(purchase_budget) & (offers.purchase_price > 0)
    return np.where(untold, -0.3, np.maximum(rent_left, price_left))


def _share_left(amount: Numbers, budget: Numbers) -> Numbers:
    """0 where either is unknown or the amount is over the budget."""
    share = 1 - amount / np.maximum(budget, 1)
    left: Numbers = np.nan_to_num(np.where(amount == 0, 1.0, np.maximum(share, 0)))
    return left


def _rhythm(scene: Scene) -> Numbers:
    """The share of the resident's days that stays free; 1 when both sides work from afar."""
    days = scene.pairs.residents.column(lambda resident: resident.days_per_month)
    free = np.nan_to_num(np.maximum(1 - scene.pairs.offers.min_days / np.maximum(days, 1), 0))
    remote = scene.pairs.residents.flags(lambda resident: resident.remote_work) & scene.pairs.offers.remote_ok
    return np.where(remote, 1.0, free)


def _family(scene: Scene) -> Numbers:
    """For households with children: 1 where they are welcome, -0.3 where the offer does not say."""
    has_children = scene.pairs.residents.flags(lambda resident: bool(resident.children_ages))
    welcome = np.where(np.isnan(scene.pairs.offers.family_ok), -0.3, scene.pairs.offers.family_ok)
    return np.where(has_children, welcome, 0.0)


def _kind(scene: Scene) -> Numbers:
    """1 for a wanted kind, -0.5 for another; 0 for who named none."""
    has_wish = scene.pairs.residents.flags(lambda resident: bool(resident.wanted_kinds))
    return np.where(scene.pairs.wanted_kind, 1.0, np.where(has_wish, -0.5, 0.0))


FIELDS: dict[str, Callable[[Scene], Numbers]] = {
    "themes": _themes,
    "text": _text,
    "skills": _skills,
    "area": _area,
    "distance": _distance,
    "budget": _budget,
    "rhythm": _rhythm,
    "family": _family,
    "kind": _kind,
}
"""Field → its values, (residents, offers); the order in which contributions are listed."""


def points(scene: Scene, weights: Weights) -> Numbers:
    """(fields, residents, offers) points, rounded to 1e-6: equal offers tie, wherever they stand in the table."""
    return np.stack([np.round(getattr(weights, name) * value(scene), 6) for name, value in FIELDS.items()])
