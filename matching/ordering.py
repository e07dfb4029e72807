"""The order of scored pairs: falling scores, equal ones by id, and how often a town came before."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.columns import Numbers
from matching.scoring import DIGITS


def in_order(scores: Numbers, ids: Sequence[str] | None = None) -> NDArray[np.intp]:
    """Places by falling score; equal ones by id, or by place where the rows are sorted by id."""
    rounded = -np.round(scores, DIGITS)
    if ids is None:
        return np.argsort(rounded, kind="stable")
    return np.array(sorted(range(len(ids)), key=lambda place: (rounded[place], ids[place])), dtype=np.intp)


def repeats(scores: Numbers, town: NDArray[np.int64]) -> Numbers:
    """(n,) how many better offers of the same municipality there are."""
    order = in_order(scores)
    by_town = order[np.argsort(town[order], kind="stable")]
    starts = np.flatnonzero(np.append(True, np.diff(town[by_town]) != 0)) if len(by_town) else by_town
    lengths = np.diff(np.append(starts, len(by_town)))
    before = np.zeros(len(scores))
    before[by_town] = np.arange(len(by_town)) - np.repeat(starts, lengths)
    return before
