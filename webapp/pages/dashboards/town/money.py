"""The money: what came month by month, and what is left to do about it."""

from webapp.core.i18n import gettext as _
from webapp.core.money import show_yen
from webapp.core.monthly import labels_of
from webapp.core.plots import Row, Series, columns, stacked_rows
from webapp.core.templating import link
from webapp.onestop.counting import open_for
from webapp.pages.dashboards.panel import Panel, Way
from webapp.pages.dashboards.town.facts import Town
from webapp.payments.left_open import refunds_for
from webapp.pledges.over_time import kept_for
from webapp.receipts.outstanding import outstanding_for


def raised(town: Town) -> Panel:
    """What the town holds of the donations of each month."""
    found = kept_for(town.actor)
    months, sums = [month for month, _yen in found], [yen for _month, yen in found]
    return Panel(
        question=_("寄附は、月ごとにいくら届いていますか"),
        says=_("この12か月の寄附は%(sum)sです（返金した分を除く）。", sum=show_yen(sum(sums))),
        head=[_("月"), _("円")],
        rows=[[f"{month:%Y-%m}", yen] for month, yen in found],
        plot=columns(
            labels_of(months), [Series(_("寄附"), sums)], title=_("月ごとの寄附"), ident="raised", unit=_("円")
        ),
        more=Way(_("寄附の帳簿を見る"), link("accounting.index")),
    )


def left_open(town: Town) -> Panel:
    """Refunds on their way, receipts not given, one-stop applications that are not done."""
    refunds, yen = refunds_for(town.actor)
    receipts = outstanding_for(town.actor)
    awaited, received = open_for(town.actor)
    parts = [
        (_("返金の途中"), refunds, "payments_staff.index"),
        (_("受領証明書がまだ"), receipts, "receipts_staff.index"),
        (_("ワンストップ：書類を待つ"), awaited, "onestop_staff.queue"),
        (_("ワンストップ：受付を待つ"), received, "onestop_staff.queue"),
    ]
    left = sum(count for _label, count, _endpoint in parts)
    says = _("残っている手続きは%(n)s件です。", n=left) if left else _("残っている手続きはありません。")
    if refunds:
        says += _("返金の途中のお金は%(yen)sです。", yen=show_yen(yen))
    return Panel(
        question=_("お金の手続きで、残っているものは"),
        says=says,
        head=[_("手続き"), _("件")],
        rows=[[label, count] for label, count, _endpoint in parts],
        plot=stacked_rows(
            [Row(label, (count,), _("%(n)s件", n=count), "", link(endpoint)) for label, count, endpoint in parts],
            names=(_("件"),),
            title=_("残っているお金の手続き"),
            ident="left-open",
        ),
    )
