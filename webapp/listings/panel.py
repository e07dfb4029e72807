"""The filters beside a list of listings: one select for each, drawn once for each choice."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import get_template_attribute
from markupsafe import Markup

from webapp.core.i18n import current_locale
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.listings.filters import PRICE_STEPS, RENT_STEPS, Filters, Sort
from webapp.listings.kinds.ask import price_words
from webapp.listings.models import Deal, ListingKind
from webapp.listings.places import Layer

Options = list[tuple[str, Any]]
_LABELS = {
    "prefecture": _l("都道府県"),
    "municipality": _l("市町村"),
    "deal": _l("売る・貸す"),
    "max_price": _l("売買の価格"),
    "max_rent": _l("家賃（月）"),
    "sort": _l("並べ方"),
}


def selects(filters: Filters, layer: Layer) -> list[Markup]:
    """The selects of the panel; they are kept with the layer, whose places they name."""
    return [_select(name, str(getattr(filters, name)), filters, layer) for name in _names(filters, layer)]


def limit_words(amount: int) -> str:
    """A highest price in words: 300万円まで."""
    return _("%(price)sまで", price=price_words(amount)) if amount else price_words(0)


def _names(filters: Filters, layer: Layer) -> Iterator[str]:
    """Only a home has a price or a rent, and towns are chosen within a prefecture."""
    yield "prefecture"
    if filters.prefecture and layer.in_prefecture(filters.prefecture):
        yield "municipality"
    if filters.kind in (None, ListingKind.HOME):
        yield from ("deal", "max_price", "max_rent")
    yield "sort"


def _select(name: str, current: str, filters: Filters, layer: Layer) -> Markup:
    also = (filters.prefecture, str(filters.kind)) if name == "municipality" else ()
    key = (current_locale(), "select", name, current, *also)
    if key not in layer.drawn:
        draw = get_template_attribute("listings/_filters.html", "pick")
        options = _OPTIONS[name](filters, layer)
        any_label = None if name == "sort" else _("こだわらない")
        drawn = draw(name, _LABELS[name], options, current, any_label)
        layer.drawn[key] = Markup(drawn)  # noqa: S704 - a macro's own, escaped output
    kept: Markup = layer.drawn[key]
    return kept


def _prefectures(_filters: Filters, layer: Layer) -> Options:
    return [(place.code, place.label) for place in layer.prefectures.values()]


def _towns(filters: Filters, layer: Layer) -> Options:
    towns = layer.in_prefecture(filters.prefecture)
    return [(t.code, _("%(name)s（%(count)s件）", name=t.label, count=t.count(filters.kind))) for t in towns]


_OPTIONS: dict[str, Callable[[Filters, Layer], Options]] = {
    "prefecture": _prefectures,
    "municipality": _towns,
    "deal": lambda _filters, _layer: Deal.choices(),
    "max_price": lambda _filters, _layer: [(str(step), limit_words(step)) for step in PRICE_STEPS],
    "max_rent": lambda _filters, _layer: [(str(step), limit_words(step)) for step in RENT_STEPS],
    "sort": lambda _filters, _layer: Sort.choices(),
}
