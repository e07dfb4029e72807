"""The facets of the search, made of what the kinds declare: names in an address, values, and what fits them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webapp.core.labels import Labelled
from webapp.listings.kinds import KINDS
from webapp.listings.kinds.ask import Ask, FacetKind, value_type
from webapp.listings.models import Listing, ListingKind

Mask = NDArray[np.bool_]
Values = NDArray[Any]
#: a choice that others fit as well: who buys can also have what is for sale or for rent
_FITS_TOO = {("deal", "sale"): ("both",), ("deal", "rent"): ("both",)}
_NAMES = {"monthly_cost": "rent"}
#: the ways to write that there is none
_NONE = ("なし", "無し", "無", "ない", "不可", "不明", "未定", "-", "－", "―", "×")
NOT_SAID = -1
YES = "1"


@dataclass(frozen=True)
class Facet:
    """One way to narrow the search of a kind. `arg` is its name in an address."""

    kind: ListingKind
    name: str
    arg: str
    ask: Ask
    options: type[Labelled] | None = None

    @property
    def key(self) -> tuple[ListingKind, str]:
        """Under which the answers are kept; both ends of a range of days share them."""
        return self.kind, self.name

    @property
    def type(self) -> FacetKind:
        """How it narrows."""
        assert self.ask.facet is not None, "only such questions become facets"
        return self.ask.facet

    @cached_property
    def values(self) -> tuple[str, ...]:
        """What can be chosen, as it is written in an address; a range of days takes any day."""
        if self.options is not None:
            return tuple(member.value for member in self.options)
        return tuple(str(step) for step in self.ask.steps) if self.is_by_number else (YES,)

    @property
    def is_by_number(self) -> bool:
        """Whether one of its steps is chosen."""
        return self.type in (FacetKind.AT_MOST, FacetKind.AT_LEAST)

    @property
    def is_from(self) -> bool:
        """Whether it is the first end of a range of days."""
        return self.arg.endswith("_from")

    def read(self, typed: str | None) -> str:
        """A value from an address; empty where it is none of ours."""
        if self.type is FacetKind.DAYS:
            return typed if typed and _day(typed) else ""
        return typed if typed in self.values else ""

    @property
    def dtype(self) -> Any:
        """How its answers are kept."""
        wide = {FacetKind.AT_MOST: np.float64, FacetKind.AT_LEAST: np.float64, FacetKind.DAYS: np.int32}
        return wide.get(self.type, np.int8)

    @property
    def blank(self) -> Any:
        """What is kept where nothing was answered."""
        return np.nan if self.is_by_number else NOT_SAID

    def answer(self, stored: Mapping[str, Any]) -> Any:
        """What is compared, from the details as they lie in the table."""
        return self.ask.facet_value(stored) if self.ask.facet_value else stored.get(self.name)

    @property
    def label(self) -> Any:
        """How the search asks."""
        return self.ask.facet_label or self.ask.label

    def kept(self, answers: Sequence[Any]) -> Values:
        """Answers as they stand in the table, as numbers."""
        keep, blank = _KEEPING[self.type], self.blank
        numbers = (blank if answer in (None, "", False) else keep(self, answer) for answer in answers)
        return np.fromiter(numbers, self.dtype, len(answers))

    @cached_property
    def codes(self) -> Mapping[str, int]:
        """The number of each value."""
        return {value: code for code, value in enumerate(self.values)}

    def fitting(self, chosen: str, answers: Values) -> Mask:
        """Which answers fit a chosen value."""
        if self.type is FacetKind.CHOICE:
            return _one_of(answers, self._codes(chosen))
        if self.type is FacetKind.DAYS:
            day = _day(chosen)
            return (answers >= day) if self.is_from else (answers > NOT_SAID) & (answers <= day)
        if self.is_by_number:
            return _within(answers, float(chosen), is_most=self.type is FacetKind.AT_MOST)
        fits: Mask = answers == 1
        return fits

    def counts(self, answers: Values) -> Mapping[str, int]:
        """How many of these answers fit each value."""
        if self.type is FacetKind.DAYS:
            return {}
        if self.type is FacetKind.CHOICE:
            numbers = np.bincount(answers[answers >= 0], minlength=len(self.values))
            return {value: int(sum(numbers[code] for code in self._codes(value))) for value in self.values}
        return {value: int(np.count_nonzero(self.fitting(value, answers))) for value in self.values}

    def _codes(self, chosen: str) -> list[int]:
        return [self.codes[value] for value in (chosen, *_FITS_TOO.get((self.name, chosen), ()))]


def _one_of(answers: Values, codes: list[int]) -> Mask:
    fits: Mask = answers == codes[0]
    for code in codes[1:]:
        fits = fits | (answers == code)
    return fits


def _within(answers: Values, limit: float, *, is_most: bool) -> Mask:
    with np.errstate(invalid="ignore"):
        fits: Mask = answers <= limit if is_most else answers >= limit
    return fits


def _code(facet: Facet, answer: Any) -> int:
    return facet.codes.get(answer, NOT_SAID)


def _says_more(_facet: Facet, answer: Any) -> int:
    words = str(answer).strip()
    return NOT_SAID if words in _NONE or words.startswith(("なし", "無し", "不可")) else 1


def _number(_facet: Facet, answer: Any) -> float:
    return float(answer) if isinstance(answer, int | float) else np.nan


def _ordinal(_facet: Facet, answer: Any) -> int:
    return _day(str(answer)) or NOT_SAID


def _day(typed: str) -> int:
    """A day as its number since year 1; zero where it is none."""
    try:
        return date.fromisoformat(typed).toordinal() if len(typed) == 10 else 0
    except ValueError:
        return 0


_KEEPING: Mapping[FacetKind, Callable[[Facet, Any], Any]] = {
    FacetKind.CHOICE: _code,
    FacetKind.FLAG: lambda _facet, _answer: 1,
    FacetKind.ANSWERED: _says_more,
    FacetKind.AT_MOST: _number,
    FacetKind.AT_LEAST: _number,
    FacetKind.DAYS: _ordinal,
}


@cache
def facets_of(kind: ListingKind) -> tuple[Facet, ...]:
    """The facets of a kind in the order of its questions."""
    return tuple(facet for name, ask in KINDS[kind].facets.items() for facet in _made(kind, name, ask))


def _made(kind: ListingKind, name: str, ask: Ask) -> list[Facet]:
    short = _NAMES.get(name, name)
    if ask.facet is FacetKind.DAYS:
        return [Facet(kind, name, f"{short}_{end}", ask) for end in ("from", "until")]
    if ask.facet is FacetKind.CHOICE:
        owner = Listing if name in KINDS[kind].columns else KINDS[kind].details
        return [Facet(kind, name, short, ask, value_type(owner, name))]
    prefix = {FacetKind.AT_MOST: "max_", FacetKind.AT_LEAST: "min_"}.get(ask.facet or FacetKind.FLAG, "")
    return [Facet(kind, name, prefix + short, ask)]


@cache
def all_facets() -> tuple[Facet, ...]:
    """The facets of every kind."""
    return tuple(facet for kind in KINDS for facet in facets_of(kind))
