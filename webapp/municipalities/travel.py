"""How long the way is: an estimate from the distance alone, with its rule said wherever it is shown."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from webapp.core.i18n import gettext as _

#: roads in Japan are about 1.3 times as long as the straight line (腰塚武志・小林純一, 都市計画論文集 18, 1983)
ROAD_PER_LINE = 1.3
LOCAL_KM, LOCAL_SPEED, FAR_SPEED = 30.0, 40.0, 70.0  # km of road, km/h: streets at both ends, faster roads between
STEP = 10  # minutes: nothing finer can be said
WEEKEND_MINUTES = 150
#: no road leads from these prefectures to the rest of the country
_APART = ("01", "47")
#: municipalities on islands without a bridge or a tunnel
_ISLANDS = frozenset(
    [
        "013676",
        "015172",
        "015181",
        "015199",
        "133612",
        "133621",
        "133639",
        "133647",
        "133817",
        "133825",
        "134015",
        "134023",
        "134210",
        "152242",
        "155861",
        "325252",
        "325261",
        "325279",
        "325287",
        "344311",
        "373222",
        "373249",
        "373648",
        "383562",
        "422096",
        "422100",
        "422118",
        "423831",
        "424111",
        "443221",
        "462136",
        "462225",
        "463035",
        "463043",
        "465011",
        "465020",
        "465054",
        "465232",
        "465241",
        "465259",
        "465275",
        "465291",
        "465305",
        "465313",
        "465321",
        "465330",
        "465348",
        "465356",
        "472077",
        "472140",
        "473154",
        "473537",
        "473545",
        "473553",
        "473561",
        "473570",
        "473588",
        "473596",
        "473600",
        "473618",
        "473758",
        "473812",
        "473821",
    ]
)


@dataclass(frozen=True)
class Trip:
    """One way by car; `minutes` is None where no road leads."""

    km: int
    minutes: int | None

    @property
    def fits_weekend(self) -> bool:
        """Whether one can go on Saturday morning and be back on Sunday evening without haste."""
        return self.minutes is not None and self.minutes <= WEEKEND_MINUTES

    @property
    def words(self) -> str:
        """「車で約1時間40分」, or how else one gets there."""
        if self.minutes is None:
            return _("船か飛行機で渡る場所")
        return _("車で約%(time)s", time=time_words(self.minutes))


def time_words(minutes: int) -> str:
    """「1時間40分」."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(n)s分", n=rest)
    return _("%(hours)s時間%(minutes)s分", hours=hours, minutes=rest) if rest else _("%(n)s時間", n=hours)


def line_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance between two (longitude, latitude) in degrees, in km (haversine on a sphere of 6,371 km)."""
    (lon, lat), (to_lon, to_lat) = ((radians(east), radians(north)) for east, north in (one, other))
    half = sin((to_lat - lat) / 2) ** 2 + cos(lat) * cos(to_lat) * sin((to_lon - lon) / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(half))


def trip(km: float, home: str, place: str) -> Trip:
    """The way over `km` kilometres of straight line between two municipalities, by code; at least ten minutes."""
    if is_apart(home, place):
        return Trip(round(km), None)
    road = km * ROAD_PER_LINE
    hours = min(road, LOCAL_KM) / LOCAL_SPEED + max(road - LOCAL_KM, 0.0) / FAR_SPEED
    return Trip(round(km), max(STEP, round(hours * 60 / STEP) * STEP))


def is_apart(home: str, place: str) -> bool:
    """Whether the sea lies between."""
    if home == place:
        return False
    crosses_strait = any((home[:2] == code) != (place[:2] == code) for code in _APART)
    return crosses_strait or home in _ISLANDS or place in _ISLANDS


def rule() -> str:
    """How the estimate is made, for the reader."""
    return _(
        "移動時間は目安です。住まいのある市区町村と掲載の場所との直線距離を%(ratio)s倍して道のりとし、はじめの%(near)skmは時速%(slow)skm、その先は時速%(fast)skmで計算しています。雪の季節や混む日は、もっとかかります。道のつながらない島などは、計算していません。",
        ratio=ROAD_PER_LINE,
        near=round(LOCAL_KM),
        slow=round(LOCAL_SPEED),
        fast=round(FAR_SPEED),
    )
