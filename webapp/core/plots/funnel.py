"""Steps from many to few: each a bar from zero, with what share of the step before went on."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from webapp.core.i18n import gettext as _
from webapp.core.plots.figure import figure, percent


@dataclass(frozen=True)
class Stage:
    """One step: how many, and the words beside it; None where the number is too small to be told."""

    label: str
    value: int | None
    words: str


def funnel(stages: Sequence[Stage], *, title: str, ident: str) -> Markup:
    """Bars on one scale, the first step on top. Raises ValueError for fewer than two steps and for negative values."""
    if len(stages) < 2 or any(stage.value is not None and stage.value < 0 for stage in stages):
        raise ValueError("a funnel has at least two steps, none below zero")
    top = max(stage.value or 0 for stage in stages) or 1
    rates = ["", *(_rate(stages[number - 1], stage) for number, stage in enumerate(stages) if number)]
    steps = Markup("").join(_step(stage, rate, top) for stage, rate in zip(stages, rates, strict=True))
    drawing = Markup('<ol class="plot-funnel">{}</ol>').format(steps)
    rows = [[stage.label, stage.words, rate] for stage, rate in zip(stages, rates, strict=True)]
    return figure(drawing, title, ident, [_("段階"), _("数"), _("前の段階からの割合")], rows)


def _rate(before: Stage, stage: Stage) -> str:
    """What share went on; nothing where that would mean nothing."""
    if not before.value or stage.value is None or stage.value > before.value:
        return ""
    return f"{round(100 * stage.value / before.value)}%"


def _step(stage: Stage, rate: str, top: int) -> Markup:
    return Markup(
        '<li class="plot-funnel__step"><span class="plot-funnel__label">{}</span>'
        '<span class="plot-funnel__value">{}</span>'
        '<svg class="plot-funnel__bar" width="100%" height="22" aria-hidden="true" focusable="false">'
        '<rect class="plot-funnel__ground" width="100%" height="22" rx="4"/>'
        '<rect class="plot__fill" data-series="1" width="{}%" height="22" rx="4"/></svg>{}</li>'
    ).format(
        stage.label,
        stage.words,
        percent((stage.value or 0) / top),
        Markup('<span class="plot-funnel__rate">{}</span>').format(_("前の段階の%(rate)s", rate=rate)) if rate else "",
    )
