"""What is known about occasions: of an activity, at the organiser's desk, and by the codes that lead to them."""

from datetime import timedelta

from sqlmodel import col, select

from webapp.activities.capacity import Attester, capacity_of
from webapp.activities.models import Activity
from webapp.activities.occasions.models import ActivityOccasion, OccasionStatus
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotThere

#: so long after the end somebody may still check in, late
CLOSES_AFTER = timedelta(hours=24)
Event = tuple[ActivityOccasion, Activity]


def by_id(occasion_id: str) -> Event | None:
    """An occasion with its activity."""
    found = session().get(ActivityOccasion, occasion_id)
    return (found, session().get_one(Activity, found.activity_id)) if found else None


def by_poster(code: str) -> Event | None:
    """The occasion whose printed poster holds this code."""
    found = session().exec(select(ActivityOccasion).where(ActivityOccasion.poster_code == code)).first()
    return (found, session().get_one(Activity, found.activity_id)) if found else None


def open_now() -> list[ActivityOccasion]:
    """Every occasion whose check-in is open and not forgotten: a code typed by hand is looked for among them."""
    chosen = select(ActivityOccasion).where(
        ActivityOccasion.status == OccasionStatus.OPEN, col(ActivityOccasion.ends_at) >= now() - CLOSES_AFTER
    )
    return list(session().exec(chosen))


def of_activity(activity: Activity) -> list[ActivityOccasion]:
    """Its occasions, the newest first."""
    chosen = select(ActivityOccasion).where(ActivityOccasion.activity_id == activity.id)
    return list(session().exec(chosen.order_by(col(ActivityOccasion.starts_at).desc(), col(ActivityOccasion.id))))


def coming_in(municipality_code: str, limit: int = 20) -> list[Event]:
    """What still takes place in a municipality, the nearest first."""
    chosen = (
        select(ActivityOccasion, Activity)
        .join(Activity, col(Activity.id) == ActivityOccasion.activity_id)
        .where(
            ActivityOccasion.municipality_code == municipality_code,
            col(ActivityOccasion.ends_at) >= now(),
            ActivityOccasion.status != OccasionStatus.CANCELLED,
        )
        .order_by(col(ActivityOccasion.starts_at), col(ActivityOccasion.id))
    )
    return [(occasion, activity) for occasion, activity in session().exec(chosen.limit(limit)) if activity.is_open]


def desk_occasion_for(
    actor: Actor, occasion_id: str, *, to_change: bool = False
) -> tuple[ActivityOccasion, Activity, Attester]:
    """One of an activity that this person may attest, locked if it is to change. Raises NotThere."""
    found = session().get(ActivityOccasion, occasion_id, with_for_update=to_change or None)
    activity = session().get_one(Activity, found.activity_id) if found else None
    attester = capacity_of(actor, activity) if activity else None
    if found is None or activity is None or attester is None:
        raise NotThere
    return found, activity, attester
