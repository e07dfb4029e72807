"""Who answers in a town: its desk, its hub people, its support corporations, each with how soon."""

from dataclasses import dataclass

from sqlmodel import col, select

from webapp.core.database import session
from webapp.corporations.designations.models import STANDING, Designation
from webapp.corporations.models import Corporation
from webapp.hubs import queries as hubs
from webapp.hubs.models import HubPerson
from webapp.inquiries.threads import badge

SHOWN = 3


@dataclass(frozen=True)
class People:
    """`badges` are the words by corporation or town, for those that have enough answers to tell."""

    hub_people: list[HubPerson]
    corporations: list[Corporation]
    badges: dict[str, str]


def people_of(code: str) -> People:
    """The first of each; the town's own pages have them all."""
    chosen = (
        select(Corporation)
        .join(Designation, col(Designation.corporation_id) == Corporation.id)
        .where(Designation.municipality_code == code, col(Designation.status).in_(STANDING))
        .order_by(col(Corporation.name))
        .limit(SHOWN)
    )
    corporations = list(session().exec(chosen))
    badges = badge.of_many([code, *(one.id for one in corporations)])
    return People(
        hubs.people_in(code)[:SHOWN], corporations, {key: found.words for key, found in badges.items() if found.is_good}
    )
