"""The model and the offers that this process answers with; a change of listings reaches them within seconds.

Only listings that changed are read into vectors again. The model is the one in service; while there is none, or while
its files cannot be used, the house's own serves.
"""

import threading
import time
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
import structlog
from sqlmodel import col, select

from matching import Offer
from matching.index import MatchIndex
from matching.learned import MatchModel
from webapp.core.database import Database, current_scope, session
from webapp.listings.models import Listing, ListingStatus
from webapp.listings.queries import for_matching, published_for_matching, published_stamps
from webapp.matches.adapter import Place, offer_of
from webapp.matches.house import house_model, house_version
from webapp.matches.registry import files, queries
from webapp.matches.registry.market import adjustment
from webapp.matches.serving import Fitted, Ranker, Version
from webapp.matches.taken import holding, taken
from webapp.municipalities.models import Municipality

__all__ = ["Fitted", "fitted", "places_of_towns"]

log = structlog.get_logger(__name__)
LOOK_AGAIN_SECONDS = 3.0
#: so many changed listings are asked for by their ids, more are read with all the others
MOST_BY_ID = 500

_fitted: WeakKeyDictionary[Database, Fitted] = WeakKeyDictionary()
_lock = threading.Lock()


def fitted() -> Fitted:
    """The model with the listings as they are now, at most three seconds late.

    While one thread renews it, the others go on with what there was.
    """
    database = current_scope().database
    known = _fitted.get(database)
    if known is not None and time.monotonic() - known.looked_at < LOOK_AGAIN_SECONDS:
        return known
    if not _lock.acquire(blocking=known is None):
        assert known is not None
        return known
    try:
        return _renewed(database)
    finally:
        _lock.release()


def _renewed(database: Database) -> Fitted:
    known, state = _fitted.get(database), _state()
    if known is not None and known.version == state:
        known.looked_at = time.monotonic()
        return known
    chosen = str(state[-2] or "")
    if known is None or known.chosen != chosen:
        made = _begin(state, chosen)
    else:
        made = _follow(known, state)
    _fitted[database] = made
    return made


def _state() -> Version:
    """What tells whether anything changed, in one question: listings, held places, the version in service, prices."""
    changed = (sa.func.count(), sa.func.max(col(Listing.updated_at)), sa.func.max(col(Listing.published_at)))
    chosen = sa.select(*changed, *holding(), queries.serving_version(), queries.newest_market_id())
    return tuple(session().execute(chosen.where(col(Listing.status) == ListingStatus.PUBLISHED)).one())


def _begin(state: Version, chosen: str) -> Fitted:
    """With the model in service, and every offer read anew."""
    stamps, places, held = published_stamps(), places_of_towns(), taken()
    offers = [offer_of(row, places, held[row.id]) for row in published_for_matching()]
    model, refusal = _chosen_model(chosen)
    version = chosen
    if model is None:
        model = house_model(offers)
        version = house_version(model)
    index = MatchIndex(model, offers, adjustment(queries.market_for(version), offers))
    return Fitted(Ranker(index), version, state, time.monotonic(), stamps, places, chosen, refusal, len(offers), held)


def _chosen_model(version: str) -> tuple[MatchModel | None, str]:
    """The model of this version, or none and why not."""
    if not version:
        return None, ""
    try:
        return files.read(version), ""
    except files.ModelRefused as error:
        log.error("model in service refused, the house's serves", version=version, reason=str(error))
        return None, str(error)


def _follow(known: Fitted, state: Version) -> Fitted:
    """The same model with the listings and prices of now; the house's is made anew once listings have doubled."""
    stamps = published_stamps()
    if known.model_version != known.chosen and len(stamps) > 2 * known.fitted_from:
        return _begin(state, known.chosen)
    held = taken()
    changed = {k for k, stamp in stamps.items() if known.stamps.get(k) != stamp or known.taken[k] != held[k]}
    places = places_of_towns() if changed else known.places
    new = _read(changed, places, held)
    gone = known.offers.keys() - stamps.keys()
    left = {key: offer for key, offer in known.offers.items() if key not in gone} | {o.id: o for o in new}
    index = known.matcher.index_.branch(adjustment(queries.market_for(known.model_version), left.values()))
    index.remove(gone)
    index.upsert(new)
    moment = time.monotonic()
    return Fitted(
        Ranker(index),
        known.model_version,
        state,
        moment,
        stamps,
        places,
        known.chosen,
        known.refusal,
        known.fitted_from,
        held,
    )


def _read(ids: Collection[str], places: Mapping[str, Place], held: Counter[str]) -> list[Offer]:
    if not ids:
        return []
    rows: Any = for_matching(ids) if len(ids) <= MOST_BY_ID else published_for_matching()
    return [offer_of(row, places, held[row.id]) for row in rows if row.id in ids]


def places_of_towns() -> dict[str, Place]:
    """Where each municipality lies, by code."""
    chosen = select(Municipality.code, Municipality.latitude, Municipality.longitude)
    return {code: (latitude, longitude) for code, latitude, longitude in session().exec(chosen)}
