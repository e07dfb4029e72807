"""Which listings get old: for a town and for a corporation."""

from webapp.core.clock import today
from webapp.core.i18n import gettext as _
from webapp.core.i18n import measured
from webapp.core.plots import Row, stacked_rows
from webapp.core.templating import link, show_date
from webapp.listings.ageing import Aged
from webapp.pages.dashboards.panel import Panel, Way

SHOWN = 6


def panel_of(found: list[Aged]) -> Panel | None:
    """The oldest words first; None where nothing is listed."""
    if not found:
        return None
    due = sum(one.asked_on <= today() for one in found)
    return Panel(
        question=_("長く確かめていない掲載は"),
        says=_("%(n)s件のうち%(due)s件は、今も正しいかどうかの確認が必要です。", n=len(found), due=due),
        head=[_("掲載"), _("内容を確かめた日"), _("日数"), _("確認をお願いする日"), _("非公開になる日")],
        rows=[
            [one.title, one.as_of.isoformat(), one.days, one.asked_on.isoformat(), one.hidden_on.isoformat()]
            for one in found
        ],
        plot=stacked_rows(
            [_row(one) for one in found[:SHOWN]],
            names=(_("内容を確かめてからの日数"),),
            title=_("内容を確かめてからの日数"),
            ident="ageing",
        ),
        more=Way(_("掲載の一覧を開く"), link("listings_desk.index")),
    )


def _row(one: Aged) -> Row:
    note = (
        _("%(day)sに非公開になります", day=show_date(one.hidden_on))
        if one.asked_on <= today()
        else _("%(day)sに確認をお願いします", day=show_date(one.asked_on))
    )
    href = link("listings.show", listing_id=one.id)
    return Row(one.title, (max(0, one.days),), measured(f"{max(0, one.days):,}", _("日")), note, href)
