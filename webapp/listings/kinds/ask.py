"""One question about a listing, what is declared with it, and the typed details that hold the answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Self, get_args, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError

from webapp.core.i18n import DEFAULT_LOCALE, in_language, is_japanese, measured
from webapp.core.i18n import gettext as _
from webapp.core.labels import Labelled

Fact = tuple[Any, Any]


class FacetKind(StrEnum):
    """How the search narrows by an answer."""

    CHOICE = "choice"  # one value of an enum
    FLAG = "flag"  # ticked
    ANSWERED = "answered"  # a text that says more than "none"
    AT_MOST = "at_most"  # a number up to one of `steps`
    AT_LEAST = "at_least"  # a number from one of `steps` on
    DAYS = "days"  # a day within a range


@dataclass(frozen=True)
class Ask:
    """One question about a listing; as metadata of a field of `Details`, or of a column of the listing."""

    label: Any
    hint: Any = ""
    unit: Any = ""
    must: bool = False  # nothing is sent to the municipality without it
    is_long: bool = False
    is_public: bool = True
    high: int = 2_000_000_000
    max_length: int = 200
    say: Callable[[Any], str] | None = None  # for answers that are no amounts: years, months
    check: Callable[[Any], str] | None = None  # a sentence why an answer cannot stand; empty when it can
    facet: FacetKind | None = None
    steps: tuple[int, ...] = ()  # of a facet by number
    facet_value: Callable[[Mapping[str, Any]], Any] | None = (
        None  # of the stored answers, where one alone says too little
    )
    facet_label: Any = ""  # how the search asks, where the question's own words do not fit
    heading: str = ""  # of its column in a sheet, where the label alone would repeat

    @property
    def column(self) -> str:
        """The heading of its column in a sheet; always Japanese, so that a sheet fits whoever reads it."""
        with in_language(DEFAULT_LOCALE):
            return self.heading or str(self.label)

    def refuses(self, value: Any) -> str:
        """Why an answer cannot stand, as a sentence; empty when it can, or was left open."""
        return "" if self.check is None or is_open(value) else self.check(value)


class Details(BaseModel):
    """Base of every kind's details. Unknown keys of older rows are dropped; every field can be left open."""

    model_config = ConfigDict(extra="ignore")

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """Details as they lie in the table; a value that no longer fits is left out, the others stay."""
        try:
            return cls.model_validate(stored)
        except ValidationError as error:
            wrong = {str(problem["loc"][0]) for problem in error.errors() if problem["loc"]}
            return cls.model_validate({key: value for key, value in stored.items() if key not in wrong})

    def stored(self) -> dict[str, Any]:
        """As they are kept: without what was left open."""
        return {key: value for key, value in self.model_dump(mode="json").items() if not is_open(value)}

    @classmethod
    @cache
    def asks(cls) -> Mapping[str, Ask]:
        """Field name → question, in order."""
        fields = cls.model_fields.items()
        return {name: rule for name, info in fields for rule in info.metadata if isinstance(rule, Ask)}


def value_type(owner: type[Any], name: str) -> type[Any]:
    """The plain type of an optional field: `Annotated[int | None, …]` → int."""
    hint: type[Any] = get_type_hints(owner)[name]
    return next((part for part in get_args(hint) if part is not type(None)), hint)


def is_open(value: Any) -> bool:
    """Not answered, or a box that was not ticked; zero is an answer."""
    return value is None or value is False or value == ""


def shown(value: Any, ask: Ask) -> Any:
    """An answer in words; a date is left to the page."""
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    if isinstance(value, Labelled):
        return value.label
    if ask.say is not None:
        return ask.say(value)
    if isinstance(value, int | float):
        return measured(f"{value:,.12g}", ask.unit)
    return value if isinstance(value, date) else measured(str(value), ask.unit)


def year_words(year: int) -> str:
    """A year, which is no amount: 1975年."""
    return _("%(year)s年", year=year)


def unanswered(details: Details, names: tuple[str, ...]) -> list[Ask]:
    """The questions of these fields that are still open."""
    asks = details.asks()
    return [asks[name] for name in names if is_open(getattr(details, name))]


def price_words(amount: int | None) -> str:
    """A large amount as people say it: 3,500,000 → 350万円, in English 3,500,000 yen; 0 → 無償."""
    if amount is None:
        return ""
    if amount == 0:
        return _("無償（0円）")
    if amount >= 10_000 and amount % 1000 == 0 and is_japanese():
        return _("%(amount)s万円", amount=f"{amount / 10_000:,.10g}")
    return _("%(amount)s円", amount=f"{amount:,}")
