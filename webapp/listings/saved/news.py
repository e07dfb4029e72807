"""What is new in a kept search."""

from datetime import datetime

import numpy as np

from webapp.listings import places
from webapp.listings.filters import Filters
from webapp.listings.finding.columns import micros
from webapp.listings.finding.conditions import conditions
from webapp.listings.finding.kept import present
from webapp.listings.finding.understood import understood
from webapp.listings.saved.models import SavedSearch


def new_in(row: SavedSearch, until: datetime) -> list[str]:
    """Listings published since the last look and until now that fit, newest first. Only these are searched through."""
    kept = present()
    published = kept.columns.published
    is_new = kept.alive & (published > micros(row.told_until)) & (published <= micros(until))
    new = np.flatnonzero(is_new).astype(np.int32)
    if not len(new):
        return []
    asked = understood(Filters.read(row.args), places.layer())
    fitting = new[conditions(kept, asked.filters, asked.known, among=new).fitting()[new]]
    fitting = fitting[np.argsort(kept.rank[fitting], kind="stable")]
    return [key.decode() for key in kept.columns.ids[fitting].tolist()]
