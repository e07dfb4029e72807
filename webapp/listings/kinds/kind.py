"""A kind of listing: its typed details, its sections, what decides, what must not be missing, what others build on it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.listings.kinds.ask import Ask, Details, Fact, is_open, shown
from webapp.listings.models import ListingKind

#: columns of every listing that a sheet has in front of the kind's own
COMMON: Mapping[str, Ask] = {
    "title": Ask(_l("題名"), must=True, max_length=80),
    "summary": Ask(_l("短い紹介"), must=True),
    "body": Ask(_l("くわしい説明"), must=True, is_long=True, max_length=4000),
    "drawbacks": Ask(_l("知っておいてほしいこと"), is_long=True, max_length=1000),
    "as_of": Ask(_l("情報の時点")),
    "expires_on": Ask(_l("掲載の期限"), must=True),
}


class Use(Labelled):
    """What can be booked at a listing, on its calendar."""

    VIEWING = "viewing", _l("見学")
    SEAT = "seat", _l("席・部屋")
    STAY = "stay", _l("滞在")


@dataclass(frozen=True)
class Section:
    """Questions that belong together: one step of the form, one part of the page."""

    id: str
    label: Any
    names: tuple[str, ...]
    lead: Any = ""
    is_honest: bool = False  # what does not suit everybody: shown calmly in its own place


def nothing(_row: Any, _details: Any) -> list[Any]:
    """No fact, no further question."""
    return []


def underived(_row: Any, _details: Any) -> dict[str, Any]:
    """Nothing follows from other answers."""
    return {}


def unsaid(_details: Any) -> bool | None:
    """Its answers do not say it."""
    return None


def any_month(_details: Any) -> frozenset[int]:
    """It is not bound to any."""
    return frozenset()


def no_day(_row: Any, _details: Any) -> date | None:
    """It ends only by the day its maker gave."""
    return None


def always(_row: Any, _details: Any, _name: str) -> bool:
    """Every question is asked."""
    return True


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
    sections: tuple[Section, ...] = ()
    applies: Callable[[Any, Any, str], bool] = always  # whether a question is asked, by the answers given so far
    objections: Callable[[Any, Any], list[str]] = nothing  # sentences that keep it from being shown
    last_day: Callable[[Any, Any], date | None] = no_day  # by its own answers it is over after this day
    derived: Callable[[Any, Any], dict[str, Any]] = underived  # what the page says where a question was left open
    drawn_apart: tuple[str, ...] = ()  # answers that the kind's own template shows in its own way
    besides: Callable[[Any, Any], dict[str, Any]] = underived  # what the kind's own template shows besides
    shows_services: bool = False  # its page lists the daily services that reach it
    quick: tuple[str, ...] = ()  # columns that may change while everybody looks
    bookable: tuple[Use, ...] = ()
    applicable: bool = False  # people apply to it, and are selected
    is_matched: bool = True  # suggested to residents
    weekend_ok: Callable[[Any], bool | None] = unsaid  # whether weekends and holidays are enough for it
    months: Callable[[Any], frozenset[int]] = any_month  # in which it takes place; empty for the whole year
    called: Callable[[Any], Any] | None = None  # what one of it is called, where its answers say more than the kind
    also_found_by: str = ""  # further words by which people look for it

    @property
    def icon(self) -> str:
        """The name of its icon and of its drawn scene."""
        return self.kind.value

    def label_of(self, details: Mapping[str, Any]) -> Any:
        """What a listing with these details is called on its card and page."""
        return self.kind.label if self.called is None else self.called(self.details.read(details))

    @cached_property
    def asks(self) -> dict[str, Ask]:
        """Every question of the kind's own steps, columns first."""
        return {**self.columns, **self.details.asks()}

    @cached_property
    def facets(self) -> dict[str, Ask]:
        """The questions by whose answers the search narrows: field name → question."""
        return {name: ask for name, ask in self.asks.items() if ask.facet is not None}

    @cached_property
    def headings(self) -> dict[str, str]:
        """The columns of a sheet of this kind: field name → heading, in order."""
        return {name: ask.column for name, ask in {**COMMON, **self.asks}.items()}

    @cached_property
    def all_sections(self) -> tuple[Section, ...]:
        """Its sections; what none of them names stands in a last one."""
        named = {name for section in self.sections for name in section.names}
        rest = tuple(name for name in self.asks if name not in named)
        last = Section("more", _l("くわしい情報") if not self.sections else _l("そのほか"), rest)
        return (*self.sections, last) if rest else self.sections

    def deciding_facts(self, row: Any, details: Mapping[str, Any] | None = None) -> list[Fact]:
        """Up to three facts that decide; `row` has the columns of a listing, or of a card whose details are given."""
        facts = self.deciding(row, self.details.read(row.details if details is None else details))
        return [(label, value) for label, value in facts if value not in (None, "")][:3]

    def facts(self, row: Any) -> list[Fact]:
        """Every public answer with its label; dates stay dates."""
        return [fact for _section, facts in self.facts_by_section(row) for fact in facts]

    def facts_by_section(self, row: Any) -> list[tuple[Section, list[Fact]]]:
        """The public answers under their sections; a section without any is left out."""
        details = self.details.read(row.details)
        known = self.derived(row, details)
        found = []
        for section in self.all_sections:
            names = [n for n in section.names if n not in self.drawn_apart and self.applies(row, details, n)]
            answers = [(self.asks[name], known.get(name) or self._value(row, details, name)) for name in names]
            facts = [(ask.label, shown(value, ask)) for ask, value in answers if ask.is_public and not is_open(value)]
            if facts:
                found.append((section, facts))
        return found

    def steps(self, row: Any) -> list[Section]:
        """The sections whose questions are asked, by what is answered so far, each with these questions only."""
        details = self.details.read(row.details)
        asked = [
            replace(section, names=tuple(n for n in section.names if self.applies(row, details, n)))
            for section in self.all_sections
        ]
        return [section for section in asked if section.names]

    def kept(self, row: Any) -> dict[str, Any]:
        """The details without answers to questions that are not asked: of a form of work that was chosen before."""
        details = self.details.read(row.details)
        return {name: value for name, value in details.stored().items() if self.applies(row, details, name)}

    def missing(self, row: Any) -> list[str]:
        """The labels of what must be answered before the listing can be sent or published."""
        return list(dict.fromkeys(str(self.asks[name].label) for name in self.missing_names(row)))

    def missing_names(self, row: Any) -> list[str]:
        """The fields of what must be answered, in the order of the questions."""
        details = self.details.read(row.details)
        also = [id(ask) for ask in self.also_missing(row, details)]
        return [
            name
            for name, ask in self._asked(row, details)
            if id(ask) in also or (ask.must and is_open(self._value(row, details, name)))
        ]

    def refusals(self, row: Any) -> list[str]:
        """Sentences about answers that cannot stand, as they would stand in public."""
        details = self.details.read(row.details)
        found = []
        for name, ask in self._asked(row, details):
            if why := ask.refuses(self._value(row, details, name)):
                found.append(_("「%(name)s」：%(why)s", name=ask.label, why=why))
        return [*found, *self.objections(row, details)]

    def _asked(self, row: Any, details: Details) -> Iterator[tuple[str, Ask]]:
        return ((name, ask) for name, ask in self.asks.items() if self.applies(row, details, name))

    def _value(self, row: Any, details: Details, name: str) -> Any:
        return getattr(row if name in self.columns else details, name)
