"""Plain plots drawn by the server: direct labels, zero baselines, patterns as well as hue, and a table behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin

from flask_babel import get_locale
from markupsafe import Markup

from webapp.core.i18n import gettext as _
from webapp.core.i18n import measured

#: more than this cannot be told apart
MAX_SERIES = 4
_STEPS = (1, 2, 2.5, 5, 10)
_MARKERS = (
    Markup('<circle r="5"/>'),
    Markup('<path d="M-5-5h10v10h-10z"/>'),
    Markup('<path d="M0-6.5 6 5h-12z"/>'),
    Markup('<path d="M0-6.5 6.5 0 0 6.5-6.5 0z"/>'),
)
_PATTERNS = (
    Markup(""),
    Markup('<path d="M-2 2l4-4M0 8l8-8M6 10l4-4" class="plot__ink"/>'),
    Markup('<circle cx="4" cy="4" r="1.8" class="plot__ink"/>'),
    Markup('<path d="M0 4h8M4 0v8" class="plot__ink"/>'),
)


@dataclass(frozen=True)
class Series:
    """One line of a line chart: its name and one value for each label of the x axis (None = no value)."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Pair:
    """One row of paired bars: a label, and for each of two sides its length from zero and the words beside it."""

    label: str
    lengths: tuple[float, float]
    words: tuple[str, str]


def short_number(value: float) -> str:
    """A number as people say it: 12000 → 「1.2万」, 340000000 → 「3.4億」; in English 12,000."""
    if str(get_locale() or "ja") == "ja":
        for unit, word in ((100_000_000, "億"), (10_000, "万")):
            if abs(value) >= unit:
                return f"{value / unit:,.1f}".removesuffix(".0") + word
    return f"{value:,.1f}".removesuffix(".0")


def bar_chart(rows: Sequence[tuple[str, float]], *, title: str, ident: str, unit: str = "") -> Markup:
    """Bars from zero, one a row, each with its label and value beside it. Raises ValueError for negative values."""
    if any(value < 0 for _label, value in rows):
        raise ValueError("a bar chart starts at zero")
    top = max((value for _label, value in rows), default=0) or 1
    bars = Markup("").join(
        Markup(
            '<li class="plot-bars__row"><span class="plot-bars__label">{}</span><span class="plot-bars__value">{}</span>'
            '<svg class="plot-bars__bar" width="100%" height="14" aria-hidden="true" focusable="false">'
            '<rect class="plot__fill" data-series="1" width="{}%" height="14" rx="3"/></svg></li>'
        ).format(label, measured(short_number(value), unit), _percent(value / top))
        for label, value in rows
    )
    figure = Markup('<ol class="plot-bars">{}</ol>').format(bars)
    return _figure(
        figure, title, ident, [_("項目"), _("値")], [[label, measured(f"{value:,}", unit)] for label, value in rows]
    )


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
    keys = Markup("").join(
        Markup(
            '<li class="plot-key"><svg width="20" height="20" aria-hidden="true" focusable="false">{}</svg>{}</li>'
        ).format(_part(ident, side + 1, 0, 1), name)
        for side, name in enumerate(names)
    )
    figure = Markup(
        '<ul class="plot-keys">{}</ul><svg class="plot-defs" width="0" height="0" aria-hidden="true" focusable="false">'
        '{}</svg><ol class="plot-pairs">{}</ol>'
    ).format(keys, _patterns(ident, 2), bars)
    return _figure(figure, title, ident, [_("項目"), *names], [[row.label, *row.words] for row in rows])


def _side(ident: str, side: int, share: float, words: str) -> Markup:
    return Markup(
        '<svg class="plot-pair__bar" width="100%" height="12" aria-hidden="true" focusable="false">{}</svg>'
        '<span class="plot-pair__value">{}</span>'
    ).format(_part(ident, side + 1, 0, share), words)


