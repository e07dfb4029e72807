"""Who must know when an attestation is given or taken back: higher features follow in the same transaction."""

from typing import Protocol

from webapp.activities.records.models import ActivityRecord
from webapp.core.actor import Actor
from webapp.core.services import services

#: under this name the running app keeps the followers
FOLLOWERS = "activity_record_followers"


class Follower(Protocol):
    """Brings what hangs on a record in line with it; called again without a change it does nothing."""

    def __call__(self, record: ActivityRecord, *, by: Actor) -> None: ...


def tell(record: ActivityRecord, *, by: Actor) -> None:
    """Call after every attestation and every revocation."""
    for follow in services().extras.get(FOLLOWERS, ()):
        follow(record, by=by)
