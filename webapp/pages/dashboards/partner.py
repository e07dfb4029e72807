"""A partner's dashboard, in short: how often benefits were used, month by month."""

from functools import cached_property

from webapp.certificates.benefits.models import Benefit
from webapp.certificates.benefits.queries import counter_benefits_for
from webapp.certificates.benefits.uses.figures import Overview, overview
from webapp.core.actor import Actor, Role
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.monthly import labels_of
from webapp.core.plots import Series, columns
from webapp.core.templating import link
from webapp.pages.dashboards.panel import Board, Line, Panel, Step, Way


class Partner:
    """The benefits that somebody records at their counter."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    @cached_property
    def benefits(self) -> list[Benefit]:
        """What is on offer there."""
        return counter_benefits_for(self.actor)

    @cached_property
    def uses(self) -> Overview:
        """The last twelve months."""
        return overview(self.benefits)


def step(partner: Partner) -> Step:
    """Record a use; without a benefit there is one to be proposed."""
    if partner.benefits:
        text = _("お客さまの画面のコードを読み取るか、番号を入れてください。")
        return Step(_("特典の利用を記録する"), text, _("利用を記録する"), link("partner.index"))
    text = _("まちに特典を提案できます。まちが認めると、二地域居住者に案内されます。")
    return Step(_("特典を提案する"), text, _("特典の画面を開く"), link("partner.index"))


def uses(partner: Partner) -> Panel:
    """Times by month, and each benefit's part in this one."""
    found = partner.uses
    months, counts = [month for month, _count in found.months], [count for _month, count in found.months]
    return Panel(
        question=_("特典は、どれだけ使われていますか"),
        says=_("この12か月に%(n)s回、今月は%(now)s回使われました。", n=found.total, now=counts[-1]),
        head=[_("月"), _("回")],
        rows=[[f"{month:%Y-%m}", count] for month, count in found.months],
        plot=columns(
            labels_of(months), [Series(_("利用"), counts)], title=_("月ごとの特典の利用"), ident="uses", unit=_("回")
        ),
        lines=[
            Line(benefit.title, "", benefit.partner_name, _("今月%(n)s回", n=found.this_month.get(benefit.id, 0)))
            for benefit in partner.benefits
        ],
        more=Way(_("特典の利用を開く"), link("partner.index")),
    )


BOARD = Board(
    key="partner",
    label=_l("協力店・施設の仕事"),
    roles=frozenset({Role.PARTNER}),
    facts=Partner,
    step=step,
    panels={"uses": uses},
)
