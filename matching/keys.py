"""Score and place of an item as one 64-bit number, so that sorting numbers sorts lists."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Vectors = NDArray[np.float32]

LOW = np.uint64(0xFFFFFFFF)
SIGN = np.uint32(1 << 31)


def keys_of(scores: Vectors, places: NDArray[np.integer[Any]]) -> Keys:
    """Score and place as one number above 0 that rises with the score and falls with the place."""
    bits = scores.view(np.uint32)
    rising = np.where(bits & SIGN, ~bits, bits | SIGN).astype(np.uint64)
    return (rising << np.uint64(32)) | (LOW - places.astype(np.uint64))


def scores_of(keys: Keys) -> Vectors:
    """The scores of such numbers."""
    rising = (keys >> np.uint64(32)).astype(np.uint32)
    return np.where(rising & SIGN, rising ^ SIGN, ~rising).view(np.float32)


def places_of(keys: Keys) -> NDArray[np.int32]:
    """The places of such numbers."""
    return (LOW - (keys & LOW)).astype(np.int32)
