"""Quiet hours: what is not urgent waits for the morning."""

from datetime import UTC, datetime, time, timedelta

from webapp.core.clock import TOKYO, in_tokyo


def quiet_until(moment: datetime, start: int, end: int) -> datetime | None:
    """When the quiet hours that `moment` lies in are over; None when it lies in none.

    `start` and `end` are hours in Japan; the start is quiet, the end is not, and equal ones mean no quiet at all.
    """
    local = in_tokyo(moment)
    passes_midnight = start > end
    is_quiet = local.hour >= start or local.hour < end if passes_midnight else start <= local.hour < end
    if not is_quiet:
        return None
    day = local.date() + timedelta(days=1 if passes_midnight and local.hour >= start else 0)
    return datetime.combine(day, time(end), TOKYO).astimezone(UTC)
