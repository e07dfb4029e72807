"""Lines of a map as short SVG paths: thinned to what can be seen at the size of the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

Line = Sequence[Sequence[float]]
Spot = tuple[int, int]
#: points nearer to the last one than so many of the drawing's 7,000 units are left out, and lines shorter than twice that
STEP, FINE_STEP = 22, 12


@dataclass(frozen=True, eq=False)
class Outline:
    """Lines (longitude, latitude in degrees) to draw strongly and faintly, and the credit that goes with them."""

    outer: Sequence[Line]
    inner: Sequence[Line] = ()
    credit: str = ""


@lru_cache(maxsize=256)
def path_of(outline: Outline, frame: Any, *, is_inner: bool = False) -> str:
    """The path of an outline's lines within a frame (`dotmap.Frame`); about 5 ms for 10,000 points, then kept."""
    step = STEP if frame.whole_country else FINE_STEP
    lines = outline.inner if is_inner else outline.outer
    return "".join(_written(_thinned([frame.spot(lon, lat) for lon, lat in line], step), step, frame) for line in lines)


def _thinned(spots: list[Spot], step: int) -> list[Spot]:
    """Without those that lie near the one before; the ends stay, because other lines go on there."""
    kept = spots[:1]
    for spot in spots[1:-1]:
        if max(abs(spot[0] - kept[-1][0]), abs(spot[1] - kept[-1][1])) >= step:
            kept.append(spot)
    return kept + spots[1:][-1:]


def _written(run: list[Spot], step: int, frame: Any) -> str:
    """One line as a path; nothing where it is too short to be seen or wholly outside."""
    xs, ys = zip(*run, strict=True)
    is_outside = max(xs) < 0 or min(xs) > frame.width or max(ys) < 0 or min(ys) > frame.height
    if is_outside or max(max(xs) - min(xs), max(ys) - min(ys)) < 2 * step:
        return ""
    (x, y), steps = run[0], []
    for to_x, to_y in run[1:]:
        steps.append(f"{to_x - x} {to_y - y}")
        x, y = to_x, to_y
    return f"M{run[0][0]} {run[0][1]}l{' '.join(steps)}".replace(" -", "-")
