"""Listings as dots: all of Japan, one prefecture, or one place. Drawn once a search, with the numbers of its list."""

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from webapp.core.dotmap import Lit, Points, bounds_of, dot_map
from webapp.core.i18n import current_locale
from webapp.core.i18n import gettext as _
from webapp.core.outlines import Outline
from webapp.core.templating import link
from webapp.listings.filters import Filters, Sort
from webapp.listings.places import Layer, Place
from webapp.listings.search import Found
from webapp.municipalities.boundaries.drawing import JAPAN, outline
from webapp.municipalities.models import Municipality

MOST_KEPT = 64


def map_for(filters: Filters, layer: Layer, found: Found) -> Markup | None:
    """The map beside a list: the chosen prefecture's, else that of Japan; None while no place is known.

    A dot counts what fits all conditions but the place, as the filter by place does.
    """
    chosen = layer.prefectures.get(filters.prefecture or f"{filters.municipality[:2]}0000")
    chosen = chosen or next((p for p in layer.prefectures.values() if p.code[:2] == filters.municipality[:2]), None)
    drawn = found.kept.drawn
    key = (current_locale(), layer.read_at, filters.but(sort=Sort.NEWEST))
    if key not in drawn:
        if len(drawn) >= MOST_KEPT:
            drawn.clear()
        numbers = found.counts.places
        drawn[key] = _prefecture(chosen, filters, numbers, layer) if chosen else _japan(filters, numbers, layer)
    picture: Markup | None = drawn[key]
    return picture


def small_map(place: Municipality, layer: Layer) -> Markup | None:
    """Where a town lies in its prefecture."""
    key = (current_locale(), "place", place.code)
    if key not in layer.drawn:
        layer.drawn[key] = _place(place, layer)
    drawn: Markup | None = layer.drawn[key]
    return drawn


def _japan(filters: Filters, numbers: Mapping[str, int], layer: Layer) -> Markup | None:
    if not layer.points:
        return None
    places = ((place, numbers.get(place.code[:2], 0)) for place in layer.prefectures.values())
    return dot_map(
        _everywhere(layer),
        _lit(filters, places, is_prefecture=True),
        title=_("掲載のある都道府県"),
        description=_("点の大きさは、いまの条件に合う掲載の数です。点を選ぶと、その都道府県の掲載にしぼります。"),
        ident="map",
        outline=_lines(layer),
    )


def _everywhere(layer: Layer) -> Points:
    """All places of a layer, put together once."""
    key = ("points", JAPAN)
    if key not in layer.drawn:
        layer.drawn[key] = Points(point for points in layer.points.values() for point in points)
    found: Points = layer.drawn[key]
    return found


def _prefecture(place: Place, filters: Filters, numbers: Mapping[str, int], layer: Layer) -> Markup | None:
    points = layer.points.get(place.code)
    if not points:
        return None
    lit = _lit(filters, ((town, numbers.get(town.code, 0)) for town in layer.in_prefecture(place.code)))
    return dot_map(
        points,
        lit,
        title=_("%(name)sの掲載", name=place.label),
        description=_("点の大きさは、いまの条件に合う掲載の数です。点を選ぶと、その市町村の掲載にしぼります。"),
        bounds=bounds_of(points, shown=[(dot.lon, dot.lat) for dot in lit]),
        named=True,
        outline=_lines(layer, place.code),
    )


def _lines(layer: Layer, prefecture_code: str = JAPAN) -> Outline | None:
    """The lines of a prefecture or of all of Japan, asked for once a layer: new ones are seen within a minute."""
    key = ("lines", prefecture_code)
    if key not in layer.drawn:
        layer.drawn[key] = outline(prefecture_code)
    drawn: Outline | None = layer.drawn[key]
    return drawn


def _lit(filters: Filters, places: Iterable[tuple[Place, int]], *, is_prefecture: bool = False) -> list[Lit]:
    """The places with something to show; their links keep every other condition."""
    kind = filters.looked_for.value if filters.looked_for else "town"
    lit = []
    for place, count in places:
        if not count or place.longitude is None or place.latitude is None:
            continue
        narrower = filters.but(
            prefecture=place.code if is_prefecture else place.prefecture_code,
            municipality="" if is_prefecture else place.code,
        )
        label = _("%(name)s、%(count)s件", name=place.label, count=count)
        lit.append(Lit(place.longitude, place.latitude, label, link("listings.search", **narrower.args()), kind, count))
    return lit


def _place(place: Municipality, layer: Layer) -> Markup | None:
    points = layer.points.get(place.prefecture_code)
    if not points or place.longitude is None or place.latitude is None:
        return None
    return dot_map(
        points,
        [Lit(place.longitude, place.latitude, place.short_name)],
        title=_("%(town)sのだいたいの場所", town=place.full_name),
        description=_(
            "%(prefecture)sの中で、%(town)sを示した地図です。", prefecture=place.prefecture_label, town=place.short_name
        ),
        bounds=bounds_of(points, shown=[(place.longitude, place.latitude)]),
        named=True,
        outline=_lines(layer, place.prefecture_code),
    )
