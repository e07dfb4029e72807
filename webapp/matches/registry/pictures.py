"""The history and the quality of models as plots."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from webapp.core.clock import in_tokyo
from webapp.core.i18n import gettext as _
from webapp.core.plots import Series, line_chart
from webapp.matches.registry.models import LearnedModel

#: so many models stand in a plot
MOST_MODELS = 12
CANDIDATE, SERVING = "candidate", "serving"


def history(models: Sequence[LearnedModel], measure: str, *, title: str, ident: str) -> Markup | None:
    """One measure of the newest models beside the one that served then, oldest first, in hundredths."""
    rows = list(reversed(models[:MOST_MODELS]))
    if not rows:
        return None
    labels = [f"{in_tokyo(row.made_at):%m/%d}" for row in rows]
    names = ((_("新しく学んだモデル"), CANDIDATE), (_("その日に使っていたモデル"), SERVING))
    series = [
        Series(name, [_hundredths(row.measures.get(side, {}).get(measure)) for row in rows]) for name, side in names
    ]
    if all(value is None for line in series for value in line.values):
        return None
    return line_chart(labels, series, title=title, ident=ident)


def calibration(model: LearnedModel) -> Markup | None:
    """What a model said of applying beside how often it happened."""
    bins: Sequence[Mapping[str, float]] = model.measures.get(CANDIDATE, {}).get("calibration", ())
    if not bins:
        return None
    labels = [_("%(low)s〜%(high)s％", low=round(100 * b["low"]), high=round(100 * b["high"])) for b in bins]
    series = [
        Series(_("見込み"), [_hundredths(b["said"]) for b in bins]),
        Series(_("実際"), [_hundredths(b["happened"]) for b in bins]),
    ]
    return line_chart(labels, series, title=_("申し込みの見込みと実際"), ident="calibration-plot", unit="%")


def _hundredths(value: float | None) -> float | None:
    return None if value is None else round(100 * value, 1)
