"""The answers of several homes as rows that can be read across, and what is the same in all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp.core.actor import Actor
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.templating import show_date
from webapp.listings import queries
from webapp.listings.kinds import kind_of
from webapp.listings.models import ListingKind
from webapp.listings.queries import Shown

MOST = 4


@dataclass(frozen=True)
class Row:
    """One question with the answer of each home in order; an open one is an empty text."""

    label: str
    answers: tuple[Any, ...]

    @property
    def is_same(self) -> bool:
        """Whether it tells the homes apart: an answer that all give alike does not."""
        return len({str(answer) for answer in self.answers}) == 1


@dataclass(frozen=True)
class Part:
    """Rows under one heading."""

    label: str
    rows: tuple[Row, ...]


def homes_for(actor: Actor, ids: Sequence[str]) -> list[Shown]:
    """The homes among these ids that the actor may see, in the order asked for, at most four."""
    found = []
    for listing_id in dict.fromkeys(ids):
        try:
            home = queries.shown_for(actor, listing_id)
        except NotThere:
            continue
        if home.listing.kind is ListingKind.HOME:
            found.append(home)
    return found[:MOST]


def parts_of(homes: Sequence[Shown], *, only_different: bool = False) -> list[Part]:
    """What the homes answer, by section of the form, in its order; sections without an answer are left out."""
    sections: dict[str, tuple[str, dict[str, list[Any]]]] = {}
    for place, home in enumerate(homes):
        for section, facts in kind_of(home.listing.kind).facts_by_section(home.listing):
            _label, rows = sections.setdefault(section.id, (str(section.label), {}))
            for label, value in facts:
                rows.setdefault(str(label), [""] * len(homes))[place] = _words(value)
    order = [section.id for section in kind_of(ListingKind.HOME).all_sections]
    parts = [Part(_("はじめに"), _first_rows(homes))]
    for ident in sorted(sections, key=order.index):
        label, rows = sections[ident]
        parts.append(Part(label, tuple(Row(name, tuple(answers)) for name, answers in rows.items())))
    if only_different:
        parts = [Part(part.label, tuple(row for row in part.rows if not row.is_same)) for part in parts]
    return [part for part in parts if part.rows]


def _first_rows(homes: Sequence[Shown]) -> tuple[Row, ...]:
    rows = (
        (_("場所"), [home.place.full_name for home in homes]),
        (_("情報の時点"), [_words(home.listing.as_of) for home in homes]),
        (_("知っておいてほしいこと"), [home.listing.drawbacks for home in homes]),
    )
    return tuple(Row(label, tuple(answers)) for label, answers in rows if any(answers))


def _words(value: Any) -> Any:
    return show_date(value) if isinstance(value, date) else ("" if value is None else value)
