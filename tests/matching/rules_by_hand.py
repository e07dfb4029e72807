"""The hard rules once more, one pair at a time and without numpy, to check the fast ones against."""

from math import asin, cos, radians, sin, sqrt

from matching import Offer, Resident


def broken_rules(resident: Resident, offer: Offer) -> set[str]:
    """The codes of the rules that the pair breaks."""
    checks = {
        "consent": not (resident.consent and offer.consent),
        "capacity": offer.capacity_left == 0,
        "own_home": resident.home == offer.municipality,
        "budget": is_over_budget(resident, offer),
        "distance": is_too_far(resident, offer) and not offer.remote_ok,
        "car": offer.car_required and resident.has_car is False,
        "licence": not offer.licences_required <= resident.licences,
        "days": (resident.days_per_month if resident.days_per_month is not None else 31) < offer.min_days
        and not offer.remote_ok,
        "weekend": resident.weekends_only and offer.weekend_ok is False and not offer.remote_ok,
        "family": bool(resident.children_ages) and offer.family_ok is False,
        "people": offer.people_max is not None and resident.people > offer.people_max,
        "season": bool(resident.months_available and offer.months) and not resident.months_available & offer.months,
        "confidential": resident.is_confidential,
        "facility": offer.facilities is not None and not resident.facilities_needed <= offer.facilities,
    }
    return {code for code, is_broken in checks.items() if is_broken}


def is_over_budget(resident: Resident, offer: Offer) -> bool:
    """Neither renting nor buying is affordable, and at least one has a price."""
    ways = ((offer.monthly_cost, resident.rent_budget), (offer.purchase_price, resident.purchase_budget))
    priced = [(amount, budget) for amount, budget in ways if amount is not None]
    return bool(priced) and all(budget is not None and amount > budget for amount, budget in priced)


def is_too_far(resident: Resident, offer: Offer) -> bool:
    """The great circle is longer than the resident's limit."""
    if None in (resident.max_distance_km, resident.latitude, offer.latitude):
        return False
    assert resident.latitude is not None
    assert resident.longitude is not None
    assert offer.latitude is not None
    assert offer.longitude is not None
    assert resident.max_distance_km is not None
    a, b = radians(resident.latitude), radians(offer.latitude)
    width = radians(offer.longitude - resident.longitude)
    square = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(width / 2) ** 2
    return 2 * 6371 * asin(sqrt(square)) > resident.max_distance_km
