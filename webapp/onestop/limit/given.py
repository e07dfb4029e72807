"""What a donor has already given in a year: here, and elsewhere as far as they said so."""

from dataclasses import dataclass

from sqlmodel import col, func, select

from webapp.core.database import session
from webapp.onestop import years
from webapp.onestop.models import OneStopElsewhere
from webapp.pledges.models import HOLDING, Pledge


@dataclass(frozen=True)
class Given:
    """Whole yen of one calendar year."""

    here: int = 0
    elsewhere: int = 0

    @property
    def total(self) -> int:
        """Both together."""
        return self.here + self.elsewhere


def given_in(user_id: str | None, year: int) -> Given:
    """Nothing for who is not signed in."""
    return Given(_here(user_id, year), _elsewhere(user_id, year)) if user_id else Given()


def _here(user_id: str, year: int) -> int:
    first, after = years.bounds(year)
    chosen = select(Pledge).where(
        Pledge.user_id == user_id,
        col(Pledge.status).in_(HOLDING),
        col(Pledge.paid_at) >= first,
        col(Pledge.paid_at) < after,
    )
    return sum(pledge.kept_yen for pledge in session().exec(chosen))


def _elsewhere(user_id: str, year: int) -> int:
    chosen = select(func.sum(OneStopElsewhere.amount)).where(
        OneStopElsewhere.user_id == user_id, OneStopElsewhere.year == year
    )
    return int(session().exec(chosen).one() or 0)
