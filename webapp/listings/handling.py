"""Who deals with the people a listing brings: its corporation, or for what a town or a hub person lists, the town."""

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.accounts import queries as accounts
from webapp.core.actor import TOWN_ROLES, Actor, Role
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.letters import Addressee
from webapp.corporations import queries as corporations
from webapp.listings import queries
from webapp.listings.models import Listing, ListingStatus
from webapp.municipalities.models import Municipality

#: nothing more comes of what was booked there or applied to
ENDED = (ListingStatus.CLOSED, ListingStatus.CONTRACTED, ListingStatus.ARCHIVED)


def handles(actor: Actor, listing: Listing) -> bool:
    """Whether this person sees who writes, books or applies; a town does not look over its corporations' shoulder."""
    if queries.is_maker(actor, listing):
        return True
    return listing.corporation_id is None and actor.may_act_for(listing.municipality_code)


def handled_for(actor: Actor, listing_id: str) -> Listing:
    """A listing whose people this actor deals with. Raises NotThere."""
    found = queries.by_id(listing_id)
    if not handles(actor, found):
        raise NotThere
    return found


def handled_by(actor: Actor) -> list[Listing]:
    """Every listing of ours whose people this actor deals with and that was ever sent, newest first."""
    here = col(Listing.municipality_code)
    own = sa.and_(col(Listing.created_by) == actor.user_id, here.in_(actor.organisations(Role.HUB)))
    theirs = [sa.and_(col(Listing.corporation_id).is_(None), sa.or_(own, here.in_(actor.municipalities)))]
    for corporation_id in sorted(actor.corporations):
        codes = [town.code for town in corporations.designating_towns(corporation_id)]
        theirs.append(sa.and_(col(Listing.corporation_id) == corporation_id, here.in_(codes)))
    chosen = select(Listing).where(sa.or_(*theirs), Listing.source == "", Listing.status != ListingStatus.DRAFT)
    return list(session().exec(chosen.order_by(col(Listing.published_at).desc(), col(Listing.id)).limit(500)))


def people_behind(listing: Listing) -> list[Addressee]:
    """Who gets the letters about somebody who writes, books or applies."""
    if listing.corporation_id is not None:
        return list(accounts.staff_of(listing.corporation_id, Role.CORPORATION))
    here = accounts.staff_of(listing.municipality_code, Role.HUB, *TOWN_ROLES)
    writer: list[Addressee] = [person for person in here if person.id == listing.created_by]
    return writer or accounts.desk_of(listing.municipality_code)


def name_behind(listing: Listing) -> str:
    """The organisation that answers for a listing."""
    if listing.corporation_id is not None:
        return corporations.by_id(listing.corporation_id).name
    return session().get_one(Municipality, listing.municipality_code).full_name
