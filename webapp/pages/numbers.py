"""What the service holds now, as the front page says it: counted at most once a minute."""

from dataclasses import dataclass

from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from webapp.core.database import session
from webapp.corporations.designations.models import STANDING, Designation
from webapp.listings.models import OFFERED, Listing, ListingKind
from webapp.listings.places import layer
from webapp.municipalities.models import Programme, ProgrammeStatus


@dataclass(frozen=True)
class LiveNumbers:
    """`people` is how many the needs that are open now ask for together."""

    towns: int
    listings: int
    needs: int
    people: int
    corporations: int


def live_numbers() -> LiveNumbers:
    """As old as the layer of places, which is read afresh each minute and whenever a listing appears or goes."""
    kept, key = layer().drawn, ("front", "numbers")
    if key not in kept:
        kept[key] = _counted()
    numbers: LiveNumbers = kept[key]
    return numbers


def _counted() -> LiveNumbers:
    published = select(Listing.kind, func.count(), func.sum(Listing.capacity)).where(col(Listing.status).in_(OFFERED))
    by_kind = {
        kind: (int(count), int(people or 0))
        for kind, count, people in session().exec(published.group_by(col(Listing.kind)))
    }
    needs, people = by_kind.get(ListingKind.NEED, (0, 0))
    return LiveNumbers(
        towns=_count(select(func.count()).where(Programme.status == ProgrammeStatus.ACTIVE)),
        listings=sum(count for count, _people in by_kind.values()),
        needs=needs,
        people=people,
        corporations=_count(
            select(func.count(func.distinct(Designation.corporation_id))).where(col(Designation.status).in_(STANDING))
        ),
    )


def _count(chosen: SelectOfScalar[int]) -> int:
    return int(session().exec(chosen).one())
