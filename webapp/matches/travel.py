"""How long the way is: an estimate from the distance alone, with its rule said wherever it is shown."""

from dataclasses import dataclass

from webapp.core.i18n import gettext as _

#: roads in Japan are about 1.3 times as long as the straight line (腰塚武志・小林純一, 都市計画論文集 18, 1983)
ROAD_PER_LINE = 1.3
LOCAL_KM, LOCAL_SPEED, FAR_SPEED = 30.0, 40.0, 70.0  # km of road, km/h: streets at both ends, faster roads between
STEP = 10  # minutes: nothing finer can be said
WEEKEND_MINUTES = 150


@dataclass(frozen=True)
class Trip:
    """One way by car."""

    km: int
    minutes: int

    @property
    def fits_weekend(self) -> bool:
        """Whether one can go on Saturday morning and be back on Sunday evening without haste."""
        return self.minutes <= WEEKEND_MINUTES

    @property
    def words(self) -> str:
        """「1時間40分」, to ten minutes."""
        hours, minutes = divmod(self.minutes, 60)
        if not hours:
            return _("%(n)s分", n=minutes)
        return _("%(hours)s時間%(minutes)s分", hours=hours, minutes=minutes) if minutes else _("%(n)s時間", n=hours)


def trip(km: float) -> Trip:
    """The way over `km` kilometres of straight line, from town to town; at least ten minutes."""
    road = km * ROAD_PER_LINE
    hours = min(road, LOCAL_KM) / LOCAL_SPEED + max(road - LOCAL_KM, 0.0) / FAR_SPEED
    return Trip(round(km), max(STEP, round(hours * 60 / STEP) * STEP))


def rule() -> str:
    """How the estimate is made, for the reader."""
    return _(
        "移動時間は目安です。住まいのある市区町村と掲載の場所との直線距離を%(ratio)s倍して道のりとし、はじめの%(near)skmは時速%(slow)skm、その先は時速%(fast)skmで計算しています。海を渡る場所や雪の季節は、もっとかかります。",
        ratio=ROAD_PER_LINE,
        near=round(LOCAL_KM),
        slow=round(LOCAL_SPEED),
        fast=round(FAR_SPEED),
    )
