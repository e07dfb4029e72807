"""What becomes of a municipality's registrations when it has left: they end, and everybody concerned is told."""

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.registrations import following, letters
from webapp.registrations.models import PENDING, REGISTRATION, STANDING, Registration


def end_all_in(municipality_code: str, *, by: Actor, reason: str) -> None:
    """Nobody is left there to decide or to stand for a certificate; a draft is nobody's business and stays."""
    chosen = select(Registration).where(
        Registration.municipality_code == municipality_code,
        col(Registration.status).in_((*PENDING, *STANDING)),
    )
    for row in session().exec(chosen.order_by(col(Registration.id))):
        stood = row.status in STANDING
        REGISTRATION.apply(row, "end" if stood else "refuse", by=by, reason=reason)
        row.ended_at, row.due_on, row.decision_reason = now(), None, reason
        letters.tell_applicant(row, letters.town_left if stood else letters.town_left_undecided)
        following.tell(row, by=by)
