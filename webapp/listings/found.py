"""Listings for the staff's search: those of the actor's towns, and what the actor writes themselves."""

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.templating import link
from webapp.desk.finding.groups import Group, Hit, Words, group
from webapp.listings.models import Listing, ListingStatus


def find_for(actor: Actor, words: Words) -> Group:
    """A town finds whatever was sent to it; a corporation or hub person their own, drafts too."""
    of_town = sa.and_(
        col(Listing.municipality_code).in_(actor.municipalities), col(Listing.status) != ListingStatus.DRAFT
    )
    own = sa.or_(
        col(Listing.corporation_id).in_(actor.corporations),
        sa.and_(col(Listing.created_by) == actor.user_id, col(Listing.corporation_id).is_(None)),
    )
    chosen = select(Listing).where(
        of_town if actor.municipalities else sa.and_(own, col(Listing.source) == ""),
        *(col(Listing.search_text).contains(part, autoescape=True) for part in words.parts),
    )
    rows = session().exec(chosen.order_by(col(Listing.updated_at).desc(), col(Listing.id)).limit(words.limit + 1))
    hits = [Hit(row.title, _page_of(actor, row), f"{row.kind.label}　{row.status.label}") for row in rows]
    return group("listings", _l("掲載"), hits, words)


def _page_of(actor: Actor, listing: Listing) -> str:
    if actor.may_act_for(listing.municipality_code):
        return link("listings_staff.review", listing_id=listing.id)
    return link("listings_desk.show", listing_id=listing.id)
