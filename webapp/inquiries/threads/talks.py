"""The way from a thread to the same person's talk in a vacant-home bank."""

from webapp.banks.homes import queries as homes
from webapp.banks.users import queries as users
from webapp.core.actor import Actor
from webapp.core.templating import link
from webapp.listings.models import Listing


def own_talk_address(actor: Actor, listing: Listing | None) -> str:
    """Where the actor's own open talk about a bank's home is; empty where there is none."""
    home = homes.of_listing(listing.id) if listing is not None else None
    user = users.standing_of(actor, home.bank_id) if home is not None else None
    talk = users.open_between(home, user) if home is not None and user is not None else None
    return link("bank_users.talk", bank_talk_id=talk.id) if talk is not None else ""
