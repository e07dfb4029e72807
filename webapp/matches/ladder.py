"""The points of a suggestion as steps of a ladder: whole numbers that add up to the whole number shown."""

from dataclasses import dataclass
from math import floor
from typing import Any

HIGHEST = 100


@dataclass(frozen=True)
class Rung:
    """One contribution: its points, and where its bar begins and how long it is, as shares of the whole width."""

    field: str
    label: Any
    text: str
    points: int
    start: float
    width: float

    @property
    def is_against(self) -> bool:
        """Takes points away."""
        return self.points < 0


@dataclass(frozen=True)
class Told:
    """A contribution with its words."""

    field: str
    label: Any
    text: str
    points: float


def ladder(told: list[Told], total: int) -> list[Rung]:
    """Rungs, those that give most first; together they make exactly `total`."""
    whole = zip(told, _whole([one.points for one in told], total), strict=True)
    kept = sorted(((points, one) for one, points in whole if points), key=lambda pair: -pair[0])
    width = max(HIGHEST, sum(points for points, _one in kept if points > 0))
    rungs, reached = [], 0
    for points, one in kept:
        start = max(min(reached, reached + points), 0) / width
        rungs.append(Rung(one.field, one.label, one.text, points, start, abs(points) / width))
        reached += points
    return rungs


def _whole(points: list[float], total: int) -> list[int]:
    """The numbers rounded so that they sum to the total: who is cut most is given first."""
    down = [floor(p) for p in points]
    order = sorted(range(len(points)), key=lambda place: (down[place] - points[place], place))
    for place in order[: max(total - sum(down), 0)]:
        down[place] += 1
    return down
