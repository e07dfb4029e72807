"""What becomes of a municipality's activities when it has left: they end; what was attested stays true."""

from sqlmodel import select

from webapp.activities.models import ACTIVITY, Activity, ActivityStatus
from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session


def end_all_in(municipality_code: str, *, by: Actor, reason: str) -> None:
    """Nobody is left there to attest."""
    chosen = select(Activity).where(
        Activity.municipality_code == municipality_code, Activity.status == ActivityStatus.ACTIVE
    )
    for row in session().exec(chosen):
        ACTIVITY.apply(row, "end", by=by, reason=reason)
        row.ends_on = min(row.ends_on or today(), today())
