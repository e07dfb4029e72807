"""Reads: which listing has which number, mappings that were kept, sheets that were handed in."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.listings.models import Listing, ListingKind
from webapp.listings.sheets.models import ListingNumber, SheetMapping, SheetRun

_CHUNK = 500


def owner_of(actor: Actor, municipality_code: str, corporation_id: str | None) -> str:
    """Whose numbers count: the corporation's, the town's, or those of a person at a hub."""
    if corporation_id is not None or actor.may_act_for(municipality_code) or actor.is_system:
        return corporation_id or municipality_code
    return actor.user_id or ""


def listings_by_number(owner: str, numbers: Sequence[str]) -> dict[str, Listing]:
    """The owner's listings by number; one without a number of its own answers to its id, as exports write it."""
    found: dict[str, Listing] = {}
    for start in range(0, len(numbers), _CHUNK):
        some = numbers[start : start + _CHUNK]
        chosen = (
            select(ListingNumber.number, Listing)
            .join(Listing, col(Listing.id) == ListingNumber.listing_id)
            .where(ListingNumber.owner == owner, col(ListingNumber.number).in_(some))
        )
        found.update({number: listing for number, listing in session().exec(chosen)})
        by_id = select(Listing).where(col(Listing.id).in_(some), _is_of(owner), Listing.source == "")
        found.update({listing.id: listing for listing in session().exec(by_id) if listing.id not in found})
    return found


def _is_of(owner: str) -> sa.ColumnElement[bool]:
    of_town = sa.and_(col(Listing.municipality_code) == owner, col(Listing.corporation_id).is_(None))
    of_person = sa.and_(col(Listing.created_by) == owner, col(Listing.corporation_id).is_(None))
    return sa.or_(col(Listing.corporation_id) == owner, of_town, of_person)


def numbers_of(listing_ids: Sequence[str]) -> dict[str, str]:
    """Listing id → its number, of those that have one."""
    chosen = select(ListingNumber.listing_id, ListingNumber.number)
    found: dict[str, str] = {}
    for start in range(0, len(listing_ids), _CHUNK):
        some = chosen.where(col(ListingNumber.listing_id).in_(listing_ids[start : start + _CHUNK]))
        found.update({listing: number for listing, number in session().exec(some)})
    return found


def mapping_for(owner: str, kind: ListingKind, signature: str) -> SheetMapping | None:
    """How this owner had this layout read before."""
    chosen = select(SheetMapping).where(
        SheetMapping.owner == owner, SheetMapping.kind == kind, SheetMapping.signature == signature
    )
    return session().exec(chosen).first()


def runs_for(actor: Actor, limit: int = 20) -> list[SheetRun]:
    """The sheets that this person's organisations handed in, newest first."""
    owners = [*actor.corporations, *actor.municipalities, *([actor.user_id] if actor.user_id else [])]
    chosen = select(SheetRun).where(col(SheetRun.owner).in_(owners)).order_by(col(SheetRun.id).desc())
    return list(session().exec(chosen.limit(limit)))


def run_for(actor: Actor, sheet_run_id: str) -> SheetRun:
    """One of them. Raises NotThere."""
    found = session().get(SheetRun, sheet_run_id)
    if found is None or found.owner not in {*actor.corporations, *actor.municipalities, actor.user_id}:
        raise NotThere
    return found
