"""From looks to contracts, for everything and listing by listing."""

from collections import Counter
from dataclasses import dataclass

from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined, labelled
from webapp.core.plots import Row, Stage, funnel, stacked_rows
from webapp.core.templating import link
from webapp.matches.people.anonymity import SMALLEST_GROUP, in_cell, is_too_few
from webapp.pages.dashboards.corporation.facts import DAYS, Corporation
from webapp.pages.dashboards.panel import Panel, Way

SHOWN = 6


@dataclass(frozen=True)
class Counts:
    """The four steps of one listing, or of all together."""

    title: str
    listing_id: str
    views: int
    asked: int
    came: int
    done: int

    @property
    def cells(self) -> list[object]:
        """As a row of a file; so few looks that they could point at somebody are not told."""
        return [self.title, in_cell(self.views), self.asked, self.came, self.done]


def counts_of(facts: Corporation) -> list[Counts]:
    """Listing by listing, the most looked at first."""
    asked = Counter(one.listing_id for one in facts.speed.asked)
    found = [
        Counts(
            one.title,
            one.id,
            facts.views.get(one.id, 0),
            asked[one.id],
            facts.bookings.get(one.id, 0) + facts.applications.get(one.id, (0, 0))[0],
            facts.applications.get(one.id, (0, 0))[1] + one.is_contracted_since(facts.since),
        )
        for one in facts.listings
    ]
    return sorted(found, key=lambda one: (-one.asked - one.came, -one.views, one.title))


def _names() -> list[str]:
    return [_("見られた回数"), _("問い合わせ"), _("予約・応募"), _("成約・参加決定")]


def whole(facts: Corporation) -> Panel:
    """Everything together as steps."""
    found = counts_of(facts)
    sums = [
        sum(one.views for one in found),
        len(facts.speed.asked),
        sum(one.came for one in found),
        sum(one.done for one in found),
    ]
    stages = [
        Stage(name, None if number == 0 and is_too_few(value) else value, _words(number, value))
        for number, (name, value) in enumerate(zip(_names(), sums, strict=True))
    ]
    return Panel(
        question=_("見られた掲載は、成約につながっていますか"),
        says=_(
            "この%(days)s日で、問い合わせは%(asked)s件、成約・参加決定は%(done)s件です。",
            days=DAYS,
            asked=sums[1],
            done=sums[3],
        ),
        head=[_("段階"), _("数")],
        rows=[
            [name, in_cell(value) if number == 0 else value]
            for number, (name, value) in enumerate(zip(_names(), sums, strict=True))
        ],
        plot=funnel(stages, title=_("見られてから成約まで（%(days)s日）", days=DAYS), ident="funnel"),
    )


def _words(number: int, value: int) -> str:
    """Looks are counted by people who agreed; few of them are not told."""
    if number == 0:
        return _("%(n)s回未満", n=SMALLEST_GROUP) if is_too_few(value) else _("%(n)s回", n=f"{value:,}")
    return _("%(n)s件", n=f"{value:,}")


def by_listing(facts: Corporation) -> Panel | None:
    """What came of each listing; None where nothing is listed."""
    found = counts_of(facts)
    if not found:
        return None
    silent = sum(one.asked + one.came == 0 for one in found)
    names = _names()
    return Panel(
        question=_("どの掲載に、人が動いていますか"),
        says=_(
            "%(n)s件の掲載のうち、%(silent)s件にはこの%(days)s日、動きがありません。",
            n=len(found),
            silent=silent,
            days=DAYS,
        ),
        head=[_("掲載"), *names],
        rows=[one.cells for one in found],
        plot=stacked_rows(
            [_row(one) for one in found[:SHOWN]],
            names=names[1:],
            title=_("掲載ごとの問い合わせ・予約・成約"),
            ident="by-listing",
        ),
        more=Way(_("掲載の一覧を開く"), link("listings_desk.index")),
    )


def _row(one: Counts) -> Row:
    moved = one.asked + one.came + one.done
    note = joined([labelled(_("見られた回数"), _words(0, one.views))])
    href = link("listings_desk.show", listing_id=one.listing_id)
    return Row(one.title, (one.asked, one.came, one.done), _("%(n)s件", n=moved), note, href)
