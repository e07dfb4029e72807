"""Municipalities as dots: the towns that take part in Japan, one town in its prefecture, one prefecture's towns."""

from collections.abc import Iterable

from flask import url_for
from markupsafe import Markup

from webapp.core.dotmap import Lit, bounds_of, dot_map
from webapp.core.i18n import gettext as _
from webapp.municipalities import gazetteer
from webapp.municipalities.boundaries.drawing import outline
from webapp.municipalities.models import Municipality


def map_of_japan(towns: Iterable[Municipality], title: str = "") -> Markup | None:
    """All municipalities, those that take part lit; None before the master is loaded."""
    points = gazetteer.points()
    if not points:
        return None
    return dot_map(
        points,
        _lit(towns),
        title=title or _("参加しているまちの地図"),
        description=_(
            "日本の市町村を点で表した地図です。色のついた点が参加しているまちで、選ぶとまちのページへ移ります。"
        ),
        named=True,
        outline=outline(),
    )


def map_of_prefecture(prefecture: Municipality, towns: Iterable[Municipality]) -> Markup | None:
    """One prefecture with the towns of it that take part."""
    points, lit = gazetteer.points(prefecture.code), _lit(towns)
    if not points:
        return None
    return dot_map(
        points,
        lit,
        title=_("%(name)sで参加しているまち", name=prefecture.short_name),
        description=_(
            "%(name)sの市町村を点で表した地図です。色のついた点が参加しているまちです。", name=prefecture.short_name
        ),
        bounds=bounds_of(points, shown=[(dot.lon, dot.lat) for dot in lit]),
        named=True,
        outline=outline(prefecture.code),
    )


def map_of_town(town: Municipality) -> Markup | None:
    """Where a town lies in its prefecture."""
    points = gazetteer.points(town.prefecture_code)
    if not points or town.longitude is None or town.latitude is None:
        return None
    return dot_map(
        points,
        [Lit(town.longitude, town.latitude, town.short_name)],
        title=_("%(town)sのだいたいの場所", town=town.full_name),
        description=_(
            "%(prefecture)sの中で、%(town)sを示した地図です。", prefecture=town.prefecture_label, town=town.short_name
        ),
        bounds=bounds_of(points, shown=[(town.longitude, town.latitude)]),
        named=True,
        outline=outline(town.prefecture_code),
    )


def _lit(towns: Iterable[Municipality]) -> list[Lit]:
    return [
        Lit(town.longitude, town.latitude, town.short_name, url_for("municipalities.show", code=town.code))
        for town in towns
        if town.longitude is not None and town.latitude is not None
    ]
