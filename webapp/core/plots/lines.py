"""Lines over months or years from a zero baseline."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from webapp.core.i18n import gettext as _
from webapp.core.i18n import measured
from webapp.core.plots.figure import MAX_SERIES, cell, figure, percent, round_up, short_number

#: where a label stands, in percent of the width, by its number and how many there are
Place = Callable[[int, int], float]
_MARKERS = (
    Markup('<circle r="5"/>'),
    Markup('<path d="M-5-5h10v10h-10z"/>'),
    Markup('<path d="M0-6.5 6 5h-12z"/>'),
    Markup('<path d="M0-6.5 6.5 0 0 6.5-6.5 0z"/>'),
)


@dataclass(frozen=True)
class Series:
    """One line of a line chart: its name and one value for each label of the x axis (None = no value)."""

    name: str
    values: Sequence[float | None]


def line_chart(labels: Sequence[str], series: Sequence[Series], *, title: str, ident: str, unit: str = "") -> Markup:
    """Up to four lines over `labels` from a zero baseline, each named at its end, told apart by dash and marker.

    Raises ValueError for more series, for negative values, or when a series has not one value a label.
    """
    check(labels, series)
    top = round_up(max((v for line in series for v in line.values if v is not None), default=1) or 1)
    taken: list[float] = []
    drawing = Markup(
        '<svg class="plot-lines" width="100%" height="260" role="img" aria-labelledby="{id}-title {id}-desc">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{desc}</desc>{grid}{lines}</svg>{keys}'
    ).format(
        id=ident,
        title=title,
        desc=_("%(names)s の移り変わり。数字は下の表にあります。", names=_("、").join(line.name for line in series)),
        grid=grid(labels, top, unit),
        lines=Markup("").join(_line(number, line, top, taken) for number, line in enumerate(series, 1)),
        keys=_line_keys(series) if len(series) > 1 else "",
    )
    rows = [[label, *(cell(line.values[i], unit) for line in series)] for i, label in enumerate(labels)]
    return figure(drawing, title, ident, [_("時期"), *(line.name for line in series)], rows)


def check(labels: Sequence[str], series: Sequence[Series]) -> None:
    """Raises ValueError for what cannot be shown honestly."""
    if not 1 <= len(series) <= MAX_SERIES:
        raise ValueError("a line chart shows one to four series")
    for line in series:
        if len(line.values) != len(labels) or any(v is not None and v < 0 for v in line.values):
            raise ValueError(f"series {line.name}: one value for each label, none below zero")


def _x(index: int, count: int) -> float:
    return 8 + 84 * (index / (count - 1) if count > 1 else 0.5)


def _y(value: float, top: float) -> float:
    return round(220 - 180 * value / top, 1)


def grid(labels: Sequence[str], top: float, unit: str, place: Place = _x) -> Markup:
    """The baseline, the top line with its number, and as many x labels as there is room for."""
    every = max(1, -(-len(labels) // 6))
    texts = Markup("").join(
        Markup('<text x="{}%" y="246" text-anchor="middle">{}</text>').format(
            percent(place(i, len(labels)) / 100), label
        )
        for i, label in enumerate(labels)
        if i % every == 0 or (i == len(labels) - 1 and i % every > every // 2)
    )
    return Markup(
        '<line class="plot__grid" x1="0" x2="100%" y1="40" y2="40"/><line class="plot__base" x1="0" x2="100%" y1="220" y2="220"/>'
        '<g class="plot__words"><text x="0" y="30">{}</text>{}</g>'
    ).format(measured(short_number(top), unit), texts)


def _line(number: int, line: Series, top: float, taken: list[float]) -> Markup:
    """Segments between neighbours that both have a value, a marker on each value, the last value in words.

    taken: heights of last values that are written already; where two would lie on each other, this one goes below.
    """
    spots = [
        None if v is None else (percent(_x(i, len(line.values)) / 100), _y(v, top)) for i, v in enumerate(line.values)
    ]
    parts = [Markup('<line x1="{}%" y1="{}" x2="{}%" y2="{}"/>').format(*a, *b) for a, b in pairwise(spots) if a and b]
    marks = [
        Markup('<svg x="{}%" y="{}" overflow="visible">{}</svg>').format(*s, _MARKERS[number - 1]) for s in spots if s
    ]
    last = next(
        ((s, v) for s, v in zip(reversed(spots), reversed(line.values), strict=True) if s and v is not None), None
    )
    word = Markup("")
    if last:
        height = last[0][1] - 12
        height += 36 if any(abs(height - other) < 16 for other in taken) else 0
        taken.append(height)
        word = Markup('<text class="plot__last" x="{}%" y="{}" text-anchor="end">{}</text>').format(
            last[0][0], height, short_number(last[1])
        )
    return Markup('<g class="plot-line" data-series="{}" aria-hidden="true">{}{}{}</g>').format(
        number, Markup("").join(parts), Markup("").join(marks), word
    )


def _line_keys(series: Sequence[Series]) -> Markup:
    entries = Markup("").join(
        Markup(
            '<li class="plot-key"><svg class="plot-line" data-series="{}" width="36" height="20" aria-hidden="true" focusable="false">'
            '<line x1="0" y1="10" x2="36" y2="10"/><svg x="18" y="10" overflow="visible">{}</svg></svg><span>{}</span></li>'
        ).format(number, _MARKERS[number - 1], line.name)
        for number, line in enumerate(series, 1)
    )
    return Markup('<ul class="plot-keys">{}</ul>').format(entries)
