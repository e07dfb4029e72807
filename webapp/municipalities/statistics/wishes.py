"""Which towns fit what somebody wishes for: every wish compared with all towns of the country, nothing else counted."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.plots import short_number
from webapp.core.services import services
from webapp.municipalities import gazetteer
from webapp.municipalities.gazetteer import Entry
from webapp.municipalities.statistics.indicators import BY_KEY
from webapp.municipalities.statistics.kept import Known, known
from webapp.municipalities.travel import Trip, line_km, trip

#: under this name the running app keeps what homes cost by town: a function that gives code → yen
PRICES = "town_prices"
#: how much a wish counts
LEVELS = ((0, _l("気にしない")), (1, _l("できれば")), (2, _l("大事")), (3, _l("とても大事")))
#: from this share of the country's towns on something speaks for a town, up to that against it
GOOD, BAD = 0.7, 0.3
MOST_REASONS = 3
#: longer than any road
OVERSEAS = 10_000


@dataclass(frozen=True)
class Wish:
    """One thing that may matter: more of an indicator, or less of it; `key` alone is a number of our own."""

    name: str
    label: Any
    key: str
    is_more: bool = True


NEAR, CHEAP = "near", "cheap"
WISHES: tuple[Wish, ...] = (
    Wish(NEAR, _l("いまの家から近い"), NEAR, is_more=False),
    Wish(CHEAP, _l("住まいの値段が安い"), CHEAP, is_more=False),
    Wish("doctors", _l("医師が多い"), "doctors"),
    Wish("nurseries", _l("保育所が多い"), "nurseries"),
    Wish("small_school", _l("小学校が小さい"), "class_size", is_more=False),
    Wish("children", _l("子どもが多い"), "children"),
    Wish("nature", _l("山や森が多い"), "nature"),
    Wish("quiet", _l("人がこみあっていない"), "density", is_more=False),
    Wish("shops", _l("買い物の店が多い"), "shops"),
    Wish("eating", _l("食べる店が多い"), "eating"),
    Wish("culture", _l("図書館や公民館が多い"), "culture"),
    Wish("farming", _l("農業が身近"), "farming"),
    Wish("newcomers", _l("移ってくる人が多い"), "moving_in"),
    Wish("digital", _l("ITの会社がある"), "digital"),
)
#: what may matter of a town to somebody whose suggestions are ranked; how far it is, is known of each listing
MATTERS: tuple[Wish, ...] = (
    *(wish for wish in WISHES if wish.key != NEAR),
    Wish("large", _l("人口が多い"), "population"),
    Wish("small", _l("人口が少ない"), "population", is_more=False),
)
MATTER_LABELS = {wish.name: wish.label for wish in MATTERS}
#: name → words, lowest and highest population (the upper bound is not included)
SIZES: Mapping[str, tuple[Any, int, int]] = {
    "village": (_l("1万人未満"), 0, 10_000),
    "small": (_l("1万人から5万人"), 10_000, 50_000),
    "middle": (_l("5万人から20万人"), 50_000, 200_000),
    "large": (_l("20万人以上"), 200_000, 10**9),
}


@dataclass(frozen=True)
class Asked:
    """What somebody wishes for: weights 1–3 by the name of the wish; `home` is where they live now."""

    weights: Mapping[str, int] = field(default_factory=dict)
    home: Entry | None = None
    size: str = ""
    prefecture_code: str = ""
    only: frozenset[str] | None = None  # these codes, where only towns that take part are asked for


@dataclass(frozen=True)
class Fit:
    """How one wish is met: `share` of the country's towns that meet it less, and the town's own value in words."""

    wish: Wish
    share: float
    words: str


@dataclass(frozen=True)
class TownFit:
    """A town with how well it fits, 0–100, why, what speaks against it, and what is not known about it."""

    town: Entry
    score: int
    reasons: list[Fit]
    against: list[Fit]
    unknown: list[Wish]
    way: Trip | None


@dataclass(frozen=True)
class Column:
    """One wish over all towns: by code the share that meets it less, and the value itself."""

    wish: Wish
    weight: int
    shares: Mapping[str, float]
    values: Mapping[str, float]


@dataclass(frozen=True)
class Ranking:
    """The towns that were let through, the best fit first; of equal ones the first code first."""

    asked: Asked
    columns: list[Column]
    order: list[tuple[float, Entry]]

    def told(self, first: int, last: int) -> list[TownFit]:
        """A stretch of the order with reasons in words."""
        return [self._tell(share, town) for share, town in self.order[first:last]]

    def _tell(self, share: float, town: Entry) -> TownFit:
        way = _way(self.asked.home, town)
        here = [column for column in self.columns if town.code in column.shares]
        said = [
            (column.weight * met, Fit(column.wish, met, _value_words(column.wish, column.values[town.code], way)))
            for column in here
            for met in (column.shares[town.code],)
        ]
        for_it = sorted((one for one in said if one[1].share >= GOOD), key=lambda one: -one[0])
        against = sorted((fit for _points, fit in said if fit.share <= BAD), key=lambda fit: fit.share)
        unknown = [column.wish for column in self.columns if town.code not in column.shares]
        reasons = [fit for _points, fit in for_it[:MOST_REASONS]]
        return TownFit(town, round(100 * share), reasons, against[: MOST_REASONS - 1], unknown, way)


def possible() -> list[Wish]:
    """The wishes about which something is known here now."""
    have, prices = known(), _prices()
    return [w for w in WISHES if w.key == NEAR or (w.key == CHEAP and prices) or have.ordered.get(w.key)]


def standings() -> dict[str, dict[str, float]]:
    """By town and by name of `MATTERS` the share of the country's towns that meet it less; only what is known here."""
    have, found = known(), dict[str, dict[str, float]]()
    for wish in MATTERS:
        for code, share in _column(wish, 1, Asked(), have).shares.items():
            found.setdefault(code, {})[wish.name] = share
    return found


