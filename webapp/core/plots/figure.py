"""What all plots share: how numbers are said, patterns beside hues, keys, and the table behind each drawing."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from webapp.core.i18n import gettext as _
from webapp.core.i18n import is_japanese, measured

#: more than this cannot be told apart
MAX_SERIES = 4
_PATTERNS = (
    Markup(""),
    Markup('<path d="M-2 2l4-4M0 8l8-8M6 10l4-4" class="plot__ink"/>'),
    Markup('<circle cx="4" cy="4" r="1.8" class="plot__ink"/>'),
    Markup('<path d="M0 4h8M4 0v8" class="plot__ink"/>'),
)
_STEPS = (1, 2, 2.5, 5, 10)


def short_number(value: float) -> str:
    """A number as people say it: 12000 → 「1.2万」, 340000000 → 「3.4億」; in English 12,000."""
    if is_japanese():
        for unit, word in ((100_000_000, "億"), (10_000, "万")):
            if abs(value) >= unit:
                return f"{value / unit:,.1f}".removesuffix(".0") + word
    return f"{value:,.1f}".removesuffix(".0")


def figure(drawing: Markup, title: str, ident: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    """The drawing with its numbers as a table behind a disclosure."""
    cells = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            row[0],
            Markup("").join(
                Markup('<td class="is-number" data-label="{}">{}</td>').format(name, value)
                for name, value in zip(head[1:], row[1:], strict=True)
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


def percent(fraction: float) -> str:
    """A fraction as SVG takes it: 0.125 → 「12.5」."""
    return f"{100 * fraction:.2f}".rstrip("0").rstrip(".")


def cell(value: float | None, unit: str) -> str:
    """A value of a table; None is said in words."""
    return _("なし") if value is None else measured(f"{value:,}", unit)


def patterns(ident: str, count: int) -> Markup:
    """Definitions of the first patterns, each with its hue."""
    made = Markup("").join(
        Markup(
            '<pattern id="{}-p{}" width="8" height="8" patternUnits="userSpaceOnUse">'
            '<rect class="plot__fill" data-series="{}" width="8" height="8"/>{}</pattern>'
        ).format(ident, number, number, _PATTERNS[number - 1])
        for number in range(1, count + 1)
    )
    return Markup("<defs>{}</defs>").format(made)


def part(ident: str, number: int, start: float, share: float) -> Markup:
    """A piece of a bar, `start` and `share` as fractions of the whole."""
    return Markup('<rect class="plot__part" x="{}%" width="{}%" height="100%" fill="url(#{}-p{})"/>').format(
        percent(start), percent(share), ident, number
    )


def round_up(value: float) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is not below value."""
    power = 10 ** (len(str(int(value))) - 1) if value >= 1 else 1
    return next(step * power for step in _STEPS if step * power >= value)


def key(drawing: Markup, words: Markup | str) -> Markup:
    """One entry of a legend: a small square with the part's hue and pattern, and what it is."""
    return Markup(
        '<li class="plot-key"><svg width="20" height="20" aria-hidden="true" focusable="false">{}</svg>{}</li>'
    ).format(drawing, words)


def keys(ident: str, words: Iterable[Markup | str]) -> Markup:
    """The legend of parts, in the order of the series."""
    entries = Markup("").join(key(part(ident, number, 0, 1), word) for number, word in enumerate(words, 1))
    return Markup('<ul class="plot-keys">{}</ul>').format(entries)


def pattern_store(ident: str, count: int) -> Markup:
    """The patterns of a plot whose bars are drawings of their own."""
    return Markup('<svg class="plot-defs" width="0" height="0" aria-hidden="true" focusable="false">{}</svg>').format(
        patterns(ident, count)
    )
