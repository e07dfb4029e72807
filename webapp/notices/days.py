"""When morning letters are due; light to import, because the worker plans it every hour."""

from datetime import timedelta

from webapp.core.clock import now
from webapp.core.jobs import enqueue

ROUND = "notices.round"


def plan() -> None:
    """Queue the rounds of this hour and the next; doing so again changes nothing."""
    began = now().replace(minute=0, second=0, microsecond=0)
    for hour in (began, began + timedelta(hours=1)):
        enqueue(ROUND, {}, key=f"{ROUND}:{hour.isoformat()}", run_at=hour)
