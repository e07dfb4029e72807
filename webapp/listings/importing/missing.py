"""Listings that an earlier file had and this one has not: named, and ended where that was asked for."""

from dataclasses import dataclass

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.i18n import recorded
from webapp.listings import places
from webapp.listings.importing.report import Report
from webapp.listings.models import LISTING, Listing


@dataclass(frozen=True, slots=True)
class Gone:
    """One of them: its row, its number at the publisher, and the credit line it came with."""

    id: str
    external_id: str
    credit_line: str


def open_and_not_in(source: str, seen: set[str]) -> list[Gone]:
    """What of a publisher could still be ended and is not among the numbers of a file."""
    chosen = select(Listing.id, Listing.external_id, Listing.credit_line).where(
        Listing.source == source, col(Listing.status).in_(LISTING.moves["close"].sources)
    )
    rows = session().exec(chosen.order_by(col(Listing.id)))
    return [Gone(*row) for row in rows if row[1] not in seen]


def close(gone: list[Gone], credit_line: str, *, file: str, report: Report, by: Actor) -> int:
    """End those that came with this credit line: files of another publisher may share the format. How many."""
    ours = [one for one in gone if one.credit_line == credit_line]
    reason = recorded("取り込んだファイル（%(file)s）に、もう載っていないため", file=file)
    for one in ours:
        listing = session().get_one(Listing, one.id)
        LISTING.apply(listing, "close", by=by, reason=reason)
        listing.updated_at = now()
        report.add_closed(one.external_id, listing.title)
    places.forget()
    return len(ours)
