"""Bars from zero: one a row, two sides compared, one bar cut into parts."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from webapp.core.i18n import gettext as _
from webapp.core.i18n import measured
from webapp.core.plots.figure import MAX_SERIES, figure, keys, part, pattern_store, patterns, percent, short_number


@dataclass(frozen=True)
class Pair:
    """One row of paired bars: a label, and for each of two sides its length from zero and the words beside it."""

    label: str
    lengths: tuple[float, float]
    words: tuple[str, str]


def bar_chart(rows: Sequence[tuple[str, float]], *, title: str, ident: str, unit: str = "") -> Markup:
    """Bars from zero, one a row, each with its label and value beside it. Raises ValueError for negative values."""
    drawing = _bars([(label, value, measured(short_number(value), unit)) for label, value in rows])
    return figure(
        drawing, title, ident, [_("項目"), _("値")], [[label, measured(f"{value:,}", unit)] for label, value in rows]
    )


def worded_bars(rows: Sequence[tuple[str, float, str]], *, title: str, ident: str) -> Markup:
    """As `bar_chart`, with words beside each bar: a number that is not told is no bar and says so. Raises ValueError."""
    return figure(_bars(rows), title, ident, [_("項目"), _("値")], [[label, words] for label, _value, words in rows])


def _bars(rows: Sequence[tuple[str, float, str]]) -> Markup:
    if any(value < 0 for _label, value, _words in rows):
        raise ValueError("a bar chart starts at zero")
    top = max((value for _label, value, _words in rows), default=0) or 1
    bars = Markup("").join(
        Markup(
            '<li class="plot-bars__row"><span class="plot-bars__label">{}</span><span class="plot-bars__value">{}</span>'
            '<svg class="plot-bars__bar" width="100%" height="14" aria-hidden="true" focusable="false">'
            '<rect class="plot__fill" data-series="1" width="{}%" height="14" rx="3"/></svg></li>'
        ).format(label, words, percent(value / top))
        for label, value, words in rows
    )
    return Markup('<ol class="plot-bars">{}</ol>').format(bars)


def paired_bars(rows: Sequence[Pair], *, names: tuple[str, str], title: str, ident: str) -> Markup:
    """Two sides compared row by row, each side on its own scale from zero. Raises ValueError for negative lengths."""
    if any(length < 0 for row in rows for length in row.lengths):
        raise ValueError("a bar starts at zero")
    tops = [max((row.lengths[side] for row in rows), default=0) or 1 for side in (0, 1)]
    bars = Markup("").join(
        Markup('<li class="plot-pair"><span class="plot-pair__label">{}</span>{}</li>').format(
            row.label,
            Markup("").join(_side(ident, side, row.lengths[side] / tops[side], row.words[side]) for side in (0, 1)),
        )
        for row in rows
    )
    drawing = keys(ident, names) + pattern_store(ident, 2) + Markup('<ol class="plot-pairs">{}</ol>').format(bars)
    return figure(drawing, title, ident, [_("項目"), *names], [[row.label, *row.words] for row in rows])


def _side(ident: str, side: int, share: float, words: str) -> Markup:
    return Markup(
        '<svg class="plot-pair__bar" width="100%" height="12" aria-hidden="true" focusable="false">{}</svg>'
        '<span class="plot-pair__value">{}</span>'
    ).format(part(ident, side + 1, 0, share), words)


def stacked_bar(parts: Sequence[tuple[str, float]], *, title: str, ident: str, unit: str = "") -> Markup:
    """One bar cut into up to four parts, each with hue, pattern, value and share. Raises ValueError for more parts."""
    if len(parts) > MAX_SERIES or any(value < 0 for _label, value in parts):
        raise ValueError("a stacked bar shows up to four parts, none below zero")
    total = sum(value for _label, value in parts) or 1
    rects, before = [], 0.0
    for number, (_label, value) in enumerate(parts, 1):
        rects.append(part(ident, number, before / total, value / total))
        before += value
    words = [
        Markup("<span>{}</span> <strong>{}</strong> <span>{}%</span>").format(
            label, measured(short_number(value), unit), round(100 * value / total)
        )
        for label, value in parts
    ]
    drawing = Markup(
        '<svg class="plot-stack" width="100%" height="36" aria-hidden="true" focusable="false">{}{}</svg>{}'
    ).format(patterns(ident, len(parts)), Markup("").join(rects), keys(ident, words))
    rows = [[label, measured(f"{value:,}", unit), f"{round(100 * value / total)}%"] for label, value in parts]
    return figure(drawing, title, ident, [_("項目"), _("値"), _("割合")], rows)
