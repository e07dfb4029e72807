"""A search as it is meant: names of places looked up, what has to be known for it brought along."""

from dataclasses import dataclass, replace

from webapp.listings.filters import Filters
from webapp.listings.finding import banks
from webapp.listings.finding.amounts_meant import with_amounts
from webapp.listings.finding.conditions import Known
from webapp.listings.finding.parts import Part, parts
from webapp.listings.finding.places_meant import located, start
from webapp.listings.places import Layer


@dataclass(frozen=True)
class Understood:
    """The search, what is known for it, and its conditions in words."""

    filters: Filters
    known: Known
    parts: list[Part]

    @property
    def words(self) -> list[str]:
        """Its conditions, each in a few words."""
        return [str(part.label) for part in self.parts]


def understood(filters: Filters, layer: Layer) -> Understood:
    """A bank or a place to start from that does not exist limits nothing."""
    filters = located(with_amounts(filters), layer)
    bank = banks.bank_of(filters.bank) if filters.bank else None
    origin = start(filters.origin)
    filters = replace(filters, bank=filters.bank if bank else "", origin=origin.code if origin else filters.origin)
    shown = parts(filters, layer, origin=origin.name if origin else "", bank=bank.name if bank else "")
    return Understood(filters, Known(origin, bank.towns if bank else None), shown)
