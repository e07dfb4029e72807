"""When the daily work on certificates is due; light to import, because the worker plans it every hour."""

from webapp.core.clock import today
from webapp.core.jobs import enqueue

EXPIRE = "certificates.expire"
COMPLETE = "certificates.complete"


def plan_day() -> None:
    """Queue the work of this day in Japan; doing so again changes nothing."""
    for kind in (EXPIRE, COMPLETE):
        enqueue(kind, {}, key=f"{kind}:{today().isoformat()}")
