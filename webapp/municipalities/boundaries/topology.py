"""Reads TopoJSON of municipalities: which lines lie between two of them, and which round a prefecture.

TopoJSON keeps each line once (an arc) and lets every shape name the arcs it is made of, ~n for the arc n backwards;
positions are whole numbers, each the difference to the one before (TopoJSON Specification 1.0, 2.1).
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from webapp.core.errors import BadFile
from webapp.core.i18n import gettext as _

Line = list[list[float]]
#: the property that holds the five-digit code, in files made of 国土数値情報 N03
CODE = "N03_007"
DIGITS = 4  # of a degree: ten metres
_LARGEST = 60_000_000


@dataclass
class Lines:
    """By the first two digits of the code: lines round the prefecture, lines within; and how many shapes were empty."""

    outer: dict[str, list[Line]] = field(default_factory=dict)
    inner: dict[str, list[Line]] = field(default_factory=dict)
    municipalities: int = 0
    empty: list[str] = field(default_factory=list)


def read(path: Path) -> Lines:
    """The lines of a file. Raises BadFile with a sentence where it is no TopoJSON of municipalities."""
    try:
        if path.stat().st_size > _LARGEST:
            raise BadFile(_("ファイルが大きすぎます。"))
        found = json.loads(path.read_bytes())
        arcs = [_decoded(arc, found.get("transform")) for arc in found["arcs"]]
        shapes = [shape for one in found["objects"].values() for shape in one["geometries"]]
        return _sorted_lines(arcs, shapes)
    except OSError as error:
        raise BadFile(_("ファイル %(path)s を読めません。", path=path)) from error
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise BadFile(
            _(
                "市区町村の境界のTopoJSONではありません。属性%(name)sに5桁のコードがあるファイルを選んでください。",
                name=CODE,
            )
        ) from error


def _decoded(arc: list[list[int]], transform: dict[str, Any] | None) -> Line:
    if transform is None:
        return [[round(float(lon), DIGITS), round(float(lat), DIGITS)] for lon, lat in arc]
    (wide, high), (west, south) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append([round(x * wide + west, DIGITS), round(y * high + south, DIGITS)])
    return points


def _sorted_lines(arcs: list[Line], shapes: list[dict[str, Any]]) -> Lines:
    lines = Lines()
    used: dict[str, Counter[int]] = {}
    for shape in shapes:
        code = shape["properties"][CODE]
        if code is None:
            continue  # land that belongs to no municipality
        numbers = list(_arcs_of(shape.get("arcs") or []))
        if not numbers:
            lines.empty.append(code)
            continue
        lines.municipalities += 1
        used.setdefault(code[:2], Counter()).update(set(numbers))
    if not lines.municipalities:
        raise ValueError("no municipality")
    for prefecture, counts in used.items():
        lines.outer[prefecture] = joined([arcs[number] for number, times in sorted(counts.items()) if times == 1])
        lines.inner[prefecture] = joined([arcs[number] for number, times in sorted(counts.items()) if times > 1])
    return lines


def joined(pieces: list[Line]) -> list[Line]:
    """Longer lines out of pieces that go on in one another, so that a thinned coast has no gaps.

    Where three or more meet, any two are joined.
    """
    waiting = {number: piece for number, piece in enumerate(pieces) if len(piece) > 1}
    ends: dict[tuple[float, ...], list[int]] = {}
    for number, piece in waiting.items():
        for end in (piece[0], piece[-1]):
            ends.setdefault(tuple(end), []).append(number)
    lines = []
    while waiting:
        _number, line = waiting.popitem()
        line = _grown(_grown(list(line), waiting, ends)[::-1], waiting, ends)
        lines.append(line)
    return lines


def _grown(line: Line, waiting: dict[int, Line], ends: dict[tuple[float, ...], list[int]]) -> Line:
    """The line with everything that goes on from its last point."""
    while (number := next((n for n in ends.get(tuple(line[-1]), ()) if n in waiting), None)) is not None:
        piece = waiting.pop(number)
        line += piece[1:] if piece[0] == line[-1] else piece[-2::-1]
    return line


def _arcs_of(nested: list[Any]) -> Iterator[int]:
    """The numbers of all arcs in rings of polygons, whichever way they run."""
    for one in nested:
        if isinstance(one, list):
            yield from _arcs_of(one)
        else:
            yield one if one >= 0 else ~one
