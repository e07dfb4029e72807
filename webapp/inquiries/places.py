"""Who answers for a listing or a town: the designated corporation, else the municipality, as long as it takes part."""

from dataclasses import dataclass

from sqlmodel import col, select

from webapp.accounts import queries as accounts
from webapp.accounts.models import User
from webapp.banks.models import BankBroker
from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.clock import today
from webapp.core.database import session
from webapp.corporations import queries as corporations
from webapp.corporations.queries import names_of_places
from webapp.listings.models import Listing
from webapp.municipalities import queries as municipalities

#: everybody who may be on the answering side
ANSWERERS = (Role.CORPORATION, Role.HUB, *TOWN_ROLES)


@dataclass(frozen=True)
class Place:
    """The answering side; `answerer` is the corporation's or the broker's id or the municipality's code."""

    answerer: str
    name: str
    municipality_code: str
    corporation_id: str | None = None
    first_to: str | None = None
    broker_id: str | None = None
    handoff_id: str | None = None
    licence: str = ""


def of_listing(listing: Listing) -> Place | None:
    """Who answers for a listing; None where nobody of the service does."""
    body, code = listing.corporation_id, listing.municipality_code
    if not municipalities.is_running(code):
        return None
    if body is not None and corporations.designation_in(body, code, today()) is not None:
        return Place(body, corporations.by_id(body).name, code, body)
    is_hub = listing.created_by in {person.id for person in accounts.staff_of(code, Role.HUB)}
    return Place(code, municipalities.by_code(code).full_name, code, None, listing.created_by if is_hub else None)


def of_town(code: str) -> Place | None:
    """The town itself, while it takes part."""
    if not municipalities.is_running(code):
        return None
    return Place(code, municipalities.city(code).full_name, code)


def others_than(answerer: str, municipality_code: str) -> list[Place]:
    """Who else could answer in a town: the town itself, and every corporation that it designates now."""
    town = of_town(municipality_code)
    if town is None:
        return []
    bodies = [
        Place(body.id, body.name, municipality_code, body.id)
        for _designation, body, place in corporations.register()
        if place.code == municipality_code
    ]
    return [place for place in (town, *bodies) if place.answerer != answerer]


def staff_of(answerer: str, corporation_id: str | None, assigned_to: str | None) -> list[User]:
    """Who gets the letters: the one it is assigned to while they work there, else everybody."""
    roles = (Role.CORPORATION,) if corporation_id else TOWN_ROLES
    people = accounts.staff_of(answerer, *roles)
    hubs = [] if corporation_id else accounts.staff_of(answerer, Role.HUB)
    return [person for person in (*people, *hubs) if person.id == assigned_to] or people


def names_of(answerers: set[str]) -> dict[str, str]:
    """Names of towns, corporations and brokers by their key."""
    brokers = session().exec(select(BankBroker).where(col(BankBroker.id).in_(answerers)))
    return names_of_places(answerers) | {one.id: one.name for one in brokers}
