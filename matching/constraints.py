"""Hard rules: a pair that breaks one is never a match, whatever its score.

Each rule is exact, looks only at what was said, and names its reason. The mask of all pairs, the check of single pairs
and the list of one pair's refusals come from the same functions, so they cannot disagree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.columns import Codes, Columns, Condition, Flags, OfferColumns, Pairs, ResidentColumns, Words
from matching.model import Offer, Reason, Refusal, Resident
from matching.places import kilometres

Index = NDArray[np.intp]


class Side:
    """Columns of one side as a rule sees them: of a grid's rows (n, 1) or columns (1, m), or of chosen rows (p,)."""

    def __init__(self, columns: Columns, pick: Callable[[NDArray[Any]], NDArray[Any]]) -> None:
        self._columns = columns
        self._pick = pick

    def __getattr__(self, name: str) -> NDArray[Any]:
        return self._pick(getattr(self._columns, name))


Broken = Callable[[Side, Side], Flags]


@dataclass(frozen=True, slots=True)
class Rule:
    """A code, which pairs of (resident, offer) break it, and the reason to give for one that does."""

    code: str
    broken: Broken
    reason: Callable[[Resident, Offer], Reason]


class PairCheck:
    """Tells which residents may be matched with which offers. Both columns must come from the same ``Codes``."""

    def __init__(self, residents: ResidentColumns, offers: OfferColumns) -> None:
        self.residents = residents
        self.offers = offers

    def grid(self) -> Flags:
        """(n, m): True where a pair breaks no rule."""
        residents = Side(self.residents, lambda column: column[..., :, None])
        offers = Side(self.offers, lambda column: column[..., None, :])
        allowed = np.ones((len(self.residents), len(self.offers)), dtype=bool)
        for broken in CHECKS:
            allowed &= ~broken(residents, offers)
        return allowed

    def allowed(self, rows: Index, places: Index) -> Flags:
        """(p,): True where resident ``rows[i]`` and offer ``places[i]`` break no rule. IndexError beyond the columns."""
        answer = np.zeros(len(rows), dtype=bool)
        standing = np.arange(len(rows))
        for broken in CHECKS:
            kept = np.flatnonzero(~broken(Side(self.residents, _taker(rows)), Side(self.offers, _taker(places))))
            if len(kept) < len(rows):
                standing, rows, places = standing.take(kept), rows.take(kept), places.take(kept)
        answer[standing] = True
        return answer

    def broken(self, rows: Index, place: int) -> dict[str, Flags]:
        """Each rule's code → (p,): True where resident ``rows[i]`` breaks it with the offer at ``place``."""
        residents = Side(self.residents, _taker(rows))
        offer = Side(self.offers, lambda column: column[..., place : place + 1])
        return {rule.code: np.broadcast_to(rule.broken(residents, offer), rows.shape) for rule in RULES}

    def places(self, row: int, among: Index | None = None) -> Index:
        """Places of the offers that resident ``row`` may be matched with, in the order of ``among`` (None = all)."""
        resident = Side(self.residents, lambda column: column[..., row : row + 1])
        standing = np.arange(len(self.offers)) if among is None else among
        for broken in CHECKS:
            kept = np.flatnonzero(~broken(resident, Side(self.offers, _taker(standing))))
            standing = standing.take(kept)
        return standing


def feasible(pairs: Pairs) -> Flags:
    """(residents, offers): True where a pair breaks no rule."""
    return PairCheck(*pairs.columns).grid()


def refusals(resident: Resident, offer: Offer) -> list[Refusal]:
    """Every rule the pair breaks, in the order of ``RULES``; empty when it may be a match."""
    codes = Codes.of((offer,))
    residents = Side(ResidentColumns.of((resident,), codes), _as_it_is)
    offers = Side(OfferColumns.of((offer,), codes), _as_it_is)
    return [Refusal(rule.code, rule.reason(resident, offer)) for rule in RULES if rule.broken(residents, offers).any()]


def _as_it_is(column: NDArray[Any]) -> NDArray[Any]:
    return column


def _taker(places: Index) -> Callable[[NDArray[Any]], NDArray[Any]]:
    return lambda column: column.take(places, axis=-1)


