"""The history and the quality of models as plots, and who gains and who loses as bars and lines of a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from webapp.core.clock import in_tokyo
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.plots import Series, bar_chart, line_chart
from webapp.listings.models import ListingKind
from webapp.matches.registry.models import LearnedModel

#: so many models stand in a plot
MOST_MODELS = 12
MOST_TOWNS = 6
#: below this many points of a fair share, nothing is said to change
LEAST_CHANGE = 1.0
CANDIDATE, SERVING = "candidate", "serving"
#: groups of the bias report that are told as lines of a table
GROUPS: dict[str, Any] = {
    "kind": _l("掲載の種類"),
    "offer_age": _l("掲載の新しさ"),
    "town_size": _l("まちの受け入れ枠の大きさ"),
    "town_fame": _l("まちの見られ方"),
    "resident_age": _l("居住者の参加の長さ"),
    "household": _l("居住者の世帯"),
}
_NAMES: dict[tuple[str, str], Any] = {
    ("offer_age", "known"): _l("前からある掲載"),
    ("offer_age", "new"): _l("新しい掲載"),
    ("resident_age", "known"): _l("記録のある人"),
    ("resident_age", "new"): _l("はじめての人"),
    ("household", "single"): _l("ひとりで来る人"),
    ("household", "family"): _l("家族と来る人"),
}


@dataclass(frozen=True)
class Line:
    """One group of the bias report: what it got before and would get now, in words."""

    group: Any
    name: str
    before: str
    after: str
    change: str


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


def towns(model: LearnedModel, names: Mapping[str, str], *, gain: bool) -> Markup | None:
    """The towns whose part of the attention grows, or shrinks, most; a fair share is 100."""
    changed = [
        (names.get(row["name"], row["name"]), round(100 * (row["after"] - row["before"]) * (1 if gain else -1), 1))
        for row in _changes(model, "town")
    ]
    rows = sorted((row for row in changed if row[1] >= LEAST_CHANGE), key=lambda row: -row[1])[:MOST_TOWNS]
    if not rows:
        return None
    title = _("見られる機会が増えるまち") if gain else _("見られる機会が減るまち")
    return bar_chart(rows, title=title, ident="towns-gain" if gain else "towns-lose", unit=_("ポイント"))


def lines(model: LearnedModel) -> list[Line]:
    """Kinds, newcomers, households and sizes: before, after, and what changes."""
    return [
        Line(label, _name(group, row["name"]), *_told(group, row["before"], row["after"]))
        for group, label in GROUPS.items()
        for row in _changes(model, group)
    ]


def town_codes(model: LearnedModel) -> set[str]:
    """The towns that are named."""
    return {row["name"] for row in _changes(model, "town")}


def _changes(model: LearnedModel, group: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = model.bias.get("changes", [])
    return [row for row in rows if row["group"] == group and None not in (row["before"], row["after"])]


def _name(group: str, code: str) -> str:
    if group == "kind":
        return str(ListingKind(code).label) if code in set(ListingKind) else code
    if group in {"town_size", "town_fame"}:
        return _("小さいほうから%(n)s番目の5分の1", n=code) if code.isdigit() else _("分からない")
    return str(_NAMES.get((group, code), code))


def _told(group: str, before: float, after: float) -> tuple[str, str, str]:
    """Attention as percent of the fair share; for residents, the chance of a match in percent."""
    digits = 1 if group in {"resident_age", "household"} else 0
    return (
        f"{100 * before:.{digits}f}%",
        f"{100 * after:.{digits}f}%",
        _("%(n)sポイント", n=f"{100 * (after - before):+.{digits}f}"),
    )


def _hundredths(value: float | None) -> float | None:
    return None if value is None else round(100 * value, 1)
