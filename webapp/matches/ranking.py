"""The one place that asks the matcher: families are left out for jobs, and listings can be picked while ranking."""

from collections.abc import Callable, Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from matching import Match, Offer, Resident
from matching.columns import Pairs, ResidentTable
from matching.constraints import feasible
from matching.index import NO_IDS, Guise
from matching.places import kilometres
from webapp.listings.models import ListingKind
from webapp.matches.adapter import as_worker, seen_by
from webapp.matches.store import Fitted

JOB = ListingKind.JOB.value
OTHERS = frozenset(kind.value for kind in ListingKind) - {JOB}
Wanted = Callable[[Offer], bool]


def best(
    found: Fitted,
    me: Resident,
    k: int,
    wanted: Wanted | None = None,
    *,
    kind: str | None = None,
    without: Collection[str] = NO_IDS,
) -> list[Match]:
    """The k best offers of a kind (None = all) that break no rule and are wanted; points are never changed here.

    Jobs see the person without family, everything else the household; variety counts in the one list. Equal scores by
    id. wanted is asked for each offer: where there may be hundreds of thousands, use `kind` and `without`.
    """
    guises = [Guise(as_worker(me), frozenset({JOB})), Guise(me, OTHERS)]
    if kind is not None:
        guises = [Guise(seen_by(me, kind), frozenset({kind}))]
    return found.matcher.index_.top_offers_as(guises, k, keep=wanted, without=without)


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
