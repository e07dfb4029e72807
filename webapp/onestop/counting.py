"""The five municipalities: those applied to here, and those a donor tells of."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, func, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.onestop.models import COUNTED, OneStopApplication, OneStopElsewhere, OneStopStatus
from webapp.onestop.years import MOST_TOWNS
from webapp.pledges.models import Pledge


@dataclass(frozen=True)
class Count:
    """Municipalities of one donor and year; several donations to one are one."""

    here: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    unnamed: int = 0  # what a donor without an account says, as a number only

    @property
    def towns(self) -> frozenset[str]:
        """All that are known by name."""
        return self.here | self.elsewhere

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.towns) + self.unnamed

    @property
    def left(self) -> int:
        """How many more there may be."""
        return max(0, MOST_TOWNS - self.number)

    @property
    def is_beyond(self) -> bool:
        """Then none of them counts."""
        return self.number > MOST_TOWNS

    def after(self, town: str) -> int:
        """How many there would be with an application to this municipality."""
        return self.number + (town not in self.towns)


def count_for(user_id: str, year: int) -> Count:
    """Of a person with an account."""
    told = select(OneStopElsewhere.town_code).where(
        OneStopElsewhere.user_id == user_id, OneStopElsewhere.year == year, col(OneStopElsewhere.uses_onestop)
    )
    return Count(_applied(year, Pledge.user_id == user_id), frozenset(session().exec(told)))


def count_of(pledge: Pledge, year: int, *, unnamed: int = 0) -> Count:
    """Of whoever made a pledge; without an account, by the same address of mail."""
    if pledge.user_id is not None:
        return count_for(pledge.user_id, year)
    same = (Pledge.email == pledge.email) if pledge.email else (Pledge.id == pledge.id)
    return Count(_applied(year, same, col(Pledge.user_id).is_(None)), unnamed=unnamed)


def _applied(year: int, *whose: object) -> frozenset[str]:
    chosen = (
        select(OneStopApplication.municipality_code)
        .join(Pledge, col(Pledge.id) == OneStopApplication.pledge_id)
        .where(OneStopApplication.year == year, col(OneStopApplication.status).in_(COUNTED), *whose)  # type: ignore[arg-type]
    )
    return frozenset(session().exec(chosen))


def open_for(actor: Actor) -> tuple[int, int]:
    """At the actor's municipalities: applications whose paper is awaited, and those that came and are not decided."""
    waits = (OneStopStatus.APPLIED, OneStopStatus.RECEIVED)
    counts = [func.count().filter(col(OneStopApplication.status) == status) for status in waits]
    here = col(OneStopApplication.municipality_code).in_(actor.municipalities)
    awaited, received = session().execute(sa.select(*counts).where(here)).one()
    return int(awaited), int(received)
