"""When the work of a night is due; light to import, because the worker plans it every hour."""

from datetime import UTC, datetime, time, timedelta

from webapp.core.clock import TOKYO, in_tokyo, now
from webapp.core.jobs import enqueue

LEARN, PRICES = "matches.learn", "matches.prices"
#: hours of the night in Japan
_HOURS = {LEARN: time(2, 30), PRICES: time(3, 30)}


def plan_night() -> None:
    """Queue the work of the coming night; doing so again changes nothing."""
    for kind, hour in _HOURS.items():
        moment = _next(hour)
        enqueue(kind, {"day": f"{in_tokyo(moment):%Y-%m-%d}"}, key=f"{kind}:{in_tokyo(moment):%Y-%m-%d}", run_at=moment)


def _next(hour: time) -> datetime:
    here = in_tokyo(now())
    today = datetime.combine(here.date(), hour, TOKYO)
    return (today if today > here else today + timedelta(days=1)).astimezone(UTC)
