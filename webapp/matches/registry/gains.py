"""Who gains and who loses with a model, as bars and as lines of a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from webapp.core.i18n import gettext as _
from webapp.core.plots import bar_chart
from webapp.matches.registry.measures import GROUPS, group_name
from webapp.matches.registry.models import LearnedModel

MOST_TOWNS = 6
#: below this many points of a fair share, nothing is said to change
LEAST_CHANGE = 1.0


@dataclass(frozen=True)
class Line:
    """One group of the bias report: what it got before and would get now, in words."""

    group: Any
    name: str
    before: str
    after: str
    change: str


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
        Line(label, group_name(group, row["name"]), *_told(group, row["before"], row["after"]))
        for group, label in GROUPS.items()
        for row in _changes(model, group)
    ]


def prefectures(model: LearnedModel, names: Mapping[str, str]) -> list[Line]:
    """Each prefecture's part of the attention, who gains most first; `names`: by the first two digits of the code."""
    rows = sorted(_changes(model, "prefecture"), key=lambda row: (row["before"] - row["after"], row["name"]))
    return [
        Line("", names.get(row["name"], row["name"]), *_told("prefecture", row["before"], row["after"])) for row in rows
    ]


def town_codes(model: LearnedModel) -> set[str]:
    """The towns that are named."""
    return {row["name"] for row in _changes(model, "town")}


def _changes(model: LearnedModel, group: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = model.bias.get("changes", [])
    return [row for row in rows if row["group"] == group and None not in (row["before"], row["after"])]


def _told(group: str, before: float, after: float) -> tuple[str, str, str]:
    """Attention as percent of the fair share; for residents, the chance of a match in percent."""
    digits = 1 if group in {"resident_age", "household"} else 0
    return (
        f"{100 * before:.{digits}f}%",
        f"{100 * after:.{digits}f}%",
        _("%(n)sポイント", n=f"{100 * (after - before):+.{digits}f}"),
    )
