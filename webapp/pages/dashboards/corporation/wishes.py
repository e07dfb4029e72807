"""What people wish for in the corporation's towns that hardly anybody offers, and its listings that get old."""

from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.plots import Pair, paired_bars
from webapp.core.templating import link
from webapp.core.themes import THEME_LABELS
from webapp.corporations.queries import towns_of
from webapp.matches.demand.queries import Compared
from webapp.matches.demand.wishes import wished_in
from webapp.matches.people.anonymity import SMALLEST_GROUP, counted, in_cell
from webapp.pages.dashboards import ageing
from webapp.pages.dashboards.corporation.facts import Corporation
from webapp.pages.dashboards.panel import Panel, Way

SHOWN = 6


def unoffered(facts: Corporation) -> Panel | None:
    """Themes with the most people for each listing; None where the corporation is designated nowhere."""
    towns = towns_of(facts.actor)
    if not towns:
        return None
    told = [one for one in wished_in(frozenset(towns)) if one.people >= SMALLEST_GROUP]
    found = sorted(told, key=lambda one: (-one.people / (one.listings + 1), one.theme))
    names = (_("してみたい人"), _("掲載"))
    return Panel(
        question=_("探されているのに、掲載の少ないものは"),
        says=_says(found),
        head=[_("テーマ"), *names],
        rows=[[_label(one), in_cell(one.people), one.listings] for one in found],
        plot=paired_bars(
            [_pair(one) for one in found[:SHOWN]],
            names=names,
            title=_("してみたい人の多いテーマと、掲載の数"),
            ident="wishes",
        )
        if found
        else None,
        more=Way(_("満たされていない需要を見る"), link("demand.desk")),
    )


def _says(found: list[Compared]) -> str:
    if not found:
        return _("%(n)s人以上が望むテーマは、まだありません。", n=SMALLEST_GROUP)
    missing = [_label(one) for one in found if one.listings == 0][:3]
    if missing:
        return _("だれも掲載していないもの：%(themes)s。", themes=joined(missing))
    return _("人に対して掲載がいちばん少ないのは「%(theme)s」です。", theme=_label(found[0]))


def _label(one: Compared) -> str:
    return str(THEME_LABELS.get(one.theme, one.theme))


def _pair(one: Compared) -> Pair:
    return Pair(_label(one), (one.people, one.listings), (counted(one.people), _("%(n)s件", n=one.listings)))


def ages(facts: Corporation) -> Panel | None:
    """The same panel as a town's, about its own listings."""
    return ageing.panel_of(facts.ageing)
