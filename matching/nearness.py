"""Nearness of two places as an inner product, so that distance can be part of one matrix multiplication."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matching.columns import Numbers
from matching.places import kilometres

REACH_KM = 200.0
"""Nearness falls like a bell of this width: 0.96 at 60 km, 0.6 at 200 km, nothing beyond 600 km."""
LANDMARKS = 31
DIGITS = 6
FAR = 0.25
"""How much a place beyond all reach counts against; the door counts 1."""


@dataclass(frozen=True)
class Nearness:
    """Nyström features of a Gaussian kernel over great-circle distance.

    Williams and Seeger, Using the Nyström method to speed up kernel machines, NIPS 2000. landmarks: (l, 2) degrees.
    mixing: (l, l), the inverse square root of the kernel among landmarks.
    """

    landmarks: Numbers
    mixing: Numbers

    @classmethod
    def fit(cls, latitude: Numbers, longitude: Numbers) -> Self:
        """Landmarks spread over the known places, each the one farthest from those before it. Shapes (n,), degrees."""
        known = ~np.isnan(latitude) & ~np.isnan(longitude)
        there = np.around(np.stack((latitude[known], longitude[known]), axis=1), 1).astype(np.float64)
        places: Numbers = np.unique(there, axis=0)
        landmarks = _spread(places, LANDMARKS)
        kernel = _bell(landmarks, landmarks)
        values, vectors = np.linalg.eigh(kernel)
        root = np.where(values > 1e-6, 1 / np.sqrt(np.maximum(values, 1e-6)), 0)
        return cls(landmarks, (vectors * root) @ vectors.T)

    def features(self, latitude: Numbers, longitude: Numbers) -> tuple[Numbers, NDArray[np.bool_]]:
        """(n, LANDMARKS) features and (n,) whether the place is known. Products of features are the bell's value."""
        known = ~np.isnan(latitude) & ~np.isnan(longitude)
        features = np.zeros((len(latitude), LANDMARKS))
        if len(self.landmarks) and known.any():
            there = np.stack((latitude[known], longitude[known]), axis=1)
            near = _bell(there, self.landmarks) @ self.mixing
            features[known, : len(self.landmarks)] = np.round(near, DIGITS)  # the same in whatever company
        return features, known


def _bell(a: Numbers, b: Numbers) -> Numbers:
    """(len(a), len(b)): exp(-km² / 2 REACH_KM²)."""
    km = kilometres(a[:, :1], a[:, 1:], b[:, 0], b[:, 1])
    bell: Numbers = np.exp(-0.5 * (km / REACH_KM) ** 2)
    return bell


def _spread(places: Numbers, most: int) -> Numbers:
    """At most so many of the places, each as far as possible from the ones before it."""
    if not len(places):
        return places.reshape(0, 2)
    chosen = [0]
    nearest = kilometres(places[:, 0], places[:, 1], places[:1, 0], places[:1, 1])
    while len(chosen) < min(most, len(places)):
        farthest = int(np.argmax(nearest))
        chosen.append(farthest)
        new = kilometres(places[:, 0], places[:, 1], places[farthest, :1], places[farthest, 1:])
        nearest = np.minimum(nearest, new)
    spread: Numbers = places[chosen]
    return spread
