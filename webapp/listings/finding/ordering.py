"""The order of what was found: always the same one, so that pages neither repeat nor lose a row."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from webapp.listings.filters import Filters, Sort
from webapp.listings.finding.conditions import Known
from webapp.listings.finding.distance import km_from
from webapp.listings.finding.facets import Mask
from webapp.listings.finding.kept import Kept
from webapp.listings.models import ListingKind

SIZE = (ListingKind.HOME, "floor_area")


def ordered(kept: Kept, filters: Filters, known: Known, fitting: Mask) -> NDArray[Any]:
    """The numbers of the fitting rows in the wished order; what does not say its amount comes last."""
    rows = np.flatnonzero(fitting)
    if len(kept.texts) > 1:
        rows = rows[np.argsort(kept.rank[rows], kind="stable")]
    keys = _keys(kept, filters, known)
    return rows if keys is None else rows[np.argsort(keys[rows], kind="stable")]


def _keys(kept: Kept, filters: Filters, known: Known) -> NDArray[Any] | None:
    """What is to be smallest first; NaN comes last. None for the newest first."""
    columns = kept.columns
    if filters.sort is Sort.PRICE:
        return _amounts(kept, filters)
    if filters.sort is Sort.LARGEST:
        return -columns.answers[SIZE]
    if filters.sort is Sort.AS_OF:
        return -columns.as_of
    return km_from(kept, known.origin) if filters.sort is Sort.NEAREST and known.origin else None


def _amounts(kept: Kept, filters: Filters) -> NDArray[np.float64]:
    """The rent where homes to rent are looked for; else the price, or the rent where there is no price."""
    columns = kept.columns
    if filters.value("deal") in ("rent", "trial") or filters.value("max_rent"):
        return columns.rent
    return np.where(np.isnan(columns.price), columns.rent, columns.price)
