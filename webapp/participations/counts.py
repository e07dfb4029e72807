"""How many applied, how many have a place, how many wait: numbers that everybody may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col

from webapp.core.actor import Actor
from webapp.core.bulk import table_of
from webapp.core.database import session
from webapp.participations.models import HOLDS_PLACE, Participation
from webapp.participations.models import ParticipationStatus as S


@dataclass(frozen=True)
class Counts:
    """Applications are counted once each, places by the people who come."""

    applied: int = 0  # that were not taken back
    unanswered: int = 0
    waiting: int = 0
    places_taken: int = 0

    def free(self, capacity: int | None) -> int | None:
        """Places left; None without a limit."""
        return None if capacity is None else max(0, capacity - self.places_taken)


def counts_of(listing_ids: Iterable[str]) -> dict[str, Counts]:
    """By listing, in one question; a listing nobody applied to is missing."""
    table = table_of(Participation)
    people = table.c.adults + table.c.children

    def times(*statuses: S) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((table.c.status.in_(statuses), 1), else_=0)), 0)

    chosen = (
        sa.select(
            table.c.listing_id,
            times(*(status for status in S if status is not S.WITHDRAWN)),
            times(S.APPLIED),
            times(S.WAITING),
            sa.func.coalesce(sa.func.sum(sa.case((table.c.status.in_(HOLDS_PLACE), people), else_=0)), 0),
        )
        .where(table.c.listing_id.in_(list(listing_ids)))
        .group_by(table.c.listing_id)
    )
    return {row[0]: Counts(*map(int, row[1:])) for row in session().execute(chosen)}


def counts_for(listing_id: str) -> Counts:
    """Of one listing."""
    return counts_of([listing_id]).get(listing_id, Counts())


def places_taken(listing_id: str) -> int:
    """How many people have a place."""
    people = col(Participation.adults) + col(Participation.children)
    chosen = sa.select(sa.func.coalesce(sa.func.sum(people), 0)).where(
        col(Participation.listing_id) == listing_id, col(Participation.status).in_(HOLDS_PLACE)
    )
    return int(session().execute(chosen).scalar_one())


def waiting_for(actor: Actor) -> int:
    """Applications that wait for a word of the actor's corporations."""
    chosen = sa.select(sa.func.count()).where(
        col(Participation.corporation_id).in_(actor.corporations),
        col(Participation.status) == S.APPLIED,
    )
    return int(session().execute(chosen).scalar_one())


def applied_for(actor: Actor, since: datetime) -> dict[str, tuple[int, int]]:
    """For each listing of the actor's corporations how many applied since then, and how many of them were taken in."""
    taken_in = sa.func.count().filter(col(Participation.status).in_(HOLDS_PLACE))
    chosen = (
        sa.select(col(Participation.listing_id), sa.func.count(), taken_in)
        .where(col(Participation.corporation_id).in_(actor.corporations), col(Participation.applied_at) >= since)
        .group_by(col(Participation.listing_id))
    )
    return {str(key): (int(applied), int(taken)) for key, applied, taken in session().execute(chosen)}