def find(asked: Asked) -> Ranking:
    """Towns in the order of the weighted mean of their shares; those of which half of it is not known are left out."""
    have = known()
    columns = [_column(wish, asked.weights[wish.name], asked, have) for wish in WISHES if asked.weights.get(wish.name)]
    asked_weight = sum(column.weight for column in columns)
    order = []
    for town in gazetteer.entries():
        here = [(column.weight, column.shares[town.code]) for column in columns if town.code in column.shares]
        weight = sum(weight for weight, _share in here)
        if weight and 2 * weight >= asked_weight and _is_let_through(town, asked, have):
            order.append((sum(weight * share for weight, share in here) / weight, town))
    return Ranking(asked, columns, sorted(order, key=lambda one: (-round(one[0], 9), one[1].code)))


def _column(wish: Wish, weight: int, asked: Asked, have: Known) -> Column:
    if wish.key in (NEAR, CHEAP):
        values = _distances(asked.home) if wish.key == NEAR else _prices()
        rising = sorted(values.values())
        shares = {code: 1 - bisect_left(rising, value) / len(rising) for code, value in values.items()}
        return Column(wish, weight, shares, values)
    values = {code: found[wish.key] for code, found in have.towns.items() if wish.key in found}
    standing = {code: have.standings[code][wish.key] for code in values}
    return Column(
        wish, weight, standing if wish.is_more else {code: 1 - share for code, share in standing.items()}, values
    )


def _prices() -> Mapping[str, float]:
    lent = services().extras.get(PRICES)
    return lent() if lent else {}


def _is_let_through(town: Entry, asked: Asked, have: Known) -> bool:
    if asked.home is not None and town.code == asked.home.code:
        return False
    is_elsewhere = asked.prefecture_code not in ("", town.prefecture_code)
    if is_elsewhere or (asked.only is not None and town.code not in asked.only):
        return False
    if asked.size not in SIZES:
        return True
    people = have.value(town.code, "population")
    _words, low, high = SIZES[asked.size]
    return people is not None and low <= people < high


def _way(home: Entry | None, town: Entry) -> Trip | None:
    if home is None or home.point is None or town.point is None:
        return None
    return trip(line_km(home.point, town.point), home.code, town.code)


def _distances(home: Entry | None) -> dict[str, float]:
    """Kilometres to every town; those that no road leads to come after all others."""
    if home is None:
        return {}
    ways = ((town, _way(home, town)) for town in gazetteer.entries())
    return {town.code: way.km + (OVERSEAS if way.minutes is None else 0) for town, way in ways if way is not None}


def _value_words(wish: Wish, value: float, way: Trip | None) -> str:
    if wish.key == NEAR:
        return way.words if way else ""
    if wish.key == CHEAP:
        return _("売りに出ている家の中ほどの値段は%(price)s円", price=short_number(value))
    indicator = BY_KEY[wish.key]
    return _("%(name)s：%(value)s", name=indicator.label, value=indicator.words(value))
