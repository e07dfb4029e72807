"""Events that count as 担い手活動: the activity they belong to, and checking in there, which says that the person came."""

from sqlmodel import select

from webapp.activities.models import Activity
from webapp.activities.records.models import ActivityRecord, RecordStatus
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.listings.models import Listing
from webapp.participations import actions, queries


def follow_record(record: ActivityRecord, *, by: Actor) -> None:  # noqa: ARG001 - every follower is told who acts
    """After an attestation; one that is taken back leaves the participation to the makers."""
    if record.status is not RecordStatus.ATTESTED or record.user_id is None:
        return
    activity = session().get_one(Activity, record.activity_id)
    if activity.listing_id is not None:
        row = queries.with_a_place(activity.listing_id, record.user_id)
        if row is not None:
            actions.note_by_service(row)


def activity_of(listing: Listing) -> Activity | None:
    """The activity that taking part in a listing counts for now."""
    chosen = select(Activity).where(Activity.listing_id == listing.id).order_by(Activity.id)
    return next((activity for activity in session().exec(chosen) if activity.is_open), None)
