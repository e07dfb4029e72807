"""Daily services that reach a home: those of its town, and those of other towns that come close enough."""

from dataclasses import dataclass
from math import cos, radians
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.database import session
from webapp.listings.kinds import service
from webapp.listings.kinds.ask import Fact
from webapp.listings.models import OFFERED, Listing, ListingKind
from webapp.listings.queries import Mark
from webapp.municipalities.travel import line_km

#: a service of another town that does not say how far it comes
USUAL_REACH_KM = 10
_FARTHEST_KM = 50
_KM_A_DEGREE = 111.0


#: built once: a home without a place finds those of its town only
_REACHING: Any = (
    select(Listing)
    .where(
        Listing.kind == ListingKind.SERVICE,
        col(Listing.status).in_(OFFERED),
        sa.or_(
            col(Listing.municipality_code) == sa.bindparam("town"),
            sa.and_(
                col(Listing.latitude).between(sa.bindparam("south"), sa.bindparam("north")),
                col(Listing.longitude).between(sa.bindparam("west"), sa.bindparam("east")),
            ),
        ),
    )
    .limit(200)
)
_ONE: Any = sa.inspect(Listing).local_table.alias("one").c


def may_reach(_listing_id: Any) -> Any:
    """Whether a service could reach the listing of the outer query: one of its town, or one as far north as it is."""
    high = _FARTHEST_KM / _KM_A_DEGREE
    return sa.exists().where(
        _ONE.kind == ListingKind.SERVICE,
        _ONE.status.in_(
            [sa.literal(status, _ONE.status.type) for status in OFFERED]
        ),  # written out once, not each time
        sa.or_(
            _ONE.municipality_code == col(Listing.municipality_code),
            _ONE.latitude.between(col(Listing.latitude) - high, col(Listing.latitude) + high),
        ),
    )


MARKS: dict[str, Mark] = {"services": may_reach}


@dataclass(frozen=True)
class Service:
    """One daily service as the page of a home lists it."""

    id: str
    title: str
    facts: list[Fact]
    km: float | None


def services_for(home: Listing, limit: int = 12) -> list[Service]:
    """By the five means in order; within one, the nearest first."""
    rows = session().scalars(_REACHING, {"town": home.municipality_code, **_around(home)})
    found = [(row, service.Details.read(row.details), _km(home, row)) for row in rows]
    reaching = [
        (row, details, km)
        for row, details, km in found
        if row.municipality_code == home.municipality_code
        or (km is not None and km <= (details.reach_km or USUAL_REACH_KM))
    ]
    order = list(service.Means)
    reaching.sort(key=lambda one: (order.index(one[1].means) if one[1].means else len(order), one[2] or 0, one[0].id))
    return [
        Service(row.id, row.title, service.KIND.deciding_facts(row), None if km is None else round(km, 1))
        for row, _details, km in reaching[:limit]
    ]


def _around(home: Listing) -> dict[str, float | None]:
    if home.latitude is None or home.longitude is None:
        return {"south": None, "north": None, "west": None, "east": None}
    high = _FARTHEST_KM / _KM_A_DEGREE
    wide = high / max(0.1, cos(radians(home.latitude)))
    west, east = home.longitude - wide, home.longitude + wide
    return {"south": home.latitude - high, "north": home.latitude + high, "west": west, "east": east}


def _km(home: Listing, row: Listing) -> float | None:
    ends = (home.longitude, home.latitude, row.longitude, row.latitude)
    if None in ends:
        return None
    return line_km((home.longitude or 0, home.latitude or 0), (row.longitude or 0, row.latitude or 0))
