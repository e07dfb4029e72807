"""A dot map of Japan, or of one prefecture, drawn by the server as SVG: every municipality a dot, some of them lit."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import cos, dist, radians, sqrt

from markupsafe import Markup

from webapp.core.i18n import gettext as _
from webapp.core.outlines import Outline, path_of

Point = tuple[float, float]
#: longitude and latitude of the south-west, then of the north-east corner, in degrees
Bounds = tuple[float, float, float, float]

JAPAN: Bounds = (128.2, 30.1, 146.1, 45.75)
#: what lies in these boxes is moved, in degrees, as on most Japanese maps: Okinawa with Amami, and Ogasawara
_MOVED: tuple[tuple[Bounds, Point], ...] = (
    ((122.0, 23.5, 132.0, 29.2), (5.4, 15.2)),
    ((140.5, 23.5, 154.5, 29.2), (1.6, 3.9)),
)
#: thin lines that part the moved islands from the main map, as longitude and latitude
_PARTING: tuple[tuple[Point, ...], ...] = (
    ((128.2, 38.6), (134.4, 38.6), (137.6, 41.4), (137.6, 45.6)),
    ((142.6, 30.2), (142.6, 31.4), (143.4, 32.0), (146.0, 32.0)),
)
_HEIGHT = 7000
#: places further apart than this belong to different parts of a prefecture (degrees); what share the main part has
_GAP, _MOST = 0.6, 0.75
#: room for one Japanese sign and one Latin letter of a name, in units of the drawing
_SIGN, _LETTER = 300, 175
_AFTER_NAME = re.compile("、|, ")


class Points(tuple[Point, ...]):
    """Places that are drawn again and again: the hash, by which what was drawn of them is found, is taken once."""

    @cached_property
    def _hash(self) -> int:
        return super().__hash__()

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True)
class Lit:
    """A municipality that stands out: where it is, what a reader is told, where a click leads, how much is there."""

    lon: float
    lat: float
    label: str
    href: str = ""
    kind: str = "town"
    weight: float = 1.0


@dataclass(frozen=True)
class _Spot:
    """A lit municipality in the drawing, in its units."""

    dot: Lit
    x: int
    y: int
    radius: int


@dataclass(frozen=True)
class Frame:
    """A projection: equirectangular, longitudes shortened by the cosine of the middle latitude."""

    bounds: Bounds
    whole_country: bool

    @cached_property
    def scale(self) -> float:
        """Units of the drawing per degree of latitude."""
        return _HEIGHT / (self.bounds[3] - self.bounds[1])

    @cached_property
    def narrowing(self) -> float:
        """How much shorter a degree of longitude is than one of latitude."""
        return cos(radians((self.bounds[1] + self.bounds[3]) / 2))

    @cached_property
    def width(self) -> int:
        """Width of the drawing in its own units; the height is always 7,000."""
        return round((self.bounds[2] - self.bounds[0]) * self.narrowing * self.scale)

    @property
    def height(self) -> int:
        """Height of the drawing in its own units."""
        return _HEIGHT

    def place(self, lon: float, lat: float) -> tuple[int, int] | None:
        """The spot of a place in the drawing, or None when it lies outside."""
        x, y = self.spot(lon, lat)
        return (x, y) if 0 <= x <= self.width and 0 <= y <= _HEIGHT else None

    def spot(self, lon: float, lat: float) -> tuple[int, int]:
        """The same for places outside too."""
        if self.whole_country:
            lon, lat = _moved(lon, lat)
        west, _south, _east, north = self.bounds
        return round((lon - west) * self.narrowing * self.scale), round((north - lat) * self.scale)


def _moved(lon: float, lat: float) -> Point:
    for (west, south, east, north), (by_lon, by_lat) in _MOVED:
        if west <= lon <= east and south <= lat <= north:
            return lon + by_lon, lat + by_lat
    return lon, lat


def bounds_of(points: Iterable[Point], margin: float = 0.12, shown: Iterable[Point] = ()) -> Bounds:
    """The box round some places (degrees), widened so that it is neither a sliver nor too tight.

    Far islands that would stretch the map, as Tokyo's do, are left outside, unless one of them is to be `shown`:
    `dot_map` then says so. Raises ValueError when there are no points.
    """
    known = tuple(points)
    main = _main_part(known)
    points = main if set(shown) <= set(main) else known
    lons, lats = zip(*points, strict=True)
    middle_lon, middle_lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    narrowing = cos(radians(middle_lat))
    high = max(max(lats) - min(lats), 0.25) * (1 + 2 * margin)
    wide = max(max(lons) - min(lons), 0.25) * narrowing * (1 + 2 * margin)
    high, wide = max(high, wide / 1.6), max(wide, high * 0.8) / narrowing
    return middle_lon - wide / 2, middle_lat - high / 2, middle_lon + wide / 2, middle_lat + high / 2


@lru_cache(maxsize=64)
def _main_part(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """The biggest group of places without a gap of 60 km, where it alone makes a map of less than a third."""
    groups: list[list[Point]] = []
    for point in points:
        near = [group for group in groups if any(dist(point, other) < _GAP for other in group)]
        groups = [group for group in groups if group not in near] + [[point, *(p for group in near for p in group)]]
    main = tuple(sorted(groups, key=len)[-1]) if groups else points
    is_most = len(main) >= _MOST * len(points)
    return main if is_most and main and _spread(main) < _spread(points) / 3 else points


def _spread(points: tuple[Point, ...]) -> float:
    """How much of the map some places take: the longer side of their box, in degrees."""
    return float(max(max(side) - min(side) for side in zip(*points, strict=True)))


def dot_map(
    points: Sequence[Point],
    lit: Sequence[Lit] = (),
    *,
    title: str,
    description: str,
    ident: str = "map",
    bounds: Bounds | None = None,
    own: Sequence[Point] = (),
    named: bool = False,
    slow: bool = False,
    outline: Outline | None = None,
) -> Markup:
    """An SVG of all `points` (longitude, latitude in degrees) as faint dots with the `lit` ones above them.

    `bounds` shows one part of the country (see `bounds_of`), `own` are its own places, drawn firmer than the
    neighbours; `named` writes names (the label up to the comma) beside lit dots where there is room, `slow` lets the
    lit dots fade in (not when motion is reduced). With an `outline` its lines take the place of the faint dots. `ident` makes the ids of the page unique. The faint layers are kept between calls with the same points.
    """
    frame = Frame(bounds or JAPAN, bounds is None)
    spots = _placed(lit, frame)
    return Markup(
        '<svg class="dot-map{wide}"{slow} viewBox="0 0 {width} {height}" role="{role}" aria-labelledby="{id}-title"'
        ' aria-describedby="{id}-desc"><title id="{id}-title">{title}</title><desc id="{id}-desc">{description}</desc>'
        "{parting}{ground}{lit}{names}{note}{credit}</svg>"
    ).format(
        wide="" if frame.whole_country else " dot-map--part",
        slow=Markup(' data-slow="yes"') if slow else "",
        width=frame.width,
        height=_HEIGHT,
        role="group" if any(spot.dot.href for spot in spots) else "img",
        id=ident,
        title=title,
        description=description,
        parting=_parting(frame) if frame.whole_country else "",
        ground=_lines(outline, frame, ident) if outline else _dots(points, own, frame),
        lit=Markup("").join(map(_lit, spots)),
        names=_names(spots, frame.width) if named else "",
        note=_note(points, frame),
        credit=_credit(outline, frame) if outline and outline.credit else "",
    )


def _dots(points: Sequence[Point], own: Sequence[Point], frame: Frame) -> Markup:
    all_of_them = points if isinstance(points, Points) else tuple(points)
    ground = Markup('<path class="dot-map__all" d="{}"/>').format(_faint(all_of_them, frame))
    firmer = Markup('<path class="dot-map__all dot-map__own" d="{}"/>').format(_faint(tuple(own), frame))
    return ground + firmer if own else ground


def _lines(outline: Outline, frame: Frame, ident: str) -> Markup:
    """What leaves the drawing is cut off."""
    return Markup(
        '<clipPath id="{id}-frame"><rect width="{width}" height="{height}"/></clipPath><g clip-path="url(#{id}-frame)">'
        '<path class="dot-map__inner" d="{inner}"/><path class="dot-map__outer" d="{outer}"/></g>'
    ).format(
        id=ident,
        width=frame.width,
        height=_HEIGHT,
        inner=path_of(outline, frame, is_inner=True),
        outer=path_of(outline, frame),
    )


def _credit(outline: Outline, frame: Frame) -> Markup:
    """Where the lines are from, in the lower right corner, broken after the title of the data."""
    first, mark, rest = outline.credit.partition("」")
    lines = Markup("").join(
        Markup('<tspan x="{}" dy="{}">{}</tspan>').format(frame.width - 100, "1.2em" if number else 0, text)
        for number, text in enumerate((first + mark, rest))
        if text
    )
    return Markup('<text class="dot-map__credit" text-anchor="end" y="{}">{}</text>').format(_HEIGHT - 300, lines)


def _note(points: Sequence[Point], frame: Frame) -> Markup | str:
    """Says that far islands are not in the picture, in its lower left corner."""
    if frame.whole_country or all(frame.place(*point) for point in points):
        return ""
    words = _("離れた島は、この地図に入っていません。")
    return Markup('<text class="dot-map__note" x="120" y="{}">{}</text>').format(_HEIGHT - 120, words)


@lru_cache(maxsize=64)
def _faint(points: tuple[Point, ...], frame: Frame) -> str:
    """One path of zero-length strokes, drawn as dots by their round caps; relative moves keep it small."""
    spots = sorted(spot for point in points if (spot := frame.place(*point)))
    steps, x, y = [], 0, 0
    for to_x, to_y in spots:
        steps.append(f"m{to_x - x} {to_y - y}h0")
        x, y = to_x, to_y
    return "".join(steps).replace(" -", "-")


@lru_cache(maxsize=4)
def _parting(frame: Frame) -> Markup:
    lines = []
    for line in _PARTING:
        spots = [spot for point in line if (spot := Frame(frame.bounds, whole_country=False).place(*point))]
        lines.append("M" + "L".join(f"{x} {y}" for x, y in spots))
    return Markup('<path class="dot-map__parting" d="{}"/>').format("".join(lines))


def _placed(lit: Sequence[Lit], frame: Frame) -> list[_Spot]:
    """Big dots first, so that small ones lie on top of them and can be reached; the area grows with the weight."""
    heaviest = max((dot.weight for dot in lit), default=0) or 1
    grown = 1 if frame.whole_country else 1.35
    spots = [
        _Spot(dot, *place, round((62 + 98 * sqrt(max(dot.weight, 0) / heaviest)) * grown))
        for dot in lit
        if (place := frame.place(dot.lon, dot.lat))
    ]
    return sorted(spots, key=lambda spot: -spot.radius)


def _lit(spot: _Spot) -> Markup:
    dot = spot.dot
    circle = Markup('<circle cx="{}" cy="{}" r="{}"><title>{}</title></circle>').format(
        spot.x, spot.y, spot.radius, dot.label
    )
    if not dot.href:
        return Markup('<g class="dot-map__lit" data-kind="{}">{}</g>').format(dot.kind, circle)
    return Markup('<a class="dot-map__lit" data-kind="{}" href="{}" aria-label="{}">{}</a>').format(
        dot.kind, dot.href, dot.label, circle
    )


def _names(spots: list[_Spot], width: int) -> Markup:
    """Names right or left of their dots, biggest first; a name that would cover a dot or another name is left out."""
    taken: list[tuple[float, float, float]] = [(s.x - s.radius, s.x + s.radius, s.y) for s in spots]
    texts = []
    for spot in spots:
        name = _AFTER_NAME.split(spot.dot.label)[0]
        long, gap = sum(_LETTER if letter.isascii() else _SIGN for letter in name), spot.radius + 70
        to_left = spot.x + gap + long > width
        edge = spot.x - gap if to_left else spot.x + gap
        start = edge - long if to_left else edge
        if start < 0 or any(abs(spot.y - y) < _SIGN and start < end and x < start + long for x, end, y in taken):
            continue
        taken.append((start, start + long, spot.y))
        anchor = Markup(' text-anchor="end"') if to_left else ""
        texts.append(Markup('<text x="{}" y="{}"{}>{}</text>').format(edge, spot.y + 100, anchor, name))
    return Markup('<g class="dot-map__names" aria-hidden="true">{}</g>').format(Markup("").join(texts))
