"""A prefecture's dashboard, in short: people and listings of its towns side by side, never a person."""

from functools import cached_property

from webapp.core.actor import Actor, Role
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.plots import Pair, paired_bars
from webapp.core.templating import link
from webapp.listings.figures import published
from webapp.municipalities.figures import SMALLEST_TOLD, told
from webapp.municipalities.models import Municipality
from webapp.municipalities.queries import running_programmes
from webapp.pages.dashboards.panel import Board, Panel, Step, Way
from webapp.registrations.figures import standing


class Prefecture:
    """The towns of the actor's prefectures that take part."""

    def __init__(self, actor: Actor) -> None:
        self.codes = sorted(actor.organisations(Role.PREFECTURE))

    @cached_property
    def towns(self) -> list[Municipality]:
        """In the order of their codes."""
        return [town for code in self.codes for _programme, town in running_programmes(code)]


def step(prefecture: Prefecture) -> Step:
    """The towns one by one."""
    text = _("県内の%(n)s市町村が参加しています。まちごとの数を見られます。", n=len(prefecture.towns))
    return Step(_("県内のまちを見る"), text, _("まちを見る"), link("prefecture.index"))


def towns(prefecture: Prefecture) -> Panel | None:
    """People registered and listings shown, town by town; fewer than five people are not counted out."""
    codes = [town.code for town in prefecture.towns]
    if not codes:
        return None
    people, listings = standing(codes), published(codes)
    rows = [
        Pair(
            town.name,
            (_shown(people.get(town.code, 0)), listings.get(town.code, 0)),
            (told(people.get(town.code, 0)), _("%(n)s件", n=listings.get(town.code, 0))),
        )
        for town in prefecture.towns
    ]
    names = (_("登録している人"), _("公開中の掲載"))
    return Panel(
        question=_("どのまちに、人と掲載がありますか"),
        says=_("公開中の掲載は、県内あわせて%(n)s件です。", n=sum(listings.values())),
        head=[_("まち"), *names],
        rows=[[row.label, *row.words] for row in rows],
        plot=paired_bars(rows, names=names, title=_("まちごとの登録と掲載"), ident="towns"),
        more=Way(_("県内のまちを見る"), link("prefecture.index")),
        is_wide=True,
    )


def _shown(people: int) -> int:
    return people if people >= SMALLEST_TOLD else 0


BOARD = Board(
    key="prefecture",
    label=_l("県内のようす"),
    roles=frozenset({Role.PREFECTURE}),
    facts=Prefecture,
    step=step,
    panels={"towns": towns},
)