def _condition(condition: Condition) -> Broken:
    return lambda resident, offer: (resident.unmet & offer.asked & np.uint16(condition)) != 0


def _any_condition(resident: Side, offer: Side) -> Flags:
    """All rules that are a ``Condition``, in one comparison."""
    is_missing: Flags = (resident.unmet & offer.asked) != 0
    return is_missing


def _overlap(here: Words, there: Words) -> Flags:
    """Whether the two sets share a code; the first axis counts the words."""
    shared: Flags = (here[0] & there[0]) != 0
    for word in range(1, len(here)):
        shared |= (here[word] & there[word]) != 0
    return shared


def _own_home(resident: Side, offer: Side) -> Flags:
    is_home: Flags = resident.home == offer.town
    return is_home


def _over_budget(resident: Side, offer: Side) -> Flags:
    """An offer to rent or to buy is affordable if one of the two ways is."""
    return ~((offer.monthly_cost <= resident.rent_budget) | (offer.purchase_price <= resident.purchase_budget))


def _too_far(resident: Side, offer: Side) -> Flags:
    """Compares squares of chords, which grow with the great circle; comparing with NaN is False."""
    here, there = resident.point, offer.point
    square = (here[0] - there[0]) ** 2 + (here[1] - there[1]) ** 2 + (here[2] - there[2]) ** 2
    is_beyond: Flags = square > resident.reach
    return is_beyond


def _lacks_licence(resident: Side, offer: Side) -> Flags:
    return _overlap(resident.unlicensed, offer.licences)


def _too_few_days(resident: Side, offer: Side) -> Flags:
    is_short: Flags = offer.min_days > resident.days
    return is_short


def _too_many_people(resident: Side, offer: Side) -> Flags:
    is_crowded: Flags = resident.people > offer.people_max
    return is_crowded


def _out_of_season(resident: Side, offer: Side) -> Flags:
    never_meet: Flags = (resident.months & offer.months) == 0
    return never_meet


def _lacks_facility(resident: Side, offer: Side) -> Flags:
    return _overlap(resident.needed, offer.missing)


def _seldom(resident: Side, offer: Side) -> Flags:
    """Rules that refuse few, together."""
    return _out_of_season(resident, offer) | _too_many_people(resident, offer) | _own_home(resident, offer)


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


def _days_reason(resident: Resident, offer: Offer) -> Reason:
    return Reason("too_few_days", {"days": resident.days_per_month or 0, "needed": offer.min_days})


def _people_reason(resident: Resident, offer: Offer) -> Reason:
    return Reason("too_many_people", {"people": resident.people, "limit": offer.people_max or 0})


def _home_reason(_: Resident, offer: Offer) -> Reason:
    return Reason("own_home", {"area": offer.municipality})


RULES: tuple[Rule, ...] = (
    Rule("confidential", _condition(Condition.NO_SECRECY), _always("confidential")),
    Rule("consent", _condition(Condition.RESIDENT_CONSENT | Condition.OFFER_CONSENT), _always("no_consent")),
    Rule("capacity", _condition(Condition.VACANCY), _always("full")),
    Rule("own_home", _own_home, _home_reason),
    Rule("budget", _over_budget, _budget_reason),
    Rule("distance", _too_far, _distance_reason),
    Rule("car", _condition(Condition.CAR), _always("car_needed")),
    Rule("licence", _lacks_licence, _licence_reason),
    Rule("days", _too_few_days, _days_reason),
    Rule("weekend", _condition(Condition.WEEKDAYS), _always("weekdays_needed")),
    Rule("season", _out_of_season, _always("season_mismatch")),
    Rule("family", _condition(Condition.NO_CHILDREN), _always("no_children")),
    Rule("people", _too_many_people, _people_reason),
    Rule("facility", _lacks_facility, _facility_reason),
)
"""All rules in the order in which refusals are told."""

CHECKS: tuple[Broken, ...] = (
    _any_condition,
    _too_far,
    _lacks_facility,
    _over_budget,
    _lacks_licence,
    _too_few_days,
    _seldom,
)
"""The same functions, those first that refuse many for little."""
