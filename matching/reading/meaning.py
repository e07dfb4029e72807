"""Short vectors of whole texts, to compare them beyond the themes."""

from dataclasses import dataclass

import numpy as np

from matching.reading.space import Features, Floats, unit

WIDTH = 64


@dataclass(frozen=True, slots=True)
class Meaning:
    """directions: (features, at most 64), the strongest directions of the texts it was fitted on."""

    directions: Floats

    def vectors(self, features: Features) -> Floats:
        """(texts, 64) rows of length 1, or of zeros where nothing is known."""
        vectors = np.zeros((features.rows, WIDTH), dtype=np.float32)
        vectors[:, : self.directions.shape[1]] = unit(features.times(self.directions))
        return vectors


def fit_meaning(features: Features) -> Meaning:
    """The strongest directions of texts, by a truncated singular value decomposition of their features."""
    from scipy.sparse import csr_array, hstack
    from sklearn.utils.extmath import randomized_svd

    joined = hstack([features.terms, csr_array(features.means)], format="csr")
    width = min(WIDTH, *joined.shape)
    if not width or not joined.nnz:
        return Meaning(np.zeros((features.columns, 0), dtype=np.float32))
    *_, directions = randomized_svd(joined, width, random_state=0)
    return Meaning(np.ascontiguousarray(directions.T, dtype=np.float32))
