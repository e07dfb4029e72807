"""The one place that asks the matcher: families are left out for jobs, and listings can be picked while ranking."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from matching import Match, Offer, Resident
from matching.columns import Pairs, ResidentTable
from matching.constraints import feasible
from matching.places import kilometres
from webapp.listings.models import ListingKind
from webapp.matches.adapter import as_worker
from webapp.matches.store import Fitted

JOB = ListingKind.JOB.value
FIRST_LOOK, FURTHER = 64, 8
Wanted = Callable[[Offer], bool]


def best(found: Fitted, me: Resident, k: int, wanted: Wanted = lambda _offer: True) -> list[Match]:
    """The k best offers that break no rule and are wanted; points are never changed here.

    Jobs are ranked for the person without family, everything else for the household. Equal scores by id.
    """
    if me == as_worker(me):
        return _top(found, me, k, wanted)
    jobs = _top(found, as_worker(me), k, lambda offer: offer.kind == JOB and wanted(offer))
    others = _top(found, me, k, lambda offer: offer.kind != JOB and wanted(offer))
    return sorted([*jobs, *others], key=lambda match: (-match.score, match.offer_id))[:k]


def _top(found: Fitted, me: Resident, k: int, wanted: Wanted) -> list[Match]:
    """Look a little further down the list until enough is found or there is nothing more."""
    depth = max(FIRST_LOOK, k)
    while True:
        matches = found.matcher.top_offers(me, depth)
        chosen = [match for match in matches if wanted(found.offers[match.offer_id])]
        if len(chosen) >= k or len(matches) < depth:
            return chosen[:k]
        depth *= FURTHER


def allowed(found: Fitted, residents: Sequence[Resident]) -> NDArray[np.bool_]:
    """(residents, offers): which offers break no rule for each; offers in the order of `offers_of`."""
    is_job = np.array([offer.kind == JOB for offer in offers_of(found)], dtype=bool)
    households = feasible(Pairs(ResidentTable(tuple(residents)), found.matcher.offers_))
    workers = feasible(Pairs(ResidentTable(tuple(as_worker(one) for one in residents)), found.matcher.offers_))
    chosen: NDArray[np.bool_] = np.where(is_job, workers, households)
    return chosen


def offers_of(found: Fitted) -> Sequence[Offer]:
    """The offers in the order of their columns."""
    return found.matcher.offers_.offers


def kilometres_to(me: Resident, offer: Offer) -> float | None:
    """Great-circle distance from home; None where either place is unknown."""
    if me.latitude is None or me.longitude is None or offer.latitude is None or offer.longitude is None:
        return None
    here, there = (me.latitude, me.longitude), (offer.latitude, offer.longitude)
    return float(kilometres(*(np.array(degrees) for degrees in (*here, *there))))
