"""The filters beside a list of listings: one field for each, with what it would leave, drawn once for the same numbers."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from flask import get_template_attribute
from markupsafe import Markup

from webapp.core.i18n import current_locale
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.listings.filters import MINUTES, Filters, Sort
from webapp.listings.finding.conditions import Known
from webapp.listings.finding.counts import Counts
from webapp.listings.finding.facets import YES, Facet, all_facets
from webapp.listings.finding.parts import option_words
from webapp.listings.kinds.ask import FacetKind
from webapp.listings.models import ListingKind
from webapp.listings.places import Layer, Place
from webapp.municipalities.travel import time_words

Numbers = tuple[tuple[str, int], ...]
ANY = _l("こだわらない")
TICKED = (FacetKind.FLAG, FacetKind.ANSWERED)


def fields(filters: Filters, layer: Layer, numbers: Counts, known: Known) -> list[Markup]:
    """The fields of the panel in their order."""
    found = [_places("prefecture", filters, layer, numbers)]
    if filters.prefecture and layer.in_prefecture(filters.prefecture):
        found.append(_places("municipality", filters, layer, numbers))
    found.append(_from_where(filters, numbers, known))
    locale = current_locale()
    for facet in filters.facets:
        if facet.type not in TICKED:
            given = _worth_showing(facet, filters, numbers)
            found.append(_facet(locale, facet.arg, facet.kind, filters.value(facet.arg), given))
    ticks = [facet for facet in filters.facets if facet.type in TICKED and _worth_showing(facet, filters, numbers)]
    if ticks:
        found.append(_ticks(ticks, filters, numbers))
    return [field for field in found if field]


def order_field(filters: Filters, known: Known) -> Markup:
    """How the list is ordered; by distance only where one starts somewhere, by size only for homes."""
    left_out = set() if known.origin else {Sort.NEAREST}
    if filters.looked_for not in (None, ListingKind.HOME):
        left_out.add(Sort.LARGEST)
    return _orders(current_locale(), filters.sort, tuple(sort for sort in Sort if sort not in left_out))


@lru_cache(maxsize=64)
def _orders(_locale: str, current: Sort, shown: tuple[Sort, ...]) -> Markup:
    return _pick("sort", _("並べ方"), [(sort.value, sort.label) for sort in shown], current.value, None)


def _worth_showing(facet: Facet, filters: Filters, numbers: Counts) -> Numbers:
    """Values that would leave something, and the one that is chosen."""
    chosen = filters.value(facet.arg)
    return tuple((value, n) for value, n in numbers.facets[facet.arg].items() if n or value == chosen)


@lru_cache(maxsize=2048)
def _facet(_locale: str, arg: str, kind: ListingKind, chosen: str, given: Numbers) -> Markup:
    facet = next(facet for facet in all_facets() if facet.arg == arg and facet.kind is kind)
    if facet.type is FacetKind.DAYS:
        label = _("%(name)s（この日から）", name=facet.label)
        label = label if facet.is_from else _("%(name)s（この日まで）", name=facet.label)
        return _draw("day", arg, label, chosen)
    if not given:
        return Markup()
    options = [(value, counted(option_words(facet, value), n)) for value, n in given]
    return _pick(arg, facet.label, options, chosen, str(ANY))


def _ticks(facets: Iterable[Facet], filters: Filters, numbers: Counts) -> Markup:
    rows = tuple((f.arg, str(f.label), numbers.facets[f.arg][YES], bool(filters.value(f.arg))) for f in facets)
    return _boxes(current_locale(), rows)


@lru_cache(maxsize=512)
def _boxes(_locale: str, rows: tuple[tuple[str, str, int, bool], ...]) -> Markup:
    items = [(arg, counted(label, n), is_on) for arg, label, n, is_on in rows]
    return _draw("boxes", _("こだわり"), items)


def _places(name: str, filters: Filters, layer: Layer, numbers: Counts) -> Markup:
    current = getattr(filters, name)
    shown = tuple(_place_numbers(name, filters, layer, numbers, current))
    return _place_select(current_locale(), name, current, shown)


def _place_numbers(
    name: str, filters: Filters, layer: Layer, numbers: Counts, current: str
) -> Iterator[tuple[str, str, int]]:
    places: Iterable[Place] = layer.prefectures.values()
    if name == "municipality":
        places = layer.in_prefecture(filters.prefecture)
    for place in places:
        number = numbers.places.get(place.code[:2] if name == "prefecture" else place.code, 0)
        if number or place.code == current:
            yield place.code, place.label, number


@lru_cache(maxsize=512)
def _place_select(_locale: str, name: str, current: str, shown: tuple[tuple[str, str, int], ...]) -> Markup:
    label = _("都道府県") if name == "prefecture" else _("市町村")
    return _pick(name, label, [(code, counted(words, n)) for code, words, n in shown], current, str(ANY))


def _from_where(filters: Filters, numbers: Counts, known: Known) -> Markup:
    typed = known.origin.typed if known.origin else filters.origin
    within = tuple((step, numbers.within[step]) for step in MINUTES if step in numbers.within)
    is_unknown = bool(filters.origin) and known.origin is None
    return _starting(current_locale(), typed, is_unknown, filters.within, within)


@lru_cache(maxsize=512)
def _starting(
    _locale: str, typed: str, is_unknown: bool, chosen: int | None, within: tuple[tuple[int, int], ...]
) -> Markup:
    field = _draw("starting", typed, is_unknown)
    if not within:
        return field
    options = [(str(step), counted(_("車で約%(time)sまで", time=time_words(step)), n)) for step, n in within]
    return field + _pick("within", _("移動時間（目安）"), options, str(chosen or ""), str(ANY))


def counted(words: Any, number: int) -> str:
    """A choice with how many listings it would leave."""
    return _("%(name)s（%(count)s件）", name=words, count=f"{number:,}")


def _pick(*given: Any) -> Markup:
    draw = get_template_attribute("components/pick.html", "pick")
    return Markup(draw(*given))  # noqa: S704 - a macro's own, escaped output


def _draw(macro: str, *given: Any) -> Markup:
    draw = get_template_attribute("listings/_filters.html", macro)
    return Markup(draw(*given))  # noqa: S704 - a macro's own, escaped output
