"""When the daily work on the one-stop exception is due; light to import, because the worker plans it every hour."""

from webapp.core.clock import today
from webapp.core.jobs import enqueue

DAY = "onestop.day"


def plan_day() -> None:
    """Queue the work of this day in Japan; doing so again changes nothing."""
    day = today().isoformat()
    enqueue(DAY, {"day": day}, key=f"{DAY}:{day}")
