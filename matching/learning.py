"""Learning themes from the texts whose writers chose them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.text import TextSpace, sentences
from matching.vocabulary import Strengths

MIN_EXAMPLES = 8
"""A theme chosen, or left out, in fewer texts is not learned."""
MOST_EXAMPLES = 4_000
"""More tagged texts than these cost time and teach little."""
EXAMPLES_FOR_SCALE, OTHERS_FOR_SCALE = 20, 400
NOTHING_BELOW, SURE_FROM = 0.2, 0.7
"""Shares of a typical hit between which a strength rises from 0 to 1."""
CHANCE = 0.95
"""The quantile of predictions for other texts that may be chance; above it are texts that only were not tagged."""


@dataclass(frozen=True, slots=True)
class LearnedThemes:
    """A linear model over a text space: which theme columns it knows and what it has learned of them.

    coefficients: (terms, learned themes). intercept, nothing, sure: (learned themes,); a prediction of ``nothing``
    or less has strength 0, one of ``sure`` or more has strength 1.
    """

    space: TextSpace
    columns: NDArray[np.intp]
    coefficients: Strengths
    intercept: Strengths
    nothing: Strengths
    sure: Strengths

    def strengths(self, texts: Sequence[str]) -> Strengths:
        """(texts, learned themes), 0 to 1, of normalised sentences."""
        strengths: Strengths = np.clip((self.predictions(texts) - self.nothing) / (self.sure - self.nothing), 0, 1)
        return strengths

    def predictions(self, texts: Sequence[str]) -> Strengths:
        """(texts, learned themes), as the regression sees them."""
        predicted: Strengths = self.space.vectors(texts) @ self.coefficients + self.intercept
        return predicted


def learn(space: TextSpace, texts: Sequence[str], chosen: Strengths) -> LearnedThemes | None:
    """Ridge regression from character n-grams to the chosen themes; None when no theme has ``MIN_EXAMPLES``.

    texts: normalised, those the space was fitted on. chosen: their themes, (texts, themes); blank texts and those
    without any theme are left out. Ridge, because one call does all themes and it is no worse here than a logistic
    regression per theme.
    """
    from sklearn.linear_model import Ridge

    tells = np.array([bool(sentences(text)) for text in texts], dtype=bool)
    tagged = evenly(np.flatnonzero(chosen.any(axis=1) & tells), MOST_EXAMPLES)
    times = chosen[tagged].sum(axis=0)
    columns = np.flatnonzero((times >= MIN_EXAMPLES) & (len(tagged) - times >= MIN_EXAMPLES))
    if not columns.size:
        return None
    targets = chosen[np.ix_(tagged, columns)]
    regression = Ridge(alpha=1.0, solver="sparse_cg", tol=1e-3).fit(space.fitted[tagged], targets)
    model = LearnedThemes(
        space,
        columns,
        coefficients=np.ascontiguousarray(regression.coef_.reshape(len(columns), -1).T, dtype=np.float32),
        intercept=np.reshape(regression.intercept_, len(columns)).astype(np.float32),
        nothing=np.zeros(len(columns), dtype=np.float32),
        sure=np.ones(len(columns), dtype=np.float32),
    )
    return _scaled(model, [texts[row] for row in tagged], targets)


def _scaled(model: LearnedThemes, texts: Sequence[str], targets: Strengths) -> LearnedThemes:
    """The model with its bounds, from the strongest sentence of some texts with and some without each theme.

    A typical hit is the 80th percentile over texts with the theme: many that fit were never tagged, so predictions
    stay far below 1. With few examples the others come near it; what they reach counts as nothing.
    """
    examples = [evenly(np.flatnonzero(column), EXAMPLES_FOR_SCALE) for column in targets.T]
    others = [evenly(np.flatnonzero(column == 0), MIN_EXAMPLES) for column in targets.T]
    rows = np.unique(np.concatenate([*examples, *others, evenly(np.arange(len(texts)), OTHERS_FOR_SCALE)]))
    parts = [sentences(texts[row]) for row in rows]
    best = strongest(model.predictions([sentence for part in parts for sentence in part]), [len(p) for p in parts])
    hit = np.array([np.quantile(best[np.searchsorted(rows, some), k], 0.8) for k, some in enumerate(examples)])
    chance = np.array([np.quantile(best[targets[rows, k] == 0, k], CHANCE) for k in range(targets.shape[1])])
    nothing = np.maximum(NOTHING_BELOW * hit, chance).astype(np.float32)
    sure = np.maximum(SURE_FROM * hit, nothing + 0.05).astype(np.float32)
    return replace(model, nothing=nothing, sure=sure)


def strongest(values: Strengths, lengths: Sequence[int]) -> Strengths:
    """(len(lengths), columns): the maximum of each run of so many consecutive rows; 0 for a run of none."""
    runs = np.array(lengths, dtype=np.intp)
    pooled = np.zeros((len(runs), values.shape[1]), dtype=np.float32)
    some = runs > 0
    if some.any():
        pooled[some] = np.maximum.reduceat(values, (np.cumsum(runs) - runs)[some], axis=0)
    return pooled


def evenly(rows: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    """At most ``most`` of the rows, taken at even steps."""
    if len(rows) <= most:
        return rows
    return rows[np.linspace(0, len(rows) - 1, most).astype(np.intp)]
