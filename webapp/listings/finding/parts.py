"""The parts of a search in words: each can be taken off, and each knows the search without it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp.core.i18n import gettext as _
from webapp.core.i18n import measured
from webapp.core.templating import show_date
from webapp.listings.filters import Filters
from webapp.listings.finding.conditions import BANK, KIND, PLACE, WITHIN, word_part
from webapp.listings.finding.facets import Facet
from webapp.listings.kinds.ask import FacetKind, price_words
from webapp.listings.places import Layer
from webapp.municipalities import queries as municipalities
from webapp.municipalities.travel import time_words


@dataclass(frozen=True)
class Part:
    """One condition; `name` as in `conditions.Conditions.parts`."""

    name: str
    label: Any
    without: Filters


def parts(filters: Filters, layer: Layer, *, origin: str = "", bank: str = "") -> list[Part]:
    """Every condition in force; names of the place one starts from and of the bank are given."""
    return [*_words_and_places(filters, layer, origin, bank), *_facets(filters)]


def _words_and_places(filters: Filters, layer: Layer, origin: str, bank: str) -> Iterator[Part]:
    for word in filters.words:
        rest = " ".join(other for other in filters.words if other != word)
        yield Part(word_part(word), _("「%(word)s」", word=word), filters.but(q=rest))
    if filters.kind:
        yield Part(KIND, filters.kind.label, filters.but(kind=None))
    if filters.municipality:
        yield Part(PLACE, place_name(filters.municipality, layer), filters.but(municipality=""))
    elif filters.prefecture:
        yield Part(PLACE, place_name(filters.prefecture, layer), filters.but(prefecture=""))
    if bank:
        yield Part(BANK, bank, filters.but(bank=""))
    if origin and filters.within is not None:
        label = _("%(place)sから車で約%(time)sまで", place=origin, time=time_words(filters.within))
        yield Part(WITHIN, label, filters.but(within=None))


def _facets(filters: Filters) -> Iterator[Part]:
    for facet in filters.facets:
        if chosen := filters.value(facet.arg):
            yield Part(facet.arg, facet_words(facet, chosen), filters.without(facet.arg))


def facet_words(facet: Facet, chosen: str) -> Any:
    """A choice as one reads it away from its question: 「価格 300万円まで」."""
    if facet.type is FacetKind.CHOICE:
        return option_words(facet, chosen)
    if facet.type in (FacetKind.FLAG, FacetKind.ANSWERED):
        return facet.label
    return _("%(name)s %(value)s", name=facet.label, value=option_words(facet, chosen))


def option_words(facet: Facet, value: str) -> Any:
    """A choice beside its question."""
    if facet.options is not None:
        return facet.options(value).label
    if facet.type is FacetKind.DAYS:
        day = show_date(date.fromisoformat(value))
        return _("%(day)sから", day=day) if facet.is_from else _("%(day)sまで", day=day)
    amount = _amount(facet, int(value))
    if facet.type is FacetKind.AT_MOST:
        return _("%(price)sまで", price=amount) if int(value) else amount
    return _("%(amount)s以上", amount=amount) if facet.ask.say is None else _("%(year)sから", year=amount)


def _amount(facet: Facet, amount: int) -> str:
    if facet.ask.say is not None:
        return facet.ask.say(amount)
    return price_words(amount) if str(facet.ask.unit) == _("円") else measured(f"{amount:,}", facet.ask.unit)


def place_name(code: str, layer: Layer) -> str:
    """A place as the reader writes it."""
    known = layer.municipalities.get(code) or layer.prefectures.get(code)
    return known.label if known else municipalities.by_code(code).short_name
