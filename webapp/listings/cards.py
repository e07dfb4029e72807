"""A listing as it appears in lists: built from a light row, without a further query."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp.core.i18n import gettext as _
from webapp.listings.kinds import kind_of
from webapp.listings.kinds.ask import Fact
from webapp.listings.models import ListingStatus
from webapp.municipalities import naming


@dataclass(frozen=True, slots=True)
class Card:
    """What `listings/_cards.html` shows of one listing."""

    id: str
    title: str
    kind: str
    kind_label: Any
    place: str
    facts: list[Fact]
    photo: str | None
    photo_alt: str
    as_of: date | None
    is_demo: bool
    is_negotiated: bool


def card(row: Any) -> Card:
    """One card of a row of `search.search`, `queries.newest` or `queries.related`."""
    kind, details = kind_of(row.kind), json.loads(row.details)
    return Card(
        id=row.id,
        title=row.title,
        kind=row.kind.value,
        kind_label=kind.label_of(details),
        place=naming.full(row.town, row.town_romaji, row.prefecture, row.municipality_code),
        facts=kind.deciding_facts(row, details),
        photo=row.photo,
        photo_alt=row.photo_alt or _("%(title)sの写真", title=row.title),
        as_of=row.as_of,
        is_demo=row.is_demo,
        is_negotiated=row.status is ListingStatus.NEGOTIATING,
    )
