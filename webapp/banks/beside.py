"""What a listing's page shows of its bank: number, where it stands, the licensed broker, the way to ask."""

from flask import render_template
from markupsafe import Markup

from webapp.banks import queries as banks
from webapp.banks.homes import queries
from webapp.banks.homes.models import LISTED
from webapp.banks.models import BankBroker
from webapp.banks.users.letters import not_a_party
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.listings.models import Listing, ListingKind


def aside(actor: Actor, listing: Listing) -> Markup:
    """The panel of a bank's home; nothing for other listings."""
    if listing.kind is not ListingKind.HOME or not listing.is_ours:
        return Markup("")
    home = queries.of_listing(listing.id)
    if home is None or home.number is None:
        return Markup("")
    drawn = render_template(
        "banks/_aside.html",
        home=home,
        listing=listing,
        bank=banks.by_id(home.bank_id),
        broker=session().get(BankBroker, home.broker_id) if home.broker_id else None,
        may_ask=home.status in LISTED and listing.is_public,
        is_staff=actor.may_act_for(home.municipality_code),
        not_a_party=not_a_party(),
    )
    return Markup(drawn)  # noqa: S704 - a template's own, escaped output
