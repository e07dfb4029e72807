"""Numbers about a town that the layers above know: each feature hands its own in at start-up. Never about a person."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from webapp.core.i18n import gettext as _
from webapp.core.services import services

CountsOf = Callable[[list[str]], dict[str, int]]
#: under this name the running app keeps its figures
KEY = "town_figures"
#: smaller groups of people are not counted out: somebody who knows the place could tell who it is
SMALLEST_TOLD = 5


def told(count: int) -> str:
    """A number of people as everybody may read it."""
    if 0 < count < SMALLEST_TOLD:
        return _("%(n)s人未満", n=SMALLEST_TOLD)
    return _("%(n)s人", n=f"{count:,}")


@dataclass(frozen=True)
class Figure:
    """One number a town has: `counts` answers for several codes at once.

    `is_open_work` marks what waits for the town's staff: not shown to the public, but before somebody leaves.
    """

    label: Any
    unit: Any
    counts: CountsOf
    is_open_work: bool = False
    endpoint: str = ""
    is_people: bool = False


@dataclass(frozen=True)
class Counted:
    """A figure with its value for one town."""

    figure: Figure
    value: int

    @property
    def shown(self) -> tuple[str, Any]:
        """The number and its unit as everybody may read them."""
        if self.figure.is_people and 0 < self.value < SMALLEST_TOLD:
            return told(self.value), ""
        return f"{self.value:,}", self.figure.unit


def known() -> Iterable[Figure]:
    """Every figure that was handed in."""
    figures: tuple[Figure, ...] = services().extras.get(KEY, ())
    return figures


def public_figures(codes: list[str]) -> dict[str, list[Counted]]:
    """What anybody may know of each town."""
    return _counted(codes, [figure for figure in known() if not figure.is_open_work])


def open_work(code: str) -> list[Counted]:
    """What waits for this town's staff now; nothing that is zero."""
    found = _counted([code], [figure for figure in known() if figure.is_open_work])[code]
    return [counted for counted in found if counted.value]


def _counted(codes: list[str], figures: list[Figure]) -> dict[str, list[Counted]]:
    columns = [(figure, figure.counts(codes)) for figure in figures]
    return {code: [Counted(figure, values.get(code, 0)) for figure, values in columns] for code in codes}
