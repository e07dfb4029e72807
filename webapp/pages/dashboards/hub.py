"""A hub person's dashboard, in short: who waits for an answer, and the gatherings ahead."""

from datetime import date, timedelta
from functools import cached_property

from webapp.core.actor import Actor, Role
from webapp.core.clock import in_tokyo, today
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.plots import weeks
from webapp.core.templating import link, show_date, show_datetime
from webapp.hubs.gatherings.models import Gathering
from webapp.hubs.gatherings.queries import coming_to, led_by
from webapp.inquiries.threads.queries import waiting_for
from webapp.pages.dashboards.panel import Board, Line, Panel, Step, Way

WEEKS, SHOWN = 5, 6


class Hub:
    """What a hub person looks after."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    @cached_property
    def waiting(self) -> int:
        """Questions that wait for them."""
        return waiting_for(self.actor)

    @cached_property
    def ahead(self) -> list[Gathering]:
        """Gatherings of their towns from now on, the next one first."""
        found = [row for row in led_by(self.actor) if row.takes_people]
        return sorted(found, key=lambda row: (row.starts_at, row.id))

    @cached_property
    def coming(self) -> dict[str, int]:
        """How many said that they come, by gathering."""
        return coming_to([row.id for row in self.ahead])


def step(hub: Hub) -> Step:
    """People who wait, then the next gathering, then the own card."""
    if hub.waiting:
        text = _("%(n)s件の問い合わせが、あなたの返事を待っています。", n=hub.waiting)
        return Step(_("問い合わせに答える"), text, _("問い合わせを開く"), link("threads_desk.index"))
    if hub.ahead:
        first = hub.ahead[0]
        text = _(
            "%(when)sに開きます。いま%(n)s人が参加の予定です。",
            when=show_datetime(first.starts_at),
            n=hub.coming.get(first.id, 0),
        )
        return Step(
            _("「%(title)s」を準備する", title=first.title), text, _("集まりを開く"), link("gatherings_desk.index")
        )
    text = _("カードに得意なことを書いておくと、たずねやすくなります。")
    return Step(_("わたしのカードを見直す"), text, _("カードを開く"), link("hubs_desk.index"))


def gatherings(hub: Hub) -> Panel:
    """The next weeks, with how many come."""
    monday = today() - timedelta(days=today().weekday())
    marked: dict[date, list[str]] = {}
    for row in hub.ahead:
        day = max(in_tokyo(row.starts_at).date(), today())
        if day < monday + timedelta(weeks=WEEKS):
            marked.setdefault(day, []).append(row.title)
    return Panel(
        question=_("これからの集まりに、何人来ますか"),
        says=_(
            "予定の集まりは%(n)s件、参加の予定はあわせて%(people)s人です。",
            n=len(hub.ahead),
            people=sum(hub.coming.values()),
        )
        if hub.ahead
        else _("予定の集まりはありません。"),
        head=[_("日時"), _("集まり"), _("参加の予定（人）"), _("定員")],
        rows=[
            [in_tokyo(row.starts_at).strftime("%Y-%m-%d %H:%M"), row.title, hub.coming.get(row.id, 0), row.capacity]
            for row in hub.ahead
        ],
        plot=weeks(
            marked,
            first=today(),
            count=WEEKS,
            title=_("これから%(n)s週間の集まり", n=WEEKS),
            ident="gatherings",
            dates={day: show_date(day) for day in marked},
        )
        if hub.ahead
        else None,
        lines=[
            Line(
                row.title,
                link("gatherings.show", gathering_id=row.id),
                show_datetime(row.starts_at),
                _("%(n)s人", n=hub.coming.get(row.id, 0)),
            )
            for row in hub.ahead[:SHOWN]
        ],
        more=Way(_("集まりの予定を開く"), link("gatherings_desk.index")),
    )


BOARD = Board(
    key="hub",
    label=_l("ハブ人材の仕事"),
    roles=frozenset({Role.HUB}),
    facts=Hub,
    step=step,
    panels={"gatherings": gatherings},
)
