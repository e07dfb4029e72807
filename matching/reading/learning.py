"""Learning themes from the texts whose writers chose them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.reading.text import TextSpace, sentences
from matching.vocabulary import Strengths

MIN_EXAMPLES = 8
"""A theme chosen, or left out, in fewer texts is not learned."""
MOST_EXAMPLES = 4_000
"""More tagged texts than these cost time and teach little."""
EXAMPLES_FOR_BOUNDS, OTHERS_FOR_BOUNDS = 10, 200
TYPICAL = 0.8
"""The quantile of predictions for texts with a theme that makes a typical hit."""
CHANCE = 0.95
"""The quantile of predictions for other texts that may be chance; above it are texts that only were not tagged."""
NOTHING_BELOW, SURE_FROM = 0.2, 0.7
"""Shares of the way from a theme's base rate to a typical hit between which a strength rises from 0 to 1."""
LEAST_ROOM = 0.05
CLEAR = 1.3
"""So many times as much as chance a hit must reach in unseen texts for a theme to count as learned."""


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Ridge regression over a text space. coefficients: (terms, themes). intercept: (themes,)."""

    space: TextSpace
    coefficients: Strengths
    intercept: Strengths

    def predictions(self, texts: Sequence[str]) -> Strengths:
        """(texts, themes) of normalised texts, 1 where the regression is sure."""
        predicted: Strengths = self.space.vectors(texts) @ self.coefficients + self.intercept
        return predicted


@dataclass(frozen=True, slots=True)
class LearnedThemes:
    """What was learned of the themes in ``columns``.

    nothing, sure: (learned themes,); a prediction of ``nothing`` or less has strength 0, one of ``sure`` or more 1.
    """

    model: LinearModel
    columns: NDArray[np.intp]
    nothing: Strengths
    sure: Strengths

    def strengths(self, texts: Sequence[str]) -> Strengths:
        """(texts, learned themes), 0 to 1, of normalised sentences."""
        above = self.model.predictions(texts) - self.nothing
        strengths: Strengths = np.clip(above / (self.sure - self.nothing), 0, 1)
        return strengths


def learn(space: TextSpace, texts: Sequence[str], chosen: Strengths) -> LearnedThemes | None:
    """Ridge regression from character n-grams to the chosen themes; None when no theme can be learned.

    texts: normalised, those the space was fitted on. chosen: their themes, (texts, themes); blank texts and those
    without any theme are left out. A theme is learned when it has ``MIN_EXAMPLES`` and is told from others in texts
    the regression has not seen. Its strength begins above what other texts reach by chance, and is full below a
    typical hit, since many texts that fit a theme were never tagged. Ridge, because one call does all themes and it
    is no worse here than a logistic regression per theme.
    """
    tells = np.array([bool(sentences(text)) for text in texts], dtype=bool)
    tagged = evenly(np.flatnonzero(chosen.any(axis=1) & tells), MOST_EXAMPLES)
    times = chosen[tagged].sum(axis=0)
    columns = np.flatnonzero((times >= MIN_EXAMPLES) & (len(tagged) - times >= MIN_EXAMPLES))
    if not columns.size:
        return None
    unseen_hit, unseen_chance = _unseen_levels(space, texts, tagged, chosen[:, columns])
    told = unseen_hit > CLEAR * unseen_chance
    if not told.any():
        return None
    columns = columns[told]
    model = _regression(space, tagged, chosen[:, columns])
    hit, chance = _levels(*_strongest_sentences(model, texts, tagged, chosen[:, columns]))
    above = hit - model.intercept
    nothing = np.maximum.reduce([model.intercept + NOTHING_BELOW * above, chance, unseen_chance[told]])
    sure = np.maximum(model.intercept + SURE_FROM * above, nothing + LEAST_ROOM)
    return LearnedThemes(model, columns, nothing, sure)


def _regression(space: TextSpace, rows: NDArray[np.intp], chosen: Strengths) -> LinearModel:
    from sklearn.linear_model import Ridge

    fitted = Ridge(alpha=1.0, solver="sparse_cg", tol=1e-3).fit(space.fitted[rows], chosen[rows])
    coefficients = fitted.coef_.reshape(chosen.shape[1], -1).T
    intercept = np.reshape(fitted.intercept_, chosen.shape[1])
    return LinearModel(space, np.ascontiguousarray(coefficients, dtype=np.float32), intercept.astype(np.float32))


def _unseen_levels(
    space: TextSpace, texts: Sequence[str], tagged: NDArray[np.intp], chosen: Strengths
) -> tuple[Strengths, Strengths]:
    """``_levels`` in texts that the regression has not seen: two halves, each read by what the other taught."""
    halves = np.random.default_rng(0).permutation(len(tagged)) % 2
    best, has = [], []
    for half in (0, 1):
        model = _regression(space, tagged[halves != half], chosen)
        reached, kept = _strongest_sentences(model, texts, tagged[halves == half], chosen)
        best.append(reached)
        has.append(kept)
    return _levels(np.concatenate(best), np.concatenate(has))


def _strongest_sentences(
    model: LinearModel, texts: Sequence[str], rows: NDArray[np.intp], chosen: Strengths
) -> tuple[Strengths, Strengths]:
    """Of some of the rows: the prediction for their strongest sentence, and their themes, (some rows, themes) each."""
    some = _examples(rows, chosen)
    parts = [sentences(texts[row]) for row in some]
    predicted = model.predictions([sentence for part in parts for sentence in part])
    return strongest(predicted, [len(part) for part in parts]), chosen[some]


def _levels(reached: Strengths, chosen: Strengths) -> tuple[Strengths, Strengths]:
    """What texts with a theme typically reach, and what others reach by chance, (themes,) each."""
    hit = [np.quantile(column[has > 0], TYPICAL) for column, has in zip(reached.T, chosen.T, strict=True)]
    chance = [np.quantile(column[has == 0], CHANCE) for column, has in zip(reached.T, chosen.T, strict=True)]
    return np.array(hit, dtype=np.float32), np.array(chance, dtype=np.float32)


def _examples(rows: NDArray[np.intp], chosen: Strengths) -> NDArray[np.intp]:
    """Some of the rows with each theme, some without it, and some of all."""
    having = [evenly(rows[chosen[rows, k] > 0], EXAMPLES_FOR_BOUNDS) for k in range(chosen.shape[1])]
    lacking = [evenly(rows[chosen[rows, k] == 0], EXAMPLES_FOR_BOUNDS) for k in range(chosen.shape[1])]
    return np.unique(np.concatenate([*having, *lacking, evenly(rows, OTHERS_FOR_BOUNDS)]))


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
