"""Residents and offers as columns, so that rules and fields are written once and run on any number of pairs.

Residents stand in rows, offers in columns: a value of residents has shape (residents, 1), one of offers (offers,),
and numpy makes (residents, offers) of them. NaN means "not said"; every comparison with NaN is False.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.model import Offer, Resident
from matching.places import is_prefecture, kilometres, prefecture_of
from matching.vocabulary import indicator

Row = TypeVar("Row", Offer, Resident)
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


def numbered(codes: Iterable[str]) -> dict[str, int]:
    """Each different code → its place in sorted order."""
    return {code: place for place, code in enumerate(sorted(set(codes)))}


def numbers(rows: Sequence[Row], value: Callable[[Row], float | None]) -> Numbers:
    """(rows,) floats, NaN where the value is None."""
    return np.array([np.nan if (v := value(row)) is None else v for row in rows], dtype=np.float64)


@dataclass(frozen=True)
class OfferTable:
    """Offers with their columns, shape (offers,) unless said; codes become numbers through the dictionaries."""

    offers: tuple[Offer, ...]

    @cached_property
    def kinds(self) -> dict[str, int]:
        return numbered(offer.kind for offer in self.offers)

    @cached_property
    def municipalities(self) -> dict[str, int]:
        return numbered(offer.municipality[:5] for offer in self.offers)

    @cached_property
    def prefectures(self) -> dict[str, int]:
        return numbered(prefecture_of(code) for code in self.municipalities)

    @cached_property
    def licences(self) -> dict[str, int]:
        return numbered(code for offer in self.offers for code in offer.licences_required)

    @cached_property
    def facilities(self) -> dict[str, int]:
        return numbered(code for offer in self.offers for code in offer.facilities or ())

    @cached_property
    def kind(self) -> NDArray[np.intp]:
        return np.array([self.kinds[offer.kind] for offer in self.offers], dtype=np.intp)

    @cached_property
    def municipality(self) -> NDArray[np.intp]:
        return np.array([self.municipalities[offer.municipality[:5]] for offer in self.offers], dtype=np.intp)

    @cached_property
    def prefecture(self) -> NDArray[np.intp]:
        return np.array([self.prefectures[prefecture_of(offer.municipality)] for offer in self.offers], dtype=np.intp)

    @cached_property
    def latitude(self) -> Numbers:
        return numbers(self.offers, lambda offer: offer.latitude)

    @cached_property
    def longitude(self) -> Numbers:
        return numbers(self.offers, lambda offer: offer.longitude)

    @cached_property
    def monthly_cost(self) -> Numbers:
        return numbers(self.offers, lambda offer: offer.monthly_cost)

    @cached_property
    def purchase_price(self) -> Numbers:
        return numbers(self.offers, lambda offer: offer.purchase_price)

    @cached_property
    def min_days(self) -> Numbers:
        return numbers(self.offers, lambda offer: offer.min_days)

    @cached_property
    def people_max(self) -> Numbers:
        return numbers(self.offers, lambda offer: offer.people_max)

    @cached_property
    def capacity_left(self) -> Numbers:
        return numbers(self.offers, lambda offer: offer.capacity_left)

    @cached_property
    def family_ok(self) -> Numbers:
        return numbers(self.offers, lambda offer: offer.family_ok)

    @cached_property
    def weekend_ok(self) -> Numbers:
        return numbers(self.offers, lambda offer: offer.weekend_ok)

    @cached_property
    def remote_ok(self) -> Flags:
        return np.array([offer.remote_ok for offer in self.offers], dtype=bool)

    @cached_property
    def car_required(self) -> Flags:
        return np.array([offer.car_required for offer in self.offers], dtype=bool)

    @cached_property
    def consent(self) -> Flags:
        return np.array([offer.consent for offer in self.offers], dtype=bool)

    @cached_property
    def licences_required(self) -> NDArray[np.float32]:
        """(offers, licences): 1 where required."""
        return indicator((offer.licences_required for offer in self.offers), self.licences)

    @cached_property
    def facilities_known(self) -> Flags:
        return np.array([offer.facilities is not None for offer in self.offers], dtype=bool)

    @cached_property
    def facilities_there(self) -> NDArray[np.float32]:
        """(offers, facilities): 1 where there is one."""
        return indicator((offer.facilities or () for offer in self.offers), self.facilities)


@dataclass(frozen=True)
class ResidentTable:
    """Residents with their columns, shape (residents, 1)."""

    residents: tuple[Resident, ...]

    def column(self, value: Callable[[Resident], float | None]) -> Numbers:
        """(residents, 1) floats, NaN where the value is None."""
        return numbers(self.residents, value)[:, None]

    def flags(self, value: Callable[[Resident], bool]) -> Flags:
        """(residents, 1) truth values."""
        return np.array([value(resident) for resident in self.residents], dtype=bool)[:, None]


@dataclass(frozen=True)
class Pairs:
    """Every resident with every offer; what several rules and fields need of a pair, worked out once."""

    residents: ResidentTable
    offers: OfferTable

    @property
    def shape(self) -> tuple[int, int]:
        """(residents, offers)."""
        return len(self.residents.residents), len(self.offers.offers)

    @cached_property
    def distance(self) -> Numbers:
        """(residents, offers) kilometres from home, NaN where a place is not known."""
        latitude = self.residents.column(lambda resident: resident.latitude)
        longitude = self.residents.column(lambda resident: resident.longitude)
        return kilometres(latitude, longitude, self.offers.latitude, self.offers.longitude)

    @cached_property
    def is_home(self) -> Flags:
        """(residents, offers): the offer lies in the resident's own municipality."""
        numbers_of = self.offers.municipalities
        home = [numbers_of.get((resident.home or "")[:5], -1) for resident in self.residents.residents]
        lies_there: Flags = np.array(home, dtype=np.intp)[:, None] == self.offers.municipality
        return lies_there

    @cached_property
    def wished_municipality(self) -> Flags:
        """(residents, offers): the resident named the offer's municipality."""
        named = ([area[:5] for area in r.wished_areas if not is_prefecture(area)] for r in self.residents.residents)
        return self._spread(indicator(named, self.offers.municipalities), self.offers.municipality)

    @cached_property
    def wished_prefecture(self) -> Flags:
        """(residents, offers): the resident named the offer's whole prefecture."""
        named = (
            [prefecture_of(area) for area in r.wished_areas if is_prefecture(area)] for r in self.residents.residents
        )
        return self._spread(indicator(named, self.offers.prefectures), self.offers.prefecture)

    @cached_property
    def wanted_kind(self) -> Flags:
        """(residents, offers): the resident named the offer's kind."""
        named = indicator((resident.wanted_kinds for resident in self.residents.residents), self.offers.kinds)
        return self._spread(named, self.offers.kind)

    @staticmethod
    def _spread(named: NDArray[np.float32], number: NDArray[np.intp]) -> Flags:
        spread: Flags = named.astype(bool)[:, number]
        return spread
