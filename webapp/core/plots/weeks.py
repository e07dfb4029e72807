"""The next weeks as a small sheet of days: today is framed, days with something are filled."""

from collections.abc import Mapping
from datetime import date, timedelta

from babel.dates import format_date
from markupsafe import Markup

from webapp.core.i18n import babel_locale, is_japanese
from webapp.core.i18n import gettext as _
from webapp.core.plots.figure import figure

_CELL, _HEAD = 50, 34


def weeks(
    marked: Mapping[date, list[str]], *, first: date, count: int, title: str, ident: str, dates: Mapping[date, str]
) -> Markup:
    """So many weeks from the Monday of `first` on; `marked` holds the words of each day, `dates` how its day is written.

    Raises ValueError for no week at all.
    """
    if count < 1:
        raise ValueError("a sheet shows at least one week")
    monday = first - timedelta(days=first.weekday())
    days = [monday + timedelta(days=number) for number in range(7 * count)]
    drawing = Markup(
        '<svg class="plot-weeks" viewBox="0 0 {wide} {high}" role="img" aria-labelledby="{id}-title {id}-desc">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{desc}</desc>{head}{days}</svg>'
    ).format(
        wide=7 * _CELL,
        high=_HEAD + count * _CELL,
        id=ident,
        title=title,
        desc=_("予定のある日に色をつけました。予定は下の表にあります。"),
        head=_head(monday),
        days=Markup("").join(_day(number, day, first, marked) for number, day in enumerate(days)),
    )
    rows = [[dates[day], word] for day in sorted(marked) if day in days for word in marked[day]]
    return figure(drawing, title, ident, [_("日"), _("予定")], rows)


def _head(monday: date) -> Markup:
    names = (_short_name(monday + timedelta(days=number)) for number in range(7))
    words = Markup("").join(
        Markup('<text x="{}" y="22" text-anchor="middle">{}</text>').format(_CELL * number + _CELL // 2, name)
        for number, name in enumerate(names)
    )
    return Markup('<g class="plot__words" aria-hidden="true">{}</g>').format(words)


def _short_name(day: date) -> str:
    return str(format_date(day, "EEEEE" if is_japanese() else "EEE", locale=babel_locale()))


def _day(number: int, day: date, today: date, marked: Mapping[date, list[str]]) -> Markup:
    x, y = _CELL * (number % 7) + _CELL // 2, _HEAD + _CELL * (number // 7) + _CELL // 2
    state = "past" if day < today else "marked" if day in marked else "today" if day == today else "free"
    word = f"{day.month}/{day.day}" if day.day == 1 or number == 0 else str(day.day)
    ring = Markup('<circle class="plot-weeks__now" cx="{}" cy="{}" r="22"/>').format(x, y) if day == today else ""
    dot = Markup('<circle class="plot-weeks__dot" cx="{}" cy="{}" r="19"/>').format(x, y) if state == "marked" else ""
    return Markup(
        '<g class="plot-weeks__day" data-state="{}" aria-hidden="true">{}{}<text x="{}" y="{}" text-anchor="middle">{}</text></g>'
    ).format(state, dot, ring, x, y + 6, word)
