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
Wanted = Callable[[Offer], bool]


def best(found: Fitted, me: Resident, k: int, wanted: Wanted = lambda _offer: True) -> list[Match]:
    """The k best offers that break no rule and are wanted; points are never changed here.

    Jobs are ranked for the person without family, everything else for the household. Equal scores by id.
    """
    index, worker = found.matcher.index_, as_worker(me)
    if me == worker:
        return index.top_offers(me, k, keep=wanted)
    jobs = index.top_offers(worker, k, keep=lambda offer: offer.kind == JOB and wanted(offer))
    others = index.top_offers(me, k, keep=lambda offer: offer.kind != JOB and wanted(offer))
    return sorted([*jobs, *others], key=lambda match: (-match.score, match.offer_id))[:k]


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
