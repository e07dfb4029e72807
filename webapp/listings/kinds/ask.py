"""How a kind of listing describes itself: typed details, what is asked, what decides, what must not be missing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Self, get_args, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError

from webapp.core.i18n import DEFAULT_LOCALE, current_locale, measured
from webapp.core.i18n import gettext as _
from webapp.core.labels import Labelled
from webapp.listings.models import ListingKind

Fact = tuple[Any, Any]


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


def nothing(_row: Any, _details: Any) -> list[Any]:
    """No fact, no further question."""
    return []


@dataclass(frozen=True)
class Kind:
    """One kind of listing. `columns` are asked together with the details but live in columns of the listing."""

    kind: ListingKind
    details: type[Details]
    invitation: Any
    columns: Mapping[str, Ask] = field(default_factory=dict)
    deciding: Callable[[Any, Any], list[Fact]] = nothing
    also_missing: Callable[[Any, Any], list[Ask]] = nothing
    needs_consent: bool = False

    @property
    def icon(self) -> str:
        """The name of its icon and of its drawn scene."""
        return self.kind.value

    @property
    def asks(self) -> dict[str, Ask]:
        """Every question of the kind's own step, columns first."""
        return {**self.columns, **self.details.asks()}

    def deciding_facts(self, row: Any, details: Mapping[str, Any] | None = None) -> list[Fact]:
        """Up to three facts that decide; `row` has the columns of a listing, or of a card whose details are given."""
        facts = self.deciding(row, self.details.read(row.details if details is None else details))
        return [(label, value) for label, value in facts if value not in (None, "")][:3]

    def facts(self, row: Any) -> list[Fact]:
        """Every public answer with its label; dates stay dates."""
        details = self.details.read(row.details)
        answers = [(ask, getattr(row, name)) for name, ask in self.columns.items()]
        answers += [(ask, getattr(details, name)) for name, ask in self.details.asks().items()]
        return [(ask.label, shown(value, ask)) for ask, value in answers if ask.is_public and not is_open(value)]

    def missing(self, row: Any) -> list[str]:
        """The names of what must be answered before the listing can be sent or published."""
        details = self.details.read(row.details)
        open_asks = [ask for name, ask in self.columns.items() if ask.must and is_open(getattr(row, name))]
        open_asks += [ask for name, ask in details.asks().items() if ask.must and is_open(getattr(details, name))]
        return [str(ask.label) for ask in [*open_asks, *self.also_missing(row, details)]]


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
    if amount >= 10_000 and amount % 1000 == 0 and current_locale() == DEFAULT_LOCALE:
        return _("%(amount)s万円", amount=f"{amount / 10_000:,.10g}")
    return _("%(amount)s円", amount=f"{amount:,}")
