"""The coming days of a place with opening hours, in words."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from babel.dates import format_date

from webapp.core.clock import today
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.opening import Opening
from webapp.core.recurring import BadOpening

_DAYS = 7


class Day(NamedTuple):
    """One day: its name, and its hours in words; empty when it is closed."""

    label: str
    hours: str


def opening_of(days: str | None, hours: str | None, closed: str | None, weekend: str | None = None) -> Opening | None:
    """The calendar behind four answers; None where they were written before they had to be readable."""
    try:
        return Opening.read(days or "", hours or "", closed or "", weekend or "")
    except BadOpening:
        return None


def week(opening: Opening | None) -> dict[str, Any]:
    """Today and the six days after it, for a template."""
    if opening is None:
        return {}
    coming = [today() + timedelta(days=number) for number in range(_DAYS)]
    return {
        "week": [
            Day(
                format_date(day, _("M月d日（E）"), locale=_("ja")),
                joined(f"{_clock(start)}〜{_clock(end)}" for start, end in opening.open_on(day)),
            )
            for day in coming
        ]
    }


def _clock(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02}"
