"""A prefecture's dashboard, in short: people and listings of its towns, one question each, never a person."""

from functools import cached_property

from webapp.core.actor import Actor, Role
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.plots import worded_bars
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

    @property
    def codes_of_towns(self) -> list[str]:
        """Their codes."""
        return [town.code for town in self.towns]


def step(prefecture: Prefecture) -> Step:
    """The towns one by one."""
    text = _("県内の%(n)s市町村が参加しています。まちごとの数を見られます。", n=len(prefecture.towns))
    return Step(_("県内のまちを見る"), text, _("まちを見る"), link("prefecture.index"))


def people(prefecture: Prefecture) -> Panel | None:
    """Who is registered, town by town; fewer than five people are not counted out."""
    counts = standing(prefecture.codes_of_towns)
    shown = {code: count for code, count in counts.items() if count >= SMALLEST_TOLD}
    return _by_town(
        prefecture,
        question=_("どのまちに、登録している人がいますか"),
        says=_("5人以上が登録しているまちは、%(n)s市町村です。", n=len(shown)),
        counted=_("登録している人"),
        rows=[(town.name, shown.get(town.code, 0), told(counts.get(town.code, 0))) for town in prefecture.towns],
        ident="people",
    )


def listings(prefecture: Prefecture) -> Panel | None:
    """What is shown to everybody, town by town."""
    counts = published(prefecture.codes_of_towns)
    rows = [
        (town.name, counts.get(town.code, 0), _("%(n)s件", n=counts.get(town.code, 0))) for town in prefecture.towns
    ]
    return _by_town(
        prefecture,
        question=_("どのまちに、公開中の掲載がありますか"),
        says=_("公開中の掲載は、県内あわせて%(n)s件です。", n=sum(counts.values())),
        counted=_("公開中の掲載"),
        rows=rows,
        ident="listings",
    )


def _by_town(
    prefecture: Prefecture, *, question: str, says: str, counted: str, rows: list[tuple[str, int, str]], ident: str
) -> Panel | None:
    """One unit on one scale: a bar for each town."""
    if not prefecture.towns:
        return None
    return Panel(
        question=question,
        says=says,
        head=[_("まち"), counted],
        rows=[[name, words] for name, _count, words in rows],
        plot=worded_bars(rows, title=question, ident=ident),
        more=Way(_("県内のまちを見る"), link("prefecture.index")),
    )


BOARD = Board(
    key="prefecture",
    label=_l("県内のようす"),
    roles=frozenset({Role.PREFECTURE}),
    facts=Prefecture,
    step=step,
    panels={"people": people, "listings": listings},
)
