"""The listings of a corporation in short: what stands on its dashboard."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.corporations.designations.models import STANDING, Designation
from webapp.listings.models import Listing, ListingStatus

_NOT_TOLD = (ListingStatus.DRAFT, ListingStatus.ARCHIVED)


@dataclass(frozen=True)
class Own:
    """One listing; `ended_at` is when it was contracted or closed."""

    id: str
    title: str
    status: ListingStatus
    ended_at: datetime | None

    def is_contracted_since(self, moment: datetime) -> bool:
        """Whether somebody took it since then."""
        return self.status is ListingStatus.CONTRACTED and self.ended_at is not None and self.ended_at >= moment


def own_for(actor: Actor) -> list[Own]:
    """What the actor's corporations list where they are designated now, in the order of titles."""
    is_designated = (
        sa.exists()
        .where(col(Designation.corporation_id) == col(Listing.corporation_id))
        .where(col(Designation.municipality_code) == col(Listing.municipality_code))
        .where(col(Designation.status).in_(STANDING))
    )
    chosen = select(Listing.id, Listing.title, Listing.status, Listing.ended_at).where(
        col(Listing.corporation_id).in_(actor.corporations),
        Listing.source == "",
        col(Listing.status).not_in(_NOT_TOLD),
        is_designated,
    )
    rows = session().exec(chosen.order_by(col(Listing.title), col(Listing.id))).all()
    return [Own(key, title, ListingStatus(status), ended_at) for key, title, status, ended_at in rows]
