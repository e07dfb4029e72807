"""The fitted matcher of this process: learned from the published listings, fitted anew when they change."""

import hashlib
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import col, select

from matching import Matcher, Offer
from webapp.core.database import Database, current_scope, session
from webapp.listings.models import Listing, ListingStatus
from webapp.listings.queries import published_for_matching
from webapp.matches.adapter import Place, offer_of, vocabulary
from webapp.municipalities.models import Municipality

LOOK_AGAIN_SECONDS = 3.0
Version = tuple[Any, ...]


@dataclass
class Fitted:
    """A matcher, what it knows, and of which listings it was made."""

    matcher: Matcher
    offers: dict[str, Offer]
    version: Version
    looked_at: float
    model_version: str = ""
    places: dict[str, Place] = field(default_factory=dict)


_fitted: WeakKeyDictionary[Database, Fitted] = WeakKeyDictionary()
_lock = threading.Lock()


def fitted() -> Fitted:
    """The matcher for the listings as they are now, at most three seconds late."""
    database = current_scope().database
    with _lock:
        known = _fitted.get(database)
        if known is not None and time.monotonic() - known.looked_at < LOOK_AGAIN_SECONDS:
            return known
        version = _version()
        if known is not None and known.version == version:
            known.looked_at = time.monotonic()
            return known
        made = _fit(version)
        _fitted[database] = made
        return made


def _version() -> Version:
    chosen = sa.select(sa.func.count(), sa.func.max(col(Listing.updated_at)), sa.func.max(col(Listing.published_at)))
    row = session().execute(chosen.where(col(Listing.status) == ListingStatus.PUBLISHED)).one()
    return tuple(row)


def _fit(version: Version) -> Fitted:
    places = {
        code: (latitude, longitude)
        for code, latitude, longitude in session().exec(
            select(Municipality.code, Municipality.latitude, Municipality.longitude)
        )
    }
    offers = [offer_of(row, places) for row in published_for_matching()]
    matcher = Matcher(vocabulary()).fit(offers)
    known = {offer.id: offer for offer in offers}
    return Fitted(matcher, known, version, time.monotonic(), _model_version(matcher), places)


def _model_version(matcher: Matcher) -> str:
    """By what rule points are given: the weights and the words they are given for, not the listings."""
    said = repr((matcher.weights_, matcher.vocabulary))
    return "hand-" + hashlib.sha256(said.encode()).hexdigest()[:12]
