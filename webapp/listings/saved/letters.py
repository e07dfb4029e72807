"""The one letter about a kept search: what is new in it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.listings.cards import card
from webapp.listings.saved.models import SavedSearch

MOST_NAMED = 10


def new_listings(*, search: SavedSearch, cards: Sequence[Any], count: int, stop_link: str) -> Draft:
    """Up to ten of the new ones by title, place and what decides; the rest by their number."""
    facts = []
    for row in cards:
        shown = card(row)
        decides = "／".join(str(value) for _label, value in shown.facts)
        facts.append((f"{shown.kind_label}・{shown.place}", f"{shown.title}　{decides}".strip()))
    if count > len(cards):
        facts.append((_("ほか"), _("%(n)s件", n=count - len(cards))))
    return Draft(
        _("新しい掲載が%(n)s件あります：%(name)s", n=count, name=search.name),
        [_("保存した検索条件「%(name)s」に合う掲載が、新しく出ました。", name=search.name)],
        facts,
        f"/listings?{urlencode(search.args)}",
        _("検索の画面で見る"),
        stop_link,
        _("この条件のお知らせを止める"),
    )
