"""Reads for exports: everything one owner may take along, everything of a town that everybody may see."""

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.listings.models import OFFERED, Listing, ListingKind, ListingStatus
from webapp.listings.sheets.queries import owner_of


def own(actor: Actor, kind: ListingKind, municipality_code: str, corporation_id: str | None) -> list[Listing]:
    """A corporation's listings in a town; for the town's people everything that was sent to it; else a person's own."""
    chosen = select(Listing).where(
        Listing.municipality_code == municipality_code, Listing.kind == kind, Listing.source == ""
    )
    if corporation_id is not None:
        chosen = chosen.where(Listing.corporation_id == corporation_id)
    elif owner_of(actor, municipality_code, None) == municipality_code:
        is_unsent = col(Listing.corporation_id).is_not(None) & (Listing.status == ListingStatus.DRAFT)
        chosen = chosen.where(~is_unsent)
    else:
        chosen = chosen.where(Listing.created_by == actor.user_id, col(Listing.corporation_id).is_(None))
    return list(session().exec(chosen.order_by(col(Listing.id))))


def public(municipality_code: str, kind: ListingKind | None = None) -> list[Listing]:
    """What a town offers now, the newest first."""
    chosen = select(Listing).where(Listing.municipality_code == municipality_code, col(Listing.status).in_(OFFERED))
    if kind is not None:
        chosen = chosen.where(Listing.kind == kind)
    return list(session().exec(chosen.order_by(col(Listing.published_at).desc(), col(Listing.id))))
