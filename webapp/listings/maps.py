"""Listings as dots: all of Japan, one prefecture, or one place. Drawn once a layer, so a page costs nothing for it."""

from flask import url_for
from markupsafe import Markup

from webapp.core.dotmap import Lit, bounds_of, dot_map
from webapp.core.i18n import current_locale
from webapp.core.i18n import gettext as _
from webapp.listings.filters import Filters
from webapp.listings.models import ListingKind
from webapp.listings.places import Layer, Place
from webapp.municipalities.models import Municipality


def map_for(filters: Filters, layer: Layer) -> Markup | None:
    """The map beside a list: the chosen prefecture's, else that of Japan; None while no place is known."""
    chosen = layer.prefectures.get(filters.prefecture or f"{filters.municipality[:2]}0000")
    chosen = chosen or next((p for p in layer.prefectures.values() if p.code[:2] == filters.municipality[:2]), None)
    kind = filters.looked_for
    key = (current_locale(), kind.value if kind else "", chosen.code if chosen else "")
    if key not in layer.drawn:
        layer.drawn[key] = _prefecture(chosen, kind, layer) if chosen else _japan(kind, layer)
    drawn: Markup | None = layer.drawn[key]
    return drawn


def small_map(place: Municipality, layer: Layer) -> Markup | None:
    """Where a town lies in its prefecture."""
    key = (current_locale(), "place", place.code)
    if key not in layer.drawn:
        layer.drawn[key] = _place(place, layer)
    drawn: Markup | None = layer.drawn[key]
    return drawn


def _japan(kind: ListingKind | None, layer: Layer) -> Markup | None:
    if not layer.points:
        return None
    lit = [dot for place in layer.prefectures.values() if (dot := _lit(place, kind, is_prefecture=True))]
    return dot_map(
        [point for points in layer.points.values() for point in points],
        lit,
        title=_("掲載のある都道府県"),
        description=_("点の大きさは掲載の数です。点を選ぶと、その都道府県の掲載にしぼります。"),
        ident="map",
    )


def _prefecture(place: Place, kind: ListingKind | None, layer: Layer) -> Markup | None:
    points = layer.points.get(place.code)
    if not points:
        return None
    lit = [dot for town in layer.in_prefecture(place.code) if (dot := _lit(town, kind))]
    return dot_map(
        points,
        lit,
        title=_("%(name)sの掲載", name=place.label),
        description=_("点の大きさは掲載の数です。点を選ぶと、その市町村の掲載にしぼります。"),
        bounds=bounds_of(points, shown=[(dot.lon, dot.lat) for dot in lit]),
        named=True,
    )


def _lit(place: Place, kind: ListingKind | None, *, is_prefecture: bool = False) -> Lit | None:
    count = place.count(kind)
    if not count or place.longitude is None or place.latitude is None:
        return None
    shown = Filters(kind=kind, prefecture=place.code if is_prefecture else place.prefecture_code)
    shown = shown if is_prefecture else shown.but(municipality=place.code)
    href = url_for("listings.search", **shown.args())
    label = _("%(name)s、%(count)s件", name=place.label, count=count)
    return Lit(place.longitude, place.latitude, label, href, kind.value if kind else "town", count)


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
    )
