"""The model and the offers that this process answers with; a change of listings reaches them within seconds.

Only listings that changed are read again: those stamped since the newest that is known, and a little before, for what
was stamped earlier and written later. Where the number of published listings says that something changed without a
stamp, all stamps are compared. The model is the one in service; while there is none, or while
its files cannot be used, the house's own serves.
"""

import threading
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
import structlog
from sqlmodel import col, select

from matching import Offer
from matching.index import MatchIndex
from matching.learned import MatchModel
from matching.scoring import Adjustment
from webapp.core.database import Database, current_scope, session
from webapp.listings.kinds import KINDS
from webapp.listings.models import Listing, ListingStatus
from webapp.listings.queries import for_matching, published_for_matching, published_stamps
from webapp.matches.adapter import Place, offer_of
from webapp.matches.house import house_model, house_version
from webapp.matches.registry import files, queries
from webapp.matches.registry.market import adjustment
from webapp.matches.serving import Fitted, Ranker, State
from webapp.matches.taken import holding, taken
from webapp.municipalities.models import Municipality
from webapp.municipalities.statistics.kept import known as statistics
from webapp.municipalities.statistics.wishes import standings

__all__ = ["Fitted", "fitted", "places_of_towns"]

log = structlog.get_logger(__name__)
LOOK_AGAIN_SECONDS = 3.0
#: a listing's stamp may be so much older than the moment it can be seen
WRITTEN_LATER = timedelta(minutes=2)
#: so many changed listings are asked for by their ids, more are read with all the others
MOST_BY_ID = 500
_IS_MATCHED = col(Listing.kind).in_([kind for kind, described in KINDS.items() if described.is_matched])

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
    known = _fitted.get(database)
    state = _state(known.state.newest if known else None)
    if known is not None and known.state == state:
        known.looked_at = time.monotonic()
        return known
    if known is None or known.chosen != str(state.model or "") or known.state.statistics != state.statistics:
        made = _begin(state)
    else:
        made = _follow(known, state, _stamps(known, state))
    _fitted[database] = made
    return made


def _state(before: datetime | None) -> State:
    """What tells whether anything changed, in two questions: listings, held places, the version in service, prices; and the edition of statistics.

    before: the newest stamp known so far. How many stamps lie around it tells of what was written later than stamped.
    """
    counted = sa.select(sa.func.count()).where(col(Listing.status) == ListingStatus.PUBLISHED, _IS_MATCHED)
    published = counted.scalar_subquery()
    newest = sa.select(sa.func.max(col(Listing.updated_at))).scalar_subquery()
    recent: Any = sa.null()
    if before is not None:
        around = col(Listing.updated_at) >= before - WRITTEN_LATER
        recent = sa.select(sa.func.count()).select_from(Listing).where(around).scalar_subquery()
    chosen = sa.select(published, newest, recent, queries.serving_version(), queries.newest_market_id(), *holding())
    count, changed, others, model, market, *held = session().execute(chosen).one()
    return State(count, changed, others, model, market, tuple(held), statistics().version)


def _stamps(known: Fitted, state: State) -> dict[str, datetime]:
    """When each published listing last changed. What is known is brought up to date, not read again."""
    if state.newest is None or known.state.newest is None:
        return published_stamps()
    chosen = sa.select(col(Listing.id), col(Listing.updated_at), col(Listing.status))
    since = col(Listing.updated_at) >= known.state.newest - WRITTEN_LATER
    rows = session().execute(chosen.where(since, _IS_MATCHED)).all()
    new = {key: stamp for key, stamp, status in rows if status == ListingStatus.PUBLISHED}
    gone = {key for key, _stamp, status in rows if status != ListingStatus.PUBLISHED} & known.stamps.keys()
    stamps = known.stamps
    if gone or any(stamps.get(key) != stamp for key, stamp in new.items()):
        stamps = stamps | new
        for key in gone:
            del stamps[key]
    return stamps if len(stamps) == state.published else published_stamps()


def _begin(state: State) -> Fitted:
    """With the model in service, and every offer read anew."""
    stamps, places, held, chosen = published_stamps(), places_of_towns(), taken(), str(state.model or "")
    towns = standings()
    offers = [offer_of(row, places, held[row.id], towns) for row in published_for_matching()]
    model, refusal = _chosen_model(chosen)
    version = chosen
    if model is None:
        model = house_model(offers)
        version = house_version(model)
    index = MatchIndex(model, offers, adjustment(queries.market_for(version), offers))
    return Fitted(
        Ranker(index), version, state, time.monotonic(), stamps, places, chosen, refusal, len(offers), held, towns
    )


def _chosen_model(version: str) -> tuple[MatchModel | None, str]:
    """The model of this version, or none and why not."""
    if not version:
        return None, ""
    try:
        return files.read(version), ""
    except files.ModelRefused as error:
        log.error("model in service refused, the house's serves", version=version, reason=str(error))
        return None, str(error)


def _follow(known: Fitted, state: State, stamps: dict[str, datetime]) -> Fitted:
    """The same model with the listings and prices of now; the house's is made anew once listings have doubled."""
    if known.model_version != known.chosen and len(stamps) > 2 * known.fitted_from:
        return _begin(state)
    held = taken() if state.held != known.state.held else known.taken
    changed = _changed(known, stamps, held)
    moment = time.monotonic()
    if stamps is known.stamps and not changed and state.market == known.state.market:
        known.state, known.looked_at, known.taken = state, moment, held
        return known
    rows, places = _read(changed), known.places
    if any(row.municipality_code not in places for row in rows):
        places = places_of_towns()
    new = [offer_of(row, places, held[row.id], known.standings) for row in rows]
    gone = known.offers.keys() - stamps.keys()
    index = known.matcher.index_.branch(_adjusted(known, state, gone, new))
    index.remove(gone)
    index.upsert(new)
    return replace(
        known, matcher=Ranker(index), state=state, looked_at=moment, stamps=stamps, places=places, taken=held
    )


def _changed(known: Fitted, stamps: dict[str, datetime], held: Counter[str]) -> set[str]:
    """Listings to be read again."""
    again = set() if stamps is known.stamps else {k for k, stamp in stamps.items() if known.stamps.get(k) != stamp}
    moved = {key for key in known.taken | held if known.taken[key] != held[key]}
    return again | (moved & stamps.keys())


def _adjusted(known: Fitted, state: State, gone: Collection[str], new: list[Offer]) -> Adjustment | None:
    """Prices and floors of the offers of now; None = nothing changes, because there were none and are none."""
    if state.market is None and known.state.market is None:
        return None
    left = {key: offer for key, offer in known.offers.items() if key not in gone} | {o.id: o for o in new}
    return adjustment(queries.market_for(known.model_version), left.values())


def _read(ids: Collection[str]) -> list[Any]:
    if not ids:
        return []
    rows: Any = for_matching(ids) if len(ids) <= MOST_BY_ID else published_for_matching()
    return [row for row in rows if row.id in ids]


def places_of_towns() -> dict[str, Place]:
    """Where each municipality lies, by code."""
    chosen = select(Municipality.code, Municipality.latitude, Municipality.longitude)
    return {code: (latitude, longitude) for code, latitude, longitude in session().exec(chosen)}