def stacked_bar(parts: Sequence[tuple[str, float]], *, title: str, ident: str, unit: str = "") -> Markup:
    """One bar cut into up to four parts, each with hue, pattern, value and share. Raises ValueError for more parts."""
    if len(parts) > MAX_SERIES or any(value < 0 for _label, value in parts):
        raise ValueError("a stacked bar shows up to four parts, none below zero")
    total = sum(value for _label, value in parts) or 1
    rects, before = [], 0.0
    for number, (_label, value) in enumerate(parts, 1):
        rects.append(_part(ident, number, before / total, value / total))
        before += value
    keys = Markup("").join(
        Markup(
            '<li class="plot-key"><svg width="20" height="20" aria-hidden="true" focusable="false">{}</svg>{}</li>'
        ).format(
            _part(ident, number, 0, 1),
            Markup("<span>{}</span> <strong>{}</strong> <span>{}%</span>").format(
                label, measured(short_number(value), unit), round(100 * value / total)
            ),
        )
        for number, (label, value) in enumerate(parts, 1)
    )
    figure = Markup(
        '<svg class="plot-stack" width="100%" height="36" aria-hidden="true" focusable="false">{}{}</svg>'
        '<ul class="plot-keys">{}</ul>'
    ).format(_patterns(ident, len(parts)), Markup("").join(rects), keys)
    rows = [[label, measured(f"{value:,}", unit), f"{round(100 * value / total)}%"] for label, value in parts]
    return _figure(figure, title, ident, [_("項目"), _("値"), _("割合")], rows)


def line_chart(labels: Sequence[str], series: Sequence[Series], *, title: str, ident: str, unit: str = "") -> Markup:
    """Up to four lines over `labels` from a zero baseline, each named at its end, told apart by dash and marker.

    Raises ValueError for more series, for negative values, or when a series has not one value a label.
    """
    _check(labels, series)
    top = _round_up(max((v for line in series for v in line.values if v is not None), default=1) or 1)
    taken: list[float] = []
    figure = Markup(
        '<svg class="plot-lines" width="100%" height="260" role="img" aria-labelledby="{id}-title {id}-desc">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{desc}</desc>{grid}{lines}</svg>{keys}'
    ).format(
        id=ident,
        title=title,
        desc=_("%(names)s の移り変わり。数字は下の表にあります。", names=_("、").join(line.name for line in series)),
        grid=_grid(labels, top, unit),
        lines=Markup("").join(_line(number, line, top, taken) for number, line in enumerate(series, 1)),
        keys=_line_keys(series) if len(series) > 1 else "",
    )
    rows = [[label, *(_cell(line.values[i], unit) for line in series)] for i, label in enumerate(labels)]
    return _figure(figure, title, ident, [_("時期"), *(line.name for line in series)], rows)


def radar(axes: Sequence[tuple[str, float]], *, title: str, ident: str, with_table: bool = True) -> Markup:
    """Reasons round a centre: three to eight (label, fraction 0–1). Raises ValueError outside these bounds."""
    if not 3 <= len(axes) <= 8 or any(not 0 <= value <= 1 for _label, value in axes):
        raise ValueError("a radar needs three to eight fractions between 0 and 1")
    count = len(axes)
    lines = [_ring([step] * count) for step in (0.5, 1.0)]
    lines += ["M0 0L{} {}".format(*_spoke(i, count, 1)) for i in range(count)]
    words = Markup("").join(_radar_word(i, count, label) for i, (label, _value) in enumerate(axes))
    spoken = _("、").join(f"{label} {round(100 * value)}%" for label, value in axes)
    figure = Markup(
        '<svg class="plot-radar" viewBox="-185 -112 370 218" role="img" aria-labelledby="{id}-title {id}-desc">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{spoken}</desc>'
        '<path class="plot-radar__web" d="{web}"/><path class="plot-radar__shape" d="{shape}"/>'
        '<g class="plot__words" aria-hidden="true">{words}</g></svg>'
    ).format(
        id=ident,
        title=title,
        spoken=spoken,
        web="".join(lines),
        shape=_ring([value for _label, value in axes]),
        words=words,
    )
    if not with_table:
        return figure
    return _figure(figure, title, ident, [_("理由"), _("合う度合い")], [[a, f"{round(100 * v)}%"] for a, v in axes])


