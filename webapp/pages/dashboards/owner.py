"""An owner's dashboard, in short: where their homes stand and how often people looked at them."""

from datetime import timedelta
from functools import cached_property
from typing import Any

from webapp.banks.homes.models import EDITABLE, BankHome
from webapp.banks.homes.queries import mine
from webapp.core.actor import Actor, Role
from webapp.core.clock import now
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.plots import Row, stacked_rows
from webapp.core.templating import link
from webapp.listings.models import Listing, OwnerConsent
from webapp.listings.queries import consents_for
from webapp.matches.opened import views_of
from webapp.matches.people.anonymity import SMALLEST_GROUP, in_cell, is_too_few
from webapp.pages.dashboards.panel import Board, Line, Panel, Step, Way

DAYS = 90


class Owner:
    """What somebody owns."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    @cached_property
    def homes(self) -> list[BankHome]:
        """On their way through banks of vacant homes, newest first."""
        return mine(self.actor)

    @cached_property
    def consents(self) -> list[tuple[OwnerConsent, Listing]]:
        """Listings that they were asked about."""
        return consents_for(self.actor)

    @cached_property
    def views(self) -> dict[str, int]:
        """How often residents opened each."""
        ids = {listing.id for _consent, listing in self.consents} | {h.listing_id for h in self.homes if h.listing_id}
        return views_of(sorted(ids), now() - timedelta(days=DAYS)) if ids else {}


def step(owner: Owner) -> Step:
    """An answer that is awaited, a home in the owner's hands, else a home to offer."""
    for consent, listing in owner.consents:
        if consent.given_at is None and consent.declined_at is None:
            text = _("「%(title)s」の掲載について、あなたの返事を待っています。", title=listing.title)
            return Step(_("掲載への同意に答える"), text, _("同意の内容を見る"), link("listings.my_consents"))
    for home in owner.homes:
        if home.status in EDITABLE:
            text = _("空き家バンクの申請が、あなたの手もとで止まっています。")
            href = link("bank_homes.show", bank_home_id=home.id)
            return Step(_("空き家の申請を続ける"), text, _("申請を開く"), href)
    text = _("使っていない家を、空き家バンクに登録できます。")
    return Step(_("空き家バンクの手続きを見る"), text, _("手続きを見る"), link("banks.mine"))


def homes(owner: Owner) -> Panel:
    """Each listing with its looks, and each home with its state."""
    listings = {listing.id: listing for _consent, listing in owner.consents if listing.is_public}
    lines = [
        Line(
            home.public_address or _("書きかけの申請"),
            link("bank_homes.show", bank_home_id=home.id),
            "",
            home.status.label,
        )
        for home in owner.homes
    ]
    return Panel(
        question=_("わたしの家は、どれだけ見られていますか"),
        says=_("掲載中の家は%(n)s件、手続き中の家は%(m)s件です。", n=len(listings), m=len(lines)),
        head=[_("家"), _("状態"), _("見られた回数")],
        rows=[[one.title, str(one.status.label), in_cell(owner.views.get(one.id, 0))] for one in listings.values()],
        plot=stacked_rows(
            [_row(one, owner.views.get(one.id, 0)) for one in listings.values()],
            names=(_("見られた回数"),),
            title=_("この%(days)s日に見られた回数", days=DAYS),
            ident="homes",
        )
        if listings
        else None,
        lines=lines,
        more=Way(_("掲載への同意を見る"), link("listings.my_consents")),
    )


def _row(listing: Listing, views: int) -> Row:
    """So few looks that they could point at somebody are not told."""
    too_few = is_too_few(views)
    words = _("%(n)s回未満", n=SMALLEST_GROUP) if too_few else _("%(n)s回", n=f"{views:,}")
    return Row(listing.title, (0 if too_few else views,), words, str(listing.status.label))


def ways(_owner: Owner) -> list[tuple[Any, list[Way]]]:
    """Where an owner goes on."""
    return [
        (
            _("わたしの家"),
            [
                Way(_("掲載への同意"), link("listings.my_consents")),
                Way(_("空き家バンクの手続き"), link("banks.mine")),
                Way(_("やりとり"), link("threads.index")),
            ],
        )
    ]


BOARD = Board(
    key="owner",
    label=_l("わたしの家"),
    roles=frozenset({Role.OWNER}),
    facts=Owner,
    step=step,
    panels={"homes": homes},
    ways=ways,
)
