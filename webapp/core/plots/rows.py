"""Rows on one scale, each cut into the same few parts: what waits by age, what stands where."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from webapp.core.i18n import gettext as _
from webapp.core.plots.figure import MAX_SERIES, figure, keys, part, pattern_store


@dataclass(frozen=True)
class Row:
    """One row: its name, where it leads, the number of each part, words beside and below it."""

    label: str
    parts: Sequence[int]
    words: str
    note: str = ""
    href: str = ""


def stacked_rows(rows: Sequence[Row], *, names: Sequence[str], title: str, ident: str) -> Markup:
    """The longest row takes the whole width. Raises ValueError when a row has not one number a name, or one below zero."""
    if not 1 <= len(names) <= MAX_SERIES or any(len(row.parts) != len(names) or min(row.parts) < 0 for row in rows):
        raise ValueError("each row has one number for each of one to four names, none below zero")
    top = max((sum(row.parts) for row in rows), default=0) or 1
    drawn = Markup("").join(_row(ident, row, top) for row in rows)
    drawing = Markup('{}{}<ol class="plot-rows">{}</ol>').format(
        keys(ident, names) if len(names) > 1 else "", pattern_store(ident, len(names)), drawn
    )
    table = [[row.label, *map(str, row.parts), row.words, row.note] for row in rows]
    return figure(drawing, title, ident, [_("項目"), *names, _("合計"), _("くわしく")], table)


def _row(ident: str, row: Row, top: int) -> Markup:
    pieces, before = [], 0
    for number, value in enumerate(row.parts, 1):
        if value:
            pieces.append(part(ident, number, before / top, value / top))
        before += value
    label = Markup('<a href="{}">{}</a>').format(row.href, row.label) if row.href else row.label
    return Markup(
        '<li class="plot-rows__row"><span class="plot-rows__label">{}</span><span class="plot-rows__value">{}</span>'
        '<svg class="plot-rows__bar" width="100%" height="18" aria-hidden="true" focusable="false">{}</svg>{}</li>'
    ).format(
        label,
        row.words,
        Markup("").join(pieces),
        Markup('<span class="plot-rows__note">{}</span>').format(row.note) if row.note else "",
    )
