"""The numbers of unmet demand as plots and as lines of a file; what is below five is named, never drawn."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.i18n import lazy as _l
from webapp.core.plots import Pair, bar_chart, paired_bars
from webapp.core.themes import THEME_LABELS
from webapp.listings.models import ListingKind
from webapp.matches.demand.queries import AREA, Compared, Demand, Unmet
from webapp.matches.people.anonymity import SMALLEST_GROUP, counted, in_cell

MOST_BARS, MOST_LISTINGS = 10, 10
RULES: Mapping[str, Any] = {
    AREA: _l("このまち・県を希望していない"),
    "capacity": _l("定員に達している"),
    "own_home": _l("このまちに住んでいる"),
    "budget": _l("予算を超える"),
    "distance": _l("希望の距離より遠い"),
    "car": _l("車がない"),
    "licence": _l("必要な免許・資格がない"),
    "days": _l("滞在の日数が足りない"),
    "weekend": _l("平日に来られない"),
    "family": _l("子どもと一緒に使えない"),
    "people": _l("人数が多い"),
    "facility": _l("必要な施設がまちにない"),
    "season": _l("時期が合わない"),
    "months": _l("時期が合わない"),
}


@dataclass(frozen=True)
class Bars:
    """A plot of what may be told, and the names of what is too small to be told."""

    plot: Markup | None
    hidden: str


@dataclass(frozen=True)
class UnmetShown:
    """A listing that nobody, or nearly nobody, fits."""

    listing_id: str
    title: str
    kind: str
    kind_label: Any
    fitting: str
    bars: Bars


def unmet_shown(demand: Demand) -> list[UnmetShown]:
    """The listings that need help most; needs of the place first."""
    chosen = sorted(demand.unmet, key=lambda one: (one.kind != ListingKind.NEED.value, one.fitting))
    return [_unmet(number, one) for number, one in enumerate(chosen[:MOST_LISTINGS], 1)]


def _unmet(number: int, one: Unmet) -> UnmetShown:
    title = _("「%(title)s」に合わない人の数", title=one.title)
    bars = bars_of([(rule_label(rule), count) for rule, count in one.away], title, f"unmet-{number}")
    label = ListingKind(one.kind).label
    return UnmetShown(one.listing_id, one.title, one.kind, label, counted(one.fitting), bars)


def bars_of(rows: Iterable[tuple[str, int]], title: str, ident: str) -> Bars:
    """Bars of the numbers that may be told, the largest first."""
    known = [(label, number) for label, number in rows if number]
    told = sorted((row for row in known if row[1] >= SMALLEST_GROUP), key=lambda row: -row[1])[:MOST_BARS]
    plot = bar_chart(told, title=title, ident=ident, unit=_("人")) if told else None
    return Bars(plot, _names([label for label, number in known if number < SMALLEST_GROUP]))


def _names(labels: list[str]) -> str:
    """The first ones in the order of their names, and how many more."""
    names = sorted(labels)
    more = len(names) - MOST_BARS
    return joined(names[:MOST_BARS]) + (_("、ほか%(n)s件", n=more) if more > 0 else "")


def themes_of(numbers: Counter[str]) -> list[tuple[str, int]]:
    """Labels of themes with their numbers."""
    return [(str(THEME_LABELS.get(code, code)), number) for code, number in numbers.most_common()]


def compared_bars(rows: Iterable[Compared], title: str) -> Markup | None:
    """What people look for beside what is offered, theme by theme; themes that too few people wish for stay short."""
    chosen = [row for row in rows if row.people >= SMALLEST_GROUP or row.listings][: MOST_BARS + 2]
    pairs = [
        Pair(
            str(THEME_LABELS.get(row.theme, row.theme)),
            (row.people if row.people >= SMALLEST_GROUP else 0, row.listings),
            (counted(row.people), _("%(n)s件", n=row.listings)),
        )
        for row in chosen
    ]
    names = (_("してみたい人"), _("掲載"))
    return paired_bars(pairs, names=names, title=title, ident="wishes-and-offers") if pairs else None


def rule_label(rule: str) -> str:
    """Why people do not fit, in words."""
    return str(RULES.get(rule) or _("そのほかの条件"))


def lines(demand: Demand, prefectures: Mapping[str, str]) -> list[list[str]]:
    """Everything as rows of a table: which table, what, where, people, listings."""
    found = [[_("表"), _("項目"), _("くわしく"), _("人数"), _("掲載数")]]
    for one in demand.unmet:
        found.append([_("合う人のいない掲載"), one.title, _("合う人"), in_cell(one.fitting), ""])
        found += [[_("合わない理由"), one.title, rule_label(rule), in_cell(n), ""] for rule, n in one.away]
    for (theme, prefecture), number in sorted(demand.unwanted_at.items(), key=lambda row: (-row[1], row[0])):
        if number >= SMALLEST_GROUP:
            label = str(THEME_LABELS.get(theme, theme))
            found.append([_("合う掲載のない人"), label, prefectures.get(prefecture, ""), in_cell(number), ""])
    found += [
        [_("したいことと掲載"), str(THEME_LABELS.get(row.theme, row.theme)), "", in_cell(row.people), str(row.listings)]
        for row in demand.compared
    ]
    return found
