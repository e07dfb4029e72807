"""Prices and floors, as they are kept and as they are served."""

from collections.abc import Iterable

import numpy as np

from matching import Offer
from matching.capacity import Prices, starting_price
from matching.scoring import Adjustment
from webapp.matches.registry.models import Market


def adjustment(market: Market | None, offers: Iterable[Offer]) -> Adjustment:
    """What is added to scores: minus an offer's price, plus its town's floor.

    An offer that is newer than the prices starts with what its town's offers of its kind cost.
    """
    if market is None:
        return Adjustment()
    rows = list(offers)
    prices: dict[str, float] = {offer.id: market.prices[offer.id] for offer in rows if offer.id in market.prices}
    new = [offer for offer in rows if offer.id not in prices]
    if new and prices:
        prices |= _starting(new, [offer for offer in rows if offer.id in prices], prices)
    return Adjustment({key: -price for key, price in prices.items() if price}, dict(market.floors))


def _starting(new: list[Offer], priced: list[Offer], prices: dict[str, float]) -> dict[str, float]:
    towns = {code: number for number, code in enumerate(sorted({offer.municipality for offer in [*new, *priced]}))}
    kinds = {code: number for number, code in enumerate(sorted({offer.kind for offer in [*new, *priced]}))}
    known = Prices(
        np.array([prices[offer.id] for offer in priced]),
        np.zeros(len(towns)),
        np.array([towns[offer.municipality] for offer in priced]),
        np.ones(len(priced), dtype=bool),
    )
    kind = np.array([kinds[offer.kind] for offer in priced])
    return {o.id: round(starting_price(known, kind, towns[o.municipality], kinds[o.kind]), 6) for o in new}
