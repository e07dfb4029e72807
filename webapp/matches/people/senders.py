"""In whose name somebody looks for people: the town's, or their corporation's, each with a consent of its own."""

from dataclasses import dataclass

from webapp.core.actor import TOWN_ROLES, Actor, Role
from webapp.core.errors import NotThere
from webapp.corporations import queries as corporations
from webapp.listings.models import Listing
from webapp.listings.queries import by_id, is_maker
from webapp.municipalities import queries as municipalities
from webapp.residents.models import ConsentPurpose

MAKERS = (Role.CORPORATION, Role.HUB, *TOWN_ROLES)


@dataclass(frozen=True)
class Sender:
    """A municipality, or a corporation that it designates. `key` is the corporation's id or the municipality's code."""

    key: str
    name: str
    municipality_code: str
    corporation_id: str | None
    purpose: ConsentPurpose


def listing_for(actor: Actor, listing_id: str) -> Listing:
    """A published listing of the actor's own town, or one the actor wrote. Raises NotThere."""
    found = by_id(listing_id)
    if found.is_public and (actor.may_act_for(found.municipality_code) or is_maker(actor, found)):
        return found
    raise NotThere


def sender_for(actor: Actor, listing: Listing) -> Sender:
    """In whose name the actor speaks for a listing: town staff for the town, a corporation's people for it."""
    code, corporation_id = listing.municipality_code, listing.corporation_id
    if corporation_id is not None and not actor.may_act_for(code):
        name = corporations.by_id(corporation_id).name
        return Sender(corporation_id, name, code, corporation_id, ConsentPurpose.CORPORATIONS)
    return Sender(code, municipalities.by_code(code).full_name, code, None, ConsentPurpose.TOWNS)
