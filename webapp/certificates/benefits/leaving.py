"""What becomes of a municipality's benefits when it has left: they end; the record of their uses stays."""

from sqlmodel import col, select

from webapp.certificates.benefits.models import BENEFIT, Benefit, BenefitStatus
from webapp.core.actor import Actor
from webapp.core.database import session

_RUNNING = (BenefitStatus.ACTIVE, BenefitStatus.PAUSED)


def end_all_in(municipality_code: str, *, by: Actor, reason: str) -> None:
    """Nobody's certificate opens them any more; open proposals fall with them."""
    mine = select(Benefit).where(Benefit.municipality_code == municipality_code)
    for row in session().exec(mine.where(col(Benefit.status).in_(_RUNNING))):
        BENEFIT.apply(row, "end", by=by, reason=reason)
    for row in session().exec(mine.where(Benefit.status == BenefitStatus.PROPOSED)):
        BENEFIT.apply(row, "decline", by=by, reason=reason)
