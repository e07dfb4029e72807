"""Where things are: great-circle distances and what a code of JIS X 0402 says about its prefecture."""

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_KM = 6371.0
"""Mean radius R1 of the WGS84 ellipsoid, rounded to kilometres."""


def kilometres(
    latitude_a: NDArray[np.float64],
    longitude_a: NDArray[np.float64],
    latitude_b: NDArray[np.float64],
    longitude_b: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Great-circle distance in km between points in degrees; shapes broadcast, NaN where a coordinate is NaN.

    Haversine formula (R. W. Sinnott, Sky and Telescope 68, 1984): exact on a sphere, within 0.6 % of the ellipsoid.
    """
    a, b = np.radians(latitude_a), np.radians(latitude_b)
    half_height, half_width = (b - a) / 2, np.radians(longitude_b - longitude_a) / 2
    square = np.sin(half_height) ** 2 + np.cos(a) * np.cos(b) * np.sin(half_width) ** 2
    distance: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(square, 1)))
    return distance


def prefecture_of(code: str) -> str:
    """The two-digit prefecture of a municipality or prefecture code."""
    return code[:2]


def is_prefecture(code: str) -> bool:
    """Whether the code names a whole prefecture: two digits, or five or six with 000 after the first two."""
    return len(code) == 2 or code[2:5] == "000"
