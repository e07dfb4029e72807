"""When kept searches are looked through; light to import, because every publication plans it."""

from datetime import timedelta

from webapp.core.clock import now
from webapp.core.jobs import enqueue

ROUND = "saved_searches.round"
#: what was published in the last moment is left for the next look: its transaction may still be open
LAG = timedelta(minutes=1)
#: listings that appear within so many minutes are told of together
MINUTES = 10


def plan() -> None:
    """Queue a look at the end of these ten minutes; doing so again within them changes nothing."""
    moment = now()
    began = moment.replace(minute=moment.minute - moment.minute % MINUTES, second=0, microsecond=0)
    due = began + timedelta(minutes=MINUTES) + LAG
    enqueue(ROUND, {}, key=f"{ROUND}:{due.isoformat()}", run_at=due)
