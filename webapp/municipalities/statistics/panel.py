"""One town's numbers beside its prefecture's and the nation's, with where it stands among all towns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from webapp.core.i18n import gettext as _
from webapp.core.strips import strip
from webapp.municipalities.models import Municipality
from webapp.municipalities.statistics.indicators import INDICATORS, Indicator
from webapp.municipalities.statistics.kept import Known, known
from webapp.municipalities.statistics.loading import CREDITS, SSDSE_A


@dataclass(frozen=True)
class Line:
    """One indicator: the values of town, prefecture and nation, and where the town stands."""

    indicator: Indicator
    values: tuple[float, float | None, float | None]
    place: tuple[int, int]
    standing: float
    years: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        """The three values with their unit; the sum of people of a prefecture says nothing about a town."""
        return ["" if value is None else self.indicator.words(value) for value in self.values]

    @property
    def years_words(self) -> str:
        """2020年, or 2020・2022年."""
        return _("%(years)s年", years=_("・").join(self.years)) if self.years else ""

    @property
    def drawing(self) -> Markup:
        """Where the town stands between the least and the most."""
        return strip(self.standing)

    @property
    def place_words(self) -> str:
        """「全国1,741の中で多い方から12番目」."""
        return _("全国%(total)sの中で多い方から%(place)s番目", total=f"{self.place[1]:,}", place=f"{self.place[0]:,}")


@dataclass(frozen=True)
class Panel:
    """Everything that a municipality's page shows of statistics."""

    lines: Sequence[Line]
    edition: str
    credit: str


def panel_of(town: Municipality) -> Panel | None:
    """What the newest edition says of a town; None where it says nothing."""
    have = known()
    values = have.towns.get(town.code)
    if not values:
        return None
    lines = [_line(i, town.code, have) for i in INDICATORS if i.key in values]
    return Panel(lines, have.edition, CREDITS[SSDSE_A])


def _line(indicator: Indicator, code: str, have: Known) -> Line:
    key, value = indicator.key, have.towns[code][indicator.key]
    around: tuple[Any, Any] = (None, None)
    if indicator.bottom:
        around = (have.prefectures[code[:2]].get(key), have.nation.get(key))
    return Line(indicator, (value, *around), have.place(key, value), have.standings[code][key], have.years.get(key, ()))
