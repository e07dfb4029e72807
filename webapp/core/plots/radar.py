"""Reasons round a centre."""

from collections.abc import Sequence
from math import cos, pi, sin

from markupsafe import Markup

from webapp.core.i18n import gettext as _
from webapp.core.plots.figure import figure


def radar(axes: Sequence[tuple[str, float]], *, title: str, ident: str, with_table: bool = True) -> Markup:
    """Reasons round a centre: three to eight (label, fraction 0–1). Raises ValueError outside these bounds."""
    if not 3 <= len(axes) <= 8 or any(not 0 <= value <= 1 for _label, value in axes):
        raise ValueError("a radar needs three to eight fractions between 0 and 1")
    count = len(axes)
    lines = [_ring([step] * count) for step in (0.5, 1.0)]
    lines += ["M0 0L{} {}".format(*_spoke(i, count, 1)) for i in range(count)]
    words = Markup("").join(_radar_word(i, count, label) for i, (label, _value) in enumerate(axes))
    spoken = _("、").join(f"{label} {round(100 * value)}%" for label, value in axes)
    drawing = Markup(
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
        return drawing
    return figure(drawing, title, ident, [_("理由"), _("合う度合い")], [[a, f"{round(100 * v)}%"] for a, v in axes])


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
