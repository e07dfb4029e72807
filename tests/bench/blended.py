"""As many offers as a measure needs, put together anew from those of the invented development population."""

import random
from collections.abc import Sequence
from dataclasses import replace

from matching.model import Offer
from matching.reading.text import normalise, sentences

SENTENCES = 4
DEGREES = 0.05


def blended(offers: Sequence[Offer], count: int, seed: int = 5) -> list[Offer]:
    """So many offers: what is to be done of one, the town of another, words of four of that kind, price and days of a third."""
    chance = random.Random(seed)
    said: dict[str, list[str]] = {}
    alike: dict[str, list[Offer]] = {}
    for offer in offers:
        said.setdefault(offer.kind, []).extend(sentences(normalise(offer.text)))
        alike.setdefault(offer.kind, []).append(offer)
    made = []
    for number in range(count):
        task, town = chance.choice(offers), chance.choice(offers)
        terms = chance.choice(alike[task.kind])
        north, east = town.latitude, town.longitude
        made.append(
            replace(
                town,
                id=f"B{number:06}",
                kind=task.kind,
                text="。".join(chance.sample(said[task.kind], SENTENCES)),
                themes=task.themes,
                skills_wanted=task.skills_wanted,
                licences_required=task.licences_required,
                remote_ok=task.remote_ok,
                latitude=None if north is None else north + chance.uniform(-DEGREES, DEGREES),
                longitude=None if east is None else east + chance.uniform(-DEGREES, DEGREES),
                monthly_cost=terms.monthly_cost,
                purchase_price=terms.purchase_price,
                min_days=terms.min_days,
                car_required=terms.car_required,
                family_ok=terms.family_ok,
                people_max=terms.people_max,
                weekend_ok=terms.weekend_ok,
                capacity_left=terms.capacity_left,
                months=terms.months,
            )
        )
    return made
