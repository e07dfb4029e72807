"""Which listings are to be asked about, hidden or put away by now."""

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.clock import in_tokyo, now, today
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.listings.life.models import Confirmation
from webapp.listings.models import OFFERED, Listing, ListingStatus
from webapp.municipalities import queries as municipalities

_L: Any = sa.inspect(Listing).local_table.c
#: so many in one round of the worker; the next round goes on
MOST_AT_ONCE = 500


def was_asked(listing: Listing, as_of: date) -> bool:
    """Whether somebody was asked since it was last known to be true."""
    chosen = select(Confirmation.id).where(Confirmation.listing_id == listing.id, Confirmation.as_of == as_of)
    return session().exec(chosen.limit(1)).first() is not None


def is_waiting(listing: Listing) -> bool:
    """Whether a question is open: the page then says that it is being confirmed."""
    if listing.as_of is None or not listing.is_offered or not listing.is_ours:
        return False
    days: int = municipalities.setting("listing_confirm_days", listing.municipality_code)
    return listing.as_of + timedelta(days=days) <= today()


def by_token(token_hash: str) -> Confirmation:
    """The question that a letter's link leads to. Raises NotThere."""
    found = session().exec(select(Confirmation).where(Confirmation.token_hash == token_hash)).first()
    if found is None:
        raise NotThere(_("このリンクは使えません。届いた手紙のいちばん新しいリンクを開いてください。"))
    return found


def was_asked_long_enough(listing: Listing, days: int) -> bool:
    """Whether those who were asked had so many days to answer; also where there was nobody to ask."""
    chosen = select(sa.func.min(Confirmation.asked_at)).where(
        Confirmation.listing_id == listing.id, Confirmation.as_of == listing.as_of
    )
    first = session().exec(chosen).one()
    return first is None or first + timedelta(days=days) <= now()


def older_than(key: str, *, unasked: bool = False) -> list[Listing]:
    """Our own offers whose day of truth lies at least the town's number of days back."""
    asked = sa.exists().where(_L.id == col(Confirmation.listing_id), _L.as_of == col(Confirmation.as_of))
    conditions = [_L.status.in_(OFFERED), _L.source == ""]
    return _due(key, _L.as_of, *conditions, *([sa.not_(asked)] if unasked else []))


def over_for(key: str, *statuses: ListingStatus) -> list[Listing]:
    """What ended at least the town's number of days ago."""
    return _due(key, sa.func.coalesce(_L.ended_at, _L.updated_at), _L.status.in_(statuses))


def _due(key: str, since: Any, *conditions: Any) -> list[Listing]:
    """Light rows first: towns may wait for different numbers of days."""
    chosen = sa.select(_L.id, _L.municipality_code, since.label("since")).where(*conditions, since.is_not(None))
    days: dict[str, int] = {}
    due = []
    for row in session().execute(chosen.order_by(since, _L.id)):
        if row.municipality_code not in days:
            days[row.municipality_code] = municipalities.setting(key, row.municipality_code)
        began = in_tokyo(row.since).date() if isinstance(row.since, datetime) else row.since
        if began + timedelta(days=days[row.municipality_code]) <= today():
            due.append(row.id)
    return list(
        session().exec(select(Listing).where(col(Listing.id).in_(due[:MOST_AT_ONCE])).order_by(col(Listing.id)))
    )
