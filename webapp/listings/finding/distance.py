"""How far each row is from a place: kilometres as the crow flies, and minutes of travel as an estimate."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webapp.listings.finding.columns import Columns
from webapp.listings.finding.kept import Kept
from webapp.municipalities import travel

_RADIUS = 6371.0
#: no road leads there, in minutes
NO_ROAD = 1_000_000


@dataclass(frozen=True)
class Origin:
    """A place to start from: the code of its municipality, its name, how one types it without doubt, degrees."""

    code: str
    name: str
    typed: str
    longitude: float
    latitude: float


def km_from(kept: Kept, origin: Origin) -> NDArray[np.float32]:
    """Kilometres of each row in a straight line; NaN where a place is not known."""
    key = ("km", origin.code)
    if key not in kept.counted:
        kept.counted[key] = _km(kept.columns, origin)
    found: NDArray[np.float32] = kept.counted[key]
    return found


def minutes_from(kept: Kept, origin: Origin) -> NDArray[np.int32]:
    """Minutes of each row by car, as `municipalities.travel.trip` says them; `NO_ROAD` where none leads there."""
    key = ("minutes", origin.code)
    if key not in kept.counted:
        kept.counted[key] = _minutes(kept.columns, km_from(kept, origin), origin)
    found: NDArray[np.int32] = kept.counted[key]
    return found


def _km(columns: Columns, origin: Origin) -> Any:
    lat, lon = np.radians(columns.latitude), np.radians(columns.longitude)
    own_lat, own_lon = np.radians(np.float32(origin.latitude)), np.radians(np.float32(origin.longitude))
    half = np.sin((lat - own_lat) / 2) ** 2 + np.cos(own_lat) * np.cos(lat) * np.sin((lon - own_lon) / 2) ** 2
    return (2 * _RADIUS * np.arcsin(np.sqrt(half))).astype(np.float32)


def _minutes(columns: Columns, km: NDArray[np.float32], origin: Origin) -> Any:
    road = np.nan_to_num(km, nan=0.0).astype(np.float64) * travel.ROAD_PER_LINE
    near, far = np.minimum(road, travel.LOCAL_KM), np.maximum(road - travel.LOCAL_KM, 0.0)
    hours = near / travel.LOCAL_SPEED + far / travel.FAR_SPEED
    minutes = np.maximum(travel.STEP, np.round(hours * 60 / travel.STEP) * travel.STEP).astype(np.int32)
    places, numbers = np.unique(columns.place, return_inverse=True)
    apart = np.array([travel.is_apart(origin.code, f"{place:06}") for place in places.tolist()], np.bool_)
    minutes[np.isnan(km) | apart[numbers]] = NO_ROAD
    return minutes
