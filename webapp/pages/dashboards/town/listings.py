"""Needs that nobody fits, and listings whose word gets old."""

from webapp.core.i18n import gettext as _
from webapp.core.plots import Row, stacked_rows
from webapp.core.templating import link
from webapp.listings.ageing import ages_for
from webapp.matches.demand import pictures, queries
from webapp.matches.demand.queries import Unmet
from webapp.matches.people.anonymity import SMALLEST_GROUP, counted, in_cell
from webapp.pages.dashboards import ageing
from webapp.pages.dashboards.panel import Panel, Way
from webapp.pages.dashboards.town.facts import Town

SHOWN = 5


def unmet(town: Town) -> Panel:
    """The listings that fewer than five people fit, and what keeps most people away."""
    found = queries.demand(queries.town_scope(town.actor))
    chosen = sorted(found.unmet, key=lambda one: (one.kind != "need", one.fitting, one.listing_id))
    says = (
        _("合う人が%(n)s人に届かない掲載が、%(count)s件あります。", n=SMALLEST_GROUP, count=len(chosen))
        if chosen
        else _("どの掲載にも、合う人が%(n)s人以上います。", n=SMALLEST_GROUP)
    )
    shown = [row for one in chosen[:SHOWN] if (row := _row(one)) is not None]
    return Panel(
        question=_("合う人のいない掲載は、何が妨げていますか"),
        says=says,
        head=[_("掲載"), _("合う人"), _("合わない理由"), _("人数")],
        rows=[
            [one.title, in_cell(one.fitting), pictures.rule_label(rule), in_cell(number)]
            for one in chosen
            for rule, number in one.away
            if number
        ],
        plot=stacked_rows(
            shown,
            names=(_("いちばん多い理由で合わない人"),),
            title=_("合う人のいない掲載と、その理由"),
            ident="unmet",
        )
        if shown
        else None,
        more=Way(_("満たされていない需要を見る"), link("demand.town")),
    )


def _row(one: Unmet) -> Row | None:
    """The reason that keeps most people away; none where too few people are behind every reason."""
    told = [(number, rule) for rule, number in one.away if number >= SMALLEST_GROUP]
    if not told:
        return None
    number, rule = max(told)
    href = link("people_desk.show", listing_id=one.listing_id)
    return Row(one.title, (number,), counted(number), pictures.rule_label(rule), href)


def ages(town: Town) -> Panel | None:
    """The same panel as a corporation's, about everything in the town."""
    return ageing.panel_of(ages_for(town.actor))
