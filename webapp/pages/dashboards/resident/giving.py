"""What a resident gave: this year against the estimated limit, if they estimated one, and year by year."""

from collections import Counter

from webapp.core.clock import today
from webapp.core.i18n import gettext as _
from webapp.core.money import show_yen
from webapp.core.plots import bar_chart, stacked_bar
from webapp.core.templating import link
from webapp.onestop.limit import reminding
from webapp.onestop.limit.given import given_in
from webapp.onestop.years import year_of
from webapp.pages.dashboards.panel import Panel, Way
from webapp.pages.dashboards.resident.facts import Mine
from webapp.pledges.models import PledgeStatus


def limit(mine: Mine) -> Panel | None:
    """This year against the limit that lies in the reader's own browser; None while there is none."""
    year = today().year
    known = reminding.remembered(year)
    if known is None:
        return None
    given = given_in(mine.actor.user_id, year)
    elsewhere = max(given.elsewhere, reminding.elsewhere(year))
    left = max(0, known - given.here - elsewhere)
    parts = [(_("ここでの寄附"), given.here), (_("ほかの寄附"), elsewhere), (_("目安までの残り"), left)]
    over = given.here + elsewhere - known
    return Panel(
        question=_("今年の寄附は、控除の目安のどこまでですか"),
        says=_("目安の%(limit)sを、%(over)sこえています。", limit=show_yen(known), over=show_yen(over))
        if over > 0
        else _("目安の%(limit)sまで、あと%(left)sです。", limit=show_yen(known), left=show_yen(left)),
        head=[_("項目"), _("円")],
        rows=parts,
        plot=stacked_bar(parts, title=_("今年の寄附と控除の目安"), ident="my-limit", unit=_("円")),
        more=Way(_("目安を計算し直す"), link("limit.salary")),
    )


def by_year(mine: Mine) -> Panel | None:
    """What towns hold of their donations, by the year that counts for taxes; None for who never gave."""
    sums: Counter[int] = Counter()
    for pledge, _project in mine.pledges:
        if pledge.paid_at is not None and pledge.kept_yen:
            sums[year_of(pledge.paid_at)] += pledge.kept_yen
    waits = sum(row.status in (PledgeStatus.PENDING, PledgeStatus.AWAITING) for row, _project in mine.pledges)
    if not sums and not waits:
        return None
    years = sorted(sums, reverse=True)
    says = _("これまでに%(sum)sを寄附しました。", sum=show_yen(sums.total()))
    if waits:
        says += _("支払い待ちが%(n)s件あります。", n=waits)
    return Panel(
        question=_("年ごとに、いくら寄附しましたか"),
        says=says,
        head=[_("年"), _("円")],
        rows=[[year, sums[year]] for year in years],
        plot=bar_chart(
            [(_("%(year)s年", year=year), sums[year]) for year in years],
            title=_("年ごとの寄附"),
            ident="my-pledges",
            unit=_("円"),
        )
        if years
        else None,
        more=Way(_("わたしの寄附を見る"), link("pledges.mine")),
    )
