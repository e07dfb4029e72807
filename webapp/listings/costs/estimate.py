"""The yearly cost of a second place: each line with how it came about; nothing is rounded before the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.municipalities.travel import LOCAL_KM

MONTHS = 12
#: yen a kilometre; 国家公務員等の旅費に関する法律 第19条（車賃）, in force until March 2025
CAR_YEN_PER_KM = 37
#: yen a month; 総務省「家計調査」2022年 単身世帯 光熱・水道
UTILITIES = 13_098
#: 高速自動車国道, ordinary car, usual stretches: yen a kilometre, yen a ride, tax; less beyond 100 and 200 km
TOLL_PER_KM, TOLL_PER_RIDE, TAX = 24.6, 150.0, 1.1
TOLL_STEPS: tuple[tuple[float, float], ...] = ((100.0, 1.0), (200.0, 0.75), (float("inf"), 0.7))
LARGEST = 100_000_000


@dataclass(frozen=True)
class Given:
    """What somebody tells: yen, kilometres one way, people, trips a month, nights a trip, years of use."""

    rent: int = 0
    price: int = 0
    years: int = 20
    repair: int = 0
    per_night: int = 0
    utilities: int = UTILITIES
    internet: int = 0
    dues: int = 0
    people: int = 2
    trips: int = 2
    nights: int = 2
    km: int = 0
    by_car: bool = True
    toll: int | None = None
    fare: int = 0
    local_car: int = 0
    city: int = 0
    support: int = 0


@dataclass(frozen=True)
class Line:
    """One part of the cost in yen a year, with how it came about and where a number of ours is from."""

    label: Any
    yen: float
    how: str
    source: Any = ""


#: where the numbers that stand in the form at first are from
SOURCES = {
    "utilities": _l(
        "総務省「家計調査」2022年、単身世帯の光熱・水道の平均（月13,098円）。泊まる日が少なければ、少なくなります。"
    ),
    "car": _l("1kmあたり37円：国家公務員等の旅費に関する法律の車賃（2025年3月まで）。燃料や車の傷みを含みます。"),
    "toll": _l(
        "高速自動車国道の普通区間・普通車の料金（1km24.6円、1回150円、消費税、100kmと200kmをこえた分の割引）。休日や深夜の割引は入れていません。"
    ),
}


def toll_of(km: float) -> int:
    """Yen for one ride of `km` on a usual motorway, to ten yen; the first 30 km of a way are taken as ordinary road."""
    left, before, cost = max(0.0, km - LOCAL_KM), 0.0, 0.0
    if left <= 0:
        return 0
    for upto, share in TOLL_STEPS:
        part = min(left, upto) - before
        if part <= 0:
            break
        cost += part * TOLL_PER_KM * share
        before = upto
    return round((cost + TOLL_PER_RIDE) * TAX / 10) * 10


def lines_of(given: Given) -> list[Line]:
    """The parts of a year in the second place that cost something, the place itself first; support comes last, below zero."""
    found = [*_place(given), *_running(given), *_way(given)]
    if given.support:
        found.append(Line(_("受けられる補助"), -given.support, _("年に%(yen)s円", yen=f"{given.support:,}")))
    return [line for line in found if line.yen]


def total(lines: Sequence[Line]) -> int:
    """Yen a year, never below zero."""
    return max(0, round(sum(line.yen for line in lines)))


def _place(given: Given) -> list[Line]:
    rooms = given.per_night * given.people * given.nights * given.trips * MONTHS
    return [
        Line(_("家賃"), given.rent * MONTHS, _("月%(yen)s円 × 12か月", yen=f"{given.rent:,}")),
        Line(
            _("家の値段"),
            given.price / max(1, given.years),
            _("%(yen)s円 ÷ %(years)s年", yen=f"{given.price:,}", years=max(1, given.years)),
        ),
        Line(_("修繕と税金"), given.repair, _("年に%(yen)s円", yen=f"{given.repair:,}")),
        Line(
            _("宿泊"),
            rooms,
            _(
                "1人1泊%(yen)s円 × %(people)s人 × %(nights)s泊 × 月%(trips)s回 × 12か月",
                yen=f"{given.per_night:,}",
                people=given.people,
                nights=given.nights,
                trips=given.trips,
            ),
        ),
    ]


def _running(given: Given) -> list[Line]:
    monthly = (
        (_("電気・ガス・水道"), given.utilities, SOURCES["utilities"] if given.utilities == UTILITIES else ""),
        (_("通信"), given.internet, ""),
        (_("自治会費・雪かきなど"), given.dues, ""),
        (_("現地の車（保険・税・駐車）"), given.local_car, ""),
    )
    return [
        Line(label, yen * MONTHS, _("月%(yen)s円 × 12か月", yen=f"{yen:,}"), source) for label, yen, source in monthly
    ]


def _way(given: Given) -> list[Line]:
    rides = 2 * given.trips * MONTHS
    if not given.by_car:
        how = _(
            "片道%(yen)s円 × %(people)s人 × 往復 × 月%(trips)s回 × 12か月",
            yen=f"{given.fare:,}",
            people=given.people,
            trips=given.trips,
        )
        return [Line(_("電車・バス・飛行機"), given.fare * given.people * rides, how)]
    toll = toll_of(given.km) if given.toll is None else given.toll
    return [
        Line(
            _("車で通う費用"),
            given.km * CAR_YEN_PER_KM * rides,
            _(
                "%(km)skm × %(yen)s円 × 往復 × 月%(trips)s回 × 12か月",
                km=given.km,
                yen=CAR_YEN_PER_KM,
                trips=given.trips,
            ),
            SOURCES["car"],
        ),
        Line(
            _("高速道路"),
            toll * rides,
            _("片道%(yen)s円 × 往復 × 月%(trips)s回 × 12か月", yen=f"{toll:,}", trips=given.trips),
            SOURCES["toll"] if given.toll is None else "",
        ),
    ]
