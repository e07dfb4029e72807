"""Hard rules: a pair that breaks one is never a match, whatever its score.

Each rule is exact, looks only at what was said, and names its reason. The mask of all pairs and the list of one
pair's refusals come from the same functions, so they cannot disagree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import numpy as np

from matching.model import Offer, Reason, Refusal, Resident
from matching.places import kilometres
from matching.table import Flags, OfferTable, Pairs, ResidentTable
from matching.vocabulary import indicator


@dataclass(frozen=True, slots=True)
class Rule:
    """A code, which pairs break it, (residents, offers), and the reason to give for one that does."""

    code: str
    broken: Callable[[Pairs], Flags]
    reason: Callable[[Resident, Offer], Reason]


def feasible(pairs: Pairs) -> Flags:
    """(residents, offers): True where a pair breaks no rule."""
    allowed = np.ones(pairs.shape, dtype=bool)
    for rule in RULES:
        allowed &= ~rule.broken(pairs)
    return allowed


def refusals(resident: Resident, offer: Offer) -> list[Refusal]:
    """Every rule the pair breaks, in the order of ``RULES``; empty when it may be a match."""
    pairs = Pairs(ResidentTable((resident,)), OfferTable((offer,)))
    return [Refusal(rule.code, rule.reason(resident, offer)) for rule in RULES if rule.broken(pairs).any()]


def _no_consent(pairs: Pairs) -> Flags:
    return ~(pairs.residents.flags(lambda r: r.consent) & pairs.offers.consent)


def _full(pairs: Pairs) -> Flags:
    return pairs.offers.capacity_left[None, :] < 1


def _over_budget(pairs: Pairs) -> Flags:
    """An offer to rent or to buy is affordable if one of the two ways is."""
    cost, price = pairs.offers.monthly_cost, pairs.offers.purchase_price
    rent_is_over = cost > pairs.residents.column(lambda r: r.rent_budget)
    price_is_over = price > pairs.residents.column(lambda r: r.purchase_budget)
    affordable = (~np.isnan(cost) & ~rent_is_over) | (~np.isnan(price) & ~price_is_over)
    return ~affordable & (~np.isnan(cost) | ~np.isnan(price))


def _too_far(pairs: Pairs) -> Flags:
    is_beyond: Flags = pairs.distance > pairs.residents.column(lambda r: r.max_distance_km)
    return is_beyond & ~pairs.offers.remote_ok


def _needs_car(pairs: Pairs) -> Flags:
    has_none: Flags = pairs.residents.column(lambda r: r.has_car) == 0
    return pairs.offers.car_required & has_none


def _lacks_licence(pairs: Pairs) -> Flags:
    required = pairs.offers.licences_required
    held = indicator((resident.licences for resident in pairs.residents.residents), pairs.offers.licences)
    lacks: Flags = held @ required.T < required.sum(axis=1)
    return lacks


def _too_few_days(pairs: Pairs) -> Flags:
    is_short: Flags = pairs.residents.column(lambda r: r.days_per_month) < pairs.offers.min_days
    return is_short & ~pairs.offers.remote_ok


def _weekends_only(pairs: Pairs) -> Flags:
    needs_weekdays: Flags = pairs.offers.weekend_ok == 0
    return pairs.residents.flags(lambda r: r.weekends_only) & needs_weekdays & ~pairs.offers.remote_ok


def _no_children(pairs: Pairs) -> Flags:
    refuses_children: Flags = pairs.offers.family_ok == 0
    return pairs.residents.flags(lambda r: bool(r.children_ages)) & refuses_children


def _too_many_people(pairs: Pairs) -> Flags:
    return pairs.residents.column(lambda r: r.people) > pairs.offers.people_max


def _lacks_facility(pairs: Pairs) -> Flags:
    """What nobody has is not in the columns, so the needed ones are counted on the resident."""
    there = pairs.offers.facilities_there
    needed = indicator((r.facilities_needed for r in pairs.residents.residents), pairs.offers.facilities)
    count = pairs.residents.column(lambda r: len(r.facilities_needed))
    return (needed @ there.T < count) & pairs.offers.facilities_known


def _always(code: str) -> Callable[[Resident, Offer], Reason]:
    return lambda *_: Reason(code)


def _budget_reason(resident: Resident, offer: Offer) -> Reason:
    if offer.monthly_cost is None:
        return Reason("price_over_budget", {"yen": offer.purchase_price or 0, "budget": resident.purchase_budget or 0})
    return Reason("rent_over_budget", {"yen": offer.monthly_cost, "budget": resident.rent_budget or 0})


def _distance_reason(resident: Resident, offer: Offer) -> Reason:
    points = (resident.latitude, resident.longitude, offer.latitude, offer.longitude)
    km = kilometres(*(np.array(np.nan if point is None else point) for point in points))
    return Reason("too_far", {"km": ceil(km), "limit": int(resident.max_distance_km or 0)})


def _licence_reason(resident: Resident, offer: Offer) -> Reason:
    return Reason("licence_missing", {"licences": tuple(sorted(offer.licences_required - resident.licences))})


def _facility_reason(resident: Resident, offer: Offer) -> Reason:
    missing = resident.facilities_needed - (offer.facilities or frozenset())
    return Reason("facility_missing", {"facilities": tuple(sorted(missing))})


RULES: tuple[Rule, ...] = (
    Rule("consent", _no_consent, _always("no_consent")),
    Rule("capacity", _full, _always("full")),
    Rule("own_home", lambda pairs: pairs.is_home, lambda _, o: Reason("own_home", {"area": o.municipality})),
    Rule("budget", _over_budget, _budget_reason),
    Rule("distance", _too_far, _distance_reason),
    Rule("car", _needs_car, _always("car_needed")),
    Rule("licence", _lacks_licence, _licence_reason),
    Rule(
        "days",
        _too_few_days,
        lambda r, o: Reason("too_few_days", {"days": r.days_per_month or 0, "needed": o.min_days}),
    ),
    Rule("weekend", _weekends_only, _always("weekdays_needed")),
    Rule("family", _no_children, _always("no_children")),
    Rule(
        "people",
        _too_many_people,
        lambda r, o: Reason("too_many_people", {"people": r.people, "limit": o.people_max or 0}),
    ),
    Rule("facility", _lacks_facility, _facility_reason),
)
"""All rules in the order in which refusals are told."""
