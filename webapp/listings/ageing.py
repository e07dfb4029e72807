"""How old the word on each shown listing is, against the days after which somebody is asked and after which it is hidden."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import col

from webapp.core.actor import Actor
from webapp.core.bulk import table_of
from webapp.core.clock import today
from webapp.core.database import session
from webapp.listings.models import OFFERED, Listing
from webapp.municipalities.queries import settings_in

_READ = ("id", "title", "municipality_code", "as_of")
_ASKED, _HIDDEN = "listing_confirm_days", "listing_hide_days"


@dataclass(frozen=True)
class Aged:
    """One listing with the day of its last word, when it is asked about, and when it is hidden."""

    id: str
    title: str
    as_of: date
    asked_on: date
    hidden_on: date

    @property
    def days(self) -> int:
        """How old the word is."""
        return (today() - self.as_of).days


def ages_for(actor: Actor) -> list[Aged]:
    """Our own offers of the actor's towns and corporations, the oldest word first."""
    own = [
        col(Listing.municipality_code).in_(actor.municipalities),
        col(Listing.corporation_id).in_(actor.corporations),
    ]
    chosen = sa.select(*(table_of(Listing).c[name] for name in _READ)).where(
        sa.or_(*own), col(Listing.status).in_(OFFERED), col(Listing.source) == "", col(Listing.as_of).is_not(None)
    )
    rows = session().execute(chosen.order_by(col(Listing.as_of), col(Listing.id))).all()
    days = settings_in((_ASKED, _HIDDEN), {code for _id, _title, code, _day in rows}) if rows else {}
    return [
        Aged(
            key,
            title,
            as_of,
            as_of + timedelta(days=int(days[_ASKED, code])),
            as_of + timedelta(days=int(days[_HIDDEN, code])),
        )
        for key, title, code, as_of in rows
    ]
