"""Finds prices of crowded offers and floors of forgotten towns for everybody who may be matched today."""

from collections.abc import Sequence

import numpy as np

from matching import Offer
from matching.capacity import fit_prices
from matching.lists import Lister, joined, look_at_all
from webapp.core.database import Database
from webapp.matches.people.pool import pool
from webapp.matches.registry import actions
from webapp.matches.registry.evidence import places_to_give
from webapp.matches.registry.models import Market
from webapp.matches.store import fitted


def find_prices(database: Database) -> Market | None:
    """With the model that answers now; None while there is nobody or nothing to match."""
    with database.transaction(read_only=True):
        found = fitted()
        people = pool().people
    residents = [people[key].profile for key in sorted(people)]
    offers = sorted(found.offers.values(), key=lambda offer: offer.id)
    if not residents or not offers:
        return None
    lister = Lister(found.matcher.model_, offers)
    market = joined(list(look_at_all(lister, residents))).candidates()
    towns = sorted({offer.municipality for offer in offers})
    prices = fit_prices(market, places_to_give(offers), _numbers(offers, towns))
    row = Market(
        model_version=found.model_version,
        residents=len(residents),
        prices=dict(zip([offer.id for offer in offers], prices.offer.tolist(), strict=True)),
        floors={code: lift for code, lift in zip(towns, prices.floor.tolist(), strict=True) if lift},
    )
    with database.transaction():
        actions.keep_prices(row)
    return row


def _numbers(offers: Sequence[Offer], towns: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    place = {code: number for number, code in enumerate(towns)}
    return np.array([place[offer.municipality] for offer in offers], dtype=np.int32)