def _figure(drawing: Markup, title: str, ident: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    """The drawing with its numbers as a table behind a disclosure."""
    cells = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            row[0],
            Markup("").join(
                Markup('<td class="is-number" data-label="{}">{}</td>').format(name, cell)
                for name, cell in zip(head[1:], row[1:], strict=True)
            ),
        )
        for row in rows
    )
    first = Markup('<th scope="col">{}</th>').format(head[0])
    heads = first + Markup("").join(
        Markup('<th scope="col" class="is-number">{}</th>').format(name) for name in head[1:]
    )
    return Markup(
        '<figure class="plot" id="{}" aria-label="{}">{}<details class="disclosure" data-size="sm"><summary>{}</summary>'
        '<div class="disclosure__body"><table class="table"><caption class="visually-hidden">{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div></details></figure>"
    ).format(ident, title, drawing, _("数字を表で見る"), title, heads, cells)


def _percent(fraction: float) -> str:
    return f"{100 * fraction:.2f}".rstrip("0").rstrip(".")


def _cell(value: float | None, unit: str) -> str:
    return _("なし") if value is None else measured(f"{value:,}", unit)


def _patterns(ident: str, count: int) -> Markup:
    made = Markup("").join(
        Markup(
            '<pattern id="{}-p{}" width="8" height="8" patternUnits="userSpaceOnUse">'
            '<rect class="plot__fill" data-series="{}" width="8" height="8"/>{}</pattern>'
        ).format(ident, number, number, _PATTERNS[number - 1])
        for number in range(1, count + 1)
    )
    return Markup("<defs>{}</defs>").format(made)


def _part(ident: str, number: int, start: float, share: float) -> Markup:
    return Markup('<rect class="plot__part" x="{}%" width="{}%" height="100%" fill="url(#{}-p{})"/>').format(
        _percent(start), _percent(share), ident, number
    )


def _check(labels: Sequence[str], series: Sequence[Series]) -> None:
    if not 1 <= len(series) <= MAX_SERIES:
        raise ValueError("a line chart shows one to four series")
    for line in series:
        if len(line.values) != len(labels) or any(v is not None and v < 0 for v in line.values):
            raise ValueError(f"series {line.name}: one value for each label, none below zero")


def _round_up(value: float) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is not below value."""
    power = 10 ** (len(str(int(value))) - 1) if value >= 1 else 1
    return next(step * power for step in _STEPS if step * power >= value)


def _x(index: int, count: int) -> float:
    return 8 + 84 * (index / (count - 1) if count > 1 else 0.5)


def _y(value: float, top: float) -> float:
    return round(220 - 180 * value / top, 1)


def _grid(labels: Sequence[str], top: float, unit: str) -> Markup:
    """The baseline, the top line with its number, and as many x labels as there is room for."""
    every = max(1, -(-len(labels) // 6))
    texts = Markup("").join(
        Markup('<text x="{}%" y="246" text-anchor="middle">{}</text>').format(_percent(_x(i, len(labels)) / 100), label)
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
        None if v is None else (_percent(_x(i, len(line.values)) / 100), _y(v, top)) for i, v in enumerate(line.values)
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
    keys = Markup("").join(
        Markup(
            '<li class="plot-key"><svg class="plot-line" data-series="{}" width="36" height="20" aria-hidden="true" focusable="false">'
            '<line x1="0" y1="10" x2="36" y2="10"/><svg x="18" y="10" overflow="visible">{}</svg></svg><span>{}</span></li>'
        ).format(number, _MARKERS[number - 1], line.name)
        for number, line in enumerate(series, 1)
    )
    return Markup('<ul class="plot-keys">{}</ul>').format(keys)


def _spoke(index: int, count: int, fraction: float) -> tuple[float, float]:
    angle = 2 * pi * index / count - pi / 2
    return round(84 * fraction * cos(angle), 1), round(84 * fraction * sin(angle), 1)


def _ring(fractions: Sequence[float]) -> str:
    spots = (_spoke(i, len(fractions), fraction) for i, fraction in enumerate(fractions))
    return "M" + "L".join(f"{x} {y}" for x, y in spots) + "z"


def _radar_word(index: int, count: int, label: str) -> Markup:
    x, y = _spoke(index, count, 1.12)
    anchor = "middle" if abs(x) < 10 else ("start" if x > 0 else "end")
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(
        x, round(y + 5 + (4 if y > 40 else 0)), anchor, label
    )
