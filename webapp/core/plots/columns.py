"""Columns month by month, up to four series side by side from zero; the highest and the last of each are said in numbers."""

from collections.abc import Sequence

from markupsafe import Markup

from webapp.core.i18n import gettext as _
from webapp.core.plots.figure import cell, figure, keys, patterns, percent, round_up, short_number
from webapp.core.plots.lines import Series, check, grid

_TOP, _BASE = 40, 220
#: of the width of a month, what its columns take together
_FILLED = 0.72


def columns(labels: Sequence[str], series: Sequence[Series], *, title: str, ident: str, unit: str = "") -> Markup:
    """One group of columns for each label. Raises ValueError as `line_chart` does."""
    check(labels, series)
    top = round_up(max((v for one in series for v in one.values if v is not None), default=1) or 1)
    drawn = Markup("").join(_series(ident, number, one, len(series), top) for number, one in enumerate(series))
    drawing = Markup(
        '<svg class="plot-columns" width="100%" height="260" role="img" aria-labelledby="{id}-title {id}-desc">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{desc}</desc>{patterns}{grid}{drawn}</svg>{keys}'
    ).format(
        id=ident,
        title=title,
        desc=_("%(names)s の月ごとの数。数字は下の表にあります。", names=_("、").join(one.name for one in series)),
        patterns=patterns(ident, len(series)),
        grid=grid(labels, top, unit, centre),
        drawn=drawn,
        keys=keys(ident, [one.name for one in series]) if len(series) > 1 else "",
    )
    rows = [[label, *(cell(one.values[i], unit) for one in series)] for i, label in enumerate(labels)]
    return figure(drawing, title, ident, [_("時期"), *(one.name for one in series)], rows)


def centre(index: int, count: int) -> float:
    """The middle of a month, in percent of the width."""
    return 100 * (index + 0.5) / count


def _series(ident: str, number: int, one: Series, of: int, top: float) -> Markup:
    """The columns of one series; a month without any keeps the baseline alone."""
    wide = 100 * _FILLED / len(one.values) / of
    drawn = []
    for index, value in enumerate(one.values):
        if not value:
            continue
        left = centre(index, len(one.values)) + wide * (number - of / 2)
        high = max(1.0, (_BASE - _TOP) * value / top)
        drawn.append(
            Markup('<rect class="plot__part" x="{}%" y="{}" width="{}%" height="{}" fill="url(#{}-p{})"/>').format(
                percent(left / 100), round(_BASE - high, 1), percent(wide / 100), round(high, 1), ident, number + 1
            )
        )
    return Markup("").join(drawn) + _words(number, one, of, top, wide)


def _words(number: int, one: Series, of: int, top: float, wide: float) -> Markup:
    """The highest column in numbers; a plot of one series says the last one as well."""
    known = [(value, index) for index, value in enumerate(one.values) if value]
    if not known:
        return Markup()
    shown = {max(known, key=lambda pair: (pair[0], pair[1]))[1]} | ({known[-1][1]} if of == 1 else set())
    texts = []
    for index in sorted(shown):
        value = one.values[index] or 0
        x = centre(index, len(one.values)) + wide * (number - of / 2 + 0.5)
        y = round(_BASE - (_BASE - _TOP) * value / top - 6, 1)
        texts.append(
            Markup('<text class="plot__last" x="{}%" y="{}" text-anchor="{}">{}</text>').format(
                percent(x / 100), y, "end" if x > 92 else "start" if x < 8 else "middle", short_number(value)
            )
        )
    return Markup('<g aria-hidden="true">{}</g>').format(Markup("").join(texts))
