"""Residents and offers as plain numpy columns: what the hard rules need, ready to be compared or mapped from disk.

Sets of codes become bits, 64 to a word and as many words as it takes; what was not said becomes a value that breaks no
rule (infinity, NaN, all months). ``Codes`` numbers the codes; both sides of a comparison must use the same one.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from enum import IntFlag
from functools import cached_property
from pathlib import Path
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.model import Offer, Resident
from matching.places import EARTH_RADIUS_KM

Row = TypeVar("Row", bound=Offer | Resident)
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Words = NDArray[np.uint64]

ALL_MONTHS = (1 << 12) - 1
UNKNOWN = np.uint64(1)
"""The first bit of facilities: needed by who needs something that no offer names, so missing wherever they are known."""


class Condition(IntFlag):
    """Conditions that are met or not: bits of a resident say what is not met, bits of an offer what it asks for."""

    RESIDENT_CONSENT = 1
    OFFER_CONSENT = 2
    VACANCY = 4
    NO_SECRECY = 8
    CAR = 16
    WEEKDAYS = 32
    NO_CHILDREN = 64


ASKED_BY_ALL = Condition.RESIDENT_CONSENT | Condition.NO_SECRECY
MET_BY_NOBODY = Condition.OFFER_CONSENT | Condition.VACANCY
"""An offer that is full or does not consent asks for what no resident can meet."""


@dataclass(frozen=True)
class Codes:
    """Numbers for the codes of municipalities (five digits), licences and facilities that offers name."""

    municipalities: dict[str, int]
    licences: dict[str, int]
    facilities: dict[str, int]

    @classmethod
    def of(cls, offers: Iterable[Offer]) -> Self:
        """Every code of the offers, in sorted order. A later offer with other codes needs new codes and new columns."""
        rows = list(offers)
        return cls(
            numbered(offer.municipality[:5] for offer in rows),
            numbered(code for offer in rows for code in offer.licences_required),
            numbered(code for offer in rows for code in offer.facilities or ()),
        )

    def cover(self, offer: Offer) -> bool:
        """Whether the offer names no other codes."""
        return (
            offer.municipality[:5] in self.municipalities
            and offer.licences_required <= self.licences.keys()
            and (offer.facilities or frozenset()) <= self.facilities.keys()
        )


@dataclass(frozen=True)
class Columns(ABC):
    """One side in columns; the last axis of each counts the rows."""

    @abstractmethod
    def __len__(self) -> int:
        """How many rows there are."""

    def part(self, rows: slice) -> Self:
        """The same columns for some of the rows, without a copy."""
        return type(self)(**{name: column[..., rows] for name, column in self._columns()})

    def chosen(self, rows: NDArray[np.intp]) -> Self:
        """The same columns for rows in any order, copied."""
        return type(self)(**{name: column.take(rows, axis=-1) for name, column in self._columns()})

    def save(self, folder: Path) -> None:
        """Write each column to ``<folder>/<name>.npy``, in numbers as short as hold it exactly."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, column in self._columns():
            np.save(folder / f"{name}.npy", _shortened(column))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The columns of a folder, mapped into memory and read only when used. OSError when one is missing."""
        return cls(**{one.name: np.asarray(np.load(folder / f"{one.name}.npy", mmap_mode="r")) for one in fields(cls)})

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """The rows of all parts, in their order. ValueError without any part, or when their codes differed."""
        names = [one.name for one in fields(cls)]
        return cls(**{name: np.concatenate([getattr(part, name) for part in parts], axis=-1) for name in names})

    def _columns(self) -> list[tuple[str, NDArray[Any]]]:
        return [(one.name, getattr(self, one.name)) for one in fields(self)]


@dataclass(frozen=True)
class ResidentColumns(Columns):
    """Residents, shape (n,) unless said.

    unmet: bits of ``Condition``. unlicensed (words, n): licences they do not hold. needed (words, n): facilities.
    home: number of the municipality, -1 = not known. months: bits 0 to 11. rent_budget (yen a month),
    purchase_budget (yen), days (a month): infinite when not said. people: who would come. point (3, n): home on the
    unit sphere, NaN when not known. reach: square of the longest chord on it, infinite when not said.
    """

    unmet: NDArray[np.uint16]
    unlicensed: Words
    needed: Words
    home: NDArray[np.int32]
    months: NDArray[np.uint16]
    rent_budget: Numbers
    purchase_budget: Numbers
    days: Numbers
    people: Numbers
    point: Numbers
    reach: Numbers

    def __len__(self) -> int:
        return len(self.home)

    @classmethod
    def of(cls, residents: Sequence[Resident], codes: Codes) -> Self:
        """The columns of these residents, to be compared with offers of the same codes."""
        needed = _bits([r.facilities_needed for r in residents], codes.facilities, first=1)
        needed[0] |= UNKNOWN * np.array(
            [not r.facilities_needed <= codes.facilities.keys() for r in residents], dtype=bool
        )
        chord = 2 * np.sin(np.minimum(numbers(residents, lambda r: r.max_distance_km) / EARTH_RADIUS_KM, np.pi) / 2)
        return cls(
            unmet=np.array([_unmet(resident) for resident in residents], dtype=np.uint16),
            unlicensed=~_bits([r.licences for r in residents], codes.licences),
            needed=needed,
            home=np.array([codes.municipalities.get((r.home or "")[:5], -1) for r in residents], dtype=np.int32),
            months=_months([r.months_available for r in residents]),
            rent_budget=_or_infinite(numbers(residents, lambda r: r.rent_budget)),
            purchase_budget=_or_infinite(numbers(residents, lambda r: r.purchase_budget)),
            days=_or_infinite(numbers(residents, lambda r: r.days_per_month)),
            people=numbers(residents, lambda r: r.people),
            point=_points(residents),
            reach=np.where(chord < 2, chord**2, np.inf),
        )


@dataclass(frozen=True)
class OfferColumns(Columns):
    """Offers, shape (m,) unless said.

    asked: bits of ``Condition``. licences (words, m): required. missing (words, m): facilities the municipality does
    not have; none when they are not known. town: number of the municipality. months: bits 0 to 11. monthly_cost (yen),
    purchase_price (yen): NaN when not said, but cost 0 when neither is. min_days (a month): 0 for what is done from
    afar. people_max: infinite when not said. point (3, m): on the unit sphere, NaN when not known or done from afar.
    """

    asked: NDArray[np.uint16]
    licences: Words
    missing: Words
    town: NDArray[np.int32]
    months: NDArray[np.uint16]
    monthly_cost: Numbers
    purchase_price: Numbers
    min_days: Numbers
    people_max: Numbers
    point: Numbers

    def __len__(self) -> int:
        return len(self.town)

    @classmethod
    def of(cls, offers: Sequence[Offer], codes: Codes) -> Self:
        """The columns of these offers. ValueError when one names a code that has no number."""
        for offer in offers:
            if not codes.cover(offer):
                raise ValueError(f"offer {offer.id} names a code without a number; number the codes again")
        is_remote = np.array([offer.remote_ok for offer in offers], dtype=bool)
        is_known = np.array([offer.facilities is not None for offer in offers], dtype=bool)
        price = numbers(offers, lambda offer: offer.purchase_price)
        cost = numbers(offers, lambda offer: offer.monthly_cost)
        there = _bits([offer.facilities or () for offer in offers], codes.facilities, first=1)
        return cls(
            asked=np.array([_asked(offer) for offer in offers], dtype=np.uint16),
            licences=_bits([offer.licences_required for offer in offers], codes.licences),
            missing=np.where(
                is_known, ~there & (_bits([codes.facilities], codes.facilities, first=1) | UNKNOWN), np.uint64(0)
            ),
            town=np.array([codes.municipalities[offer.municipality[:5]] for offer in offers], dtype=np.int32),
            months=_months([offer.months for offer in offers]),
            monthly_cost=np.where(np.isnan(cost) & np.isnan(price), 0.0, cost),
            purchase_price=price,
            min_days=np.where(is_remote, 0.0, numbers(offers, lambda offer: offer.min_days)),
            people_max=_or_infinite(numbers(offers, lambda offer: offer.people_max)),
            point=np.where(is_remote, np.nan, _points(offers)),
        )


@dataclass(frozen=True)
class OfferTable:
    """Offers and their columns, made when first asked for."""

    offers: tuple[Offer, ...]

    @cached_property
    def codes(self) -> Codes:
        """The numbers of their codes."""
        return Codes.of(self.offers)

    @cached_property
    def columns(self) -> OfferColumns:
        """What the rules need of them."""
        return OfferColumns.of(self.offers, self.codes)


@dataclass(frozen=True)
class ResidentTable:
    """Residents, to be compared with an ``OfferTable``."""

    residents: tuple[Resident, ...]


@dataclass(frozen=True)
class Pairs:
    """Every resident with every offer."""

    residents: ResidentTable
    offers: OfferTable

    @cached_property
    def columns(self) -> tuple[ResidentColumns, OfferColumns]:
        """Both sides in columns."""
        return ResidentColumns.of(self.residents.residents, self.offers.codes), self.offers.columns


def numbered(codes: Iterable[str]) -> dict[str, int]:
    """Each different code → its place in sorted order."""
    return {code: place for place, code in enumerate(sorted(set(codes)))}


def numbers(rows: Sequence[Row], value: Callable[[Row], float | None]) -> Numbers:
    """(rows,) floats, NaN where the value is None."""
    return np.array([np.nan if (v := value(row)) is None else v for row in rows], dtype=np.float64)


def _unmet(resident: Resident) -> int:
    return MET_BY_NOBODY | sum(
        condition
        for condition, is_unmet in (
            (Condition.RESIDENT_CONSENT, not resident.consent),
            (Condition.NO_SECRECY, resident.is_confidential),
            (Condition.CAR, resident.has_car is False),
            (Condition.WEEKDAYS, resident.weekends_only),
            (Condition.NO_CHILDREN, bool(resident.children_ages)),
        )
        if is_unmet
    )


def _asked(offer: Offer) -> int:
    return ASKED_BY_ALL | sum(
        condition
        for condition, is_asked in (
            (Condition.OFFER_CONSENT, not offer.consent),
            (Condition.VACANCY, offer.capacity_left == 0),
            (Condition.CAR, offer.car_required),
            (Condition.WEEKDAYS, offer.weekend_ok is False and not offer.remote_ok),
            (Condition.NO_CHILDREN, offer.family_ok is False),
        )
        if is_asked
    )


def _shortened(column: NDArray[Any]) -> NDArray[Any]:
    """The same numbers in a shorter type, where every single one keeps its value."""
    if column.dtype == np.float64:
        with np.errstate(over="ignore"):
            short = column.astype(np.float32)
        return short if np.array_equal(short, column, equal_nan=True) else column
    return column.astype(np.min_scalar_type(column.max(initial=0))) if column.dtype == np.uint64 else column


def _bits(sets: Sequence[Collection[str]], columns: dict[str, int], first: int = 0) -> Words:
    """(words, rows): bit ``first + columns[code]`` for every code that has a number."""
    bits = np.zeros((1 + (first + len(columns)) // 64, len(sets)), dtype=np.uint64)
    for row, codes in enumerate(sets):
        for code in codes:
            if code in columns:
                word, bit = divmod(first + columns[code], 64)
                bits[word, row] |= np.uint64(1 << bit)
    return bits


def _months(sets: Sequence[Collection[int]]) -> NDArray[np.uint16]:
    return np.array([sum(1 << month - 1 for month in months) or ALL_MONTHS for months in sets], dtype=np.uint16)


def _or_infinite(values: Numbers) -> Numbers:
    return np.where(np.isnan(values), np.inf, values)


def _points(rows: Sequence[Row]) -> Numbers:
    """(3, rows) on the unit sphere, NaN where the place is not known."""
    latitude = np.radians(numbers(rows, lambda row: row.latitude))
    longitude = np.radians(numbers(rows, lambda row: row.longitude))
    return np.stack(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)], axis=0
    )
