"""What a listing's page shows of its bank: number, where it stands, the licensed broker, the way to ask."""

from typing import Any

import sqlalchemy as sa
from flask import render_template
from markupsafe import Markup
from sqlmodel import col

from webapp.banks import queries as banks
from webapp.banks.homes import queries
from webapp.banks.homes.models import LISTED, BankHome
from webapp.banks.models import BankBroker
from webapp.banks.users.letters import not_a_party
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.listings.queries import Mark, Shown


def _homes(key: Any) -> Any:
    return sa.exists().where(col(BankHome.listing_id) == key)


MARKS: dict[str, Mark] = {"bank_homes": _homes}


def aside(actor: Actor, shown: Shown) -> Markup:
    """The panel of a bank's home; nothing for other listings."""
    listing = shown.listing
    home = queries.of_listing(listing.id) if "bank_homes" in shown.marks else None
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
