"""What people look for in a bank's towns, from the searches they keep: groups of five and more only."""

from typing import Any

from webapp.banks import queries
from webapp.banks.models import AkiyaBank
from webapp.core.i18n import joined
from webapp.listings.models import ListingKind
from webapp.listings.saved.queries import SMALLEST_GROUP, Demand, demand
from webapp.municipalities.figures import told

__all__ = ["SMALLEST_GROUP", "rows_of"]
MOST_WORDS = 8


def rows_of(bank: AkiyaBank) -> list[list[Any]]:
    """Town, people, people who look for homes, words they use; a town of which too few think has no numbers."""
    members = queries.joined(bank)
    found = demand([town.code for _member, town in members])
    return [[town.name, *_cells(found.get(town.code))] for _member, town in members]


def _cells(one: Demand | None) -> list[Any]:
    if one is None:
        return [told(1), "", ""]
    homes = one.kinds.get(ListingKind.HOME)
    return [told(one.people), told(homes) if homes else "", joined(list(one.words)[:MOST_WORDS])]
