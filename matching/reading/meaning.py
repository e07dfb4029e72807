"""Short vectors of whole texts, to compare them beyond the themes."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.reading.space import Floats, unit

WIDTH = 64


@dataclass(frozen=True, slots=True)
class Meaning:
    """directions: (features, at most 64), the strongest directions of the texts it was fitted on."""

    directions: Floats

    def vectors(self, features: Any) -> Floats:
        """(texts, 64) rows of length 1, or of zeros where nothing is known."""
        vectors = np.zeros((features.shape[0], WIDTH), dtype=np.float32)
        vectors[:, : self.directions.shape[1]] = unit(features @ self.directions)
        return vectors


def fit_meaning(features: Any) -> Meaning:
    """The strongest directions of texts, by a truncated singular value decomposition of their (texts, features)."""
    from sklearn.utils.extmath import randomized_svd

    width = min(WIDTH, *features.shape)
    if not width or not features.nnz:
        return Meaning(np.zeros((features.shape[1], 0), dtype=np.float32))
    *_, directions = randomized_svd(features, width, random_state=0)
    return Meaning(np.ascontiguousarray(directions.T, dtype=np.float32))
