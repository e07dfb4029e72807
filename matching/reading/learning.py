"""Learning themes from the texts whose writers chose them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.vocabulary import Strengths

MIN_EXAMPLES = 8
"""A theme chosen, or left out, in fewer texts is not learned."""
MOST_EXAMPLES = 4_000
"""More tagged texts than these cost time and teach little."""
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
class Examples:
    """Texts and what their writers chose.

    texts: (texts, features) sparse. sentences: (sentences, features) sparse, text after text. lengths: (texts,) how
    many sentences each text has. chosen: (texts, themes).
    """

    texts: Any
    sentences: Any
    lengths: NDArray[np.intp]
    chosen: Strengths

    def rows(self, some: NDArray[np.intp]) -> "Examples":
        """Those of some texts."""
        starts = np.cumsum(self.lengths) - self.lengths
        places = [np.arange(starts[row], starts[row] + self.lengths[row]) for row in some.tolist()]
        return Examples(
            self.texts[some],
            self.sentences[np.concatenate([np.empty(0, np.intp), *places])],
            self.lengths[some],
            self.chosen[some],
        )

    def themes(self, columns: NDArray[np.intp]) -> "Examples":
        """The same with some themes only."""
        return replace(self, chosen=self.chosen[:, columns])


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Ridge regression over the features of a space. coefficients: (features, themes). intercept: (themes,)."""

    coefficients: Strengths
    intercept: Strengths

    def predictions(self, features: Any) -> Strengths:
        """(rows, themes), 1 where the regression is sure."""
        predicted: Strengths = features @ self.coefficients + self.intercept
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

    def strengths(self, features: Any) -> Strengths:
        """(sentences, learned themes), 0 to 1."""
        above = self.model.predictions(features) - self.nothing
        strengths: Strengths = np.clip(above / (self.sure - self.nothing), 0, 1)
        return strengths

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything, under fixed names."""
        of_model = {"coefficients": self.model.coefficients, "intercept": self.model.intercept}
        return of_model | {"columns": self.columns, "nothing": self.nothing, "sure": self.sure}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "LearnedThemes":
        """What gave the arrays; others may be among them."""
        model = LinearModel(arrays["coefficients"], arrays["intercept"])
        return cls(model, arrays["columns"], arrays["nothing"], arrays["sure"])


def learn(examples: Examples) -> LearnedThemes | None:
    """Ridge regression from texts to the chosen themes; None when no theme can be learned.

    Blank texts and those without any theme are left out. A theme is learned when it has ``MIN_EXAMPLES`` and is told
    from others in texts the regression has not seen. Its strength begins above what other texts reach by chance, and
    is full below a typical hit, since many texts that fit a theme were never tagged.
    """
    tagged = examples.rows(evenly(np.flatnonzero(examples.chosen.any(axis=1) & (examples.lengths > 0)), MOST_EXAMPLES))
    times = tagged.chosen.sum(axis=0)
    columns = np.flatnonzero((times >= MIN_EXAMPLES) & (len(tagged.lengths) - times >= MIN_EXAMPLES))
    if not columns.size:
        return None
    unseen_hit, unseen_chance = _unseen_levels(tagged.themes(columns))
    told = unseen_hit > CLEAR * unseen_chance
    if not told.any():
        return None
    columns = columns[told]
    tagged = tagged.themes(columns)
    model = _regression(tagged)
    hit, chance = _levels(_strongest_sentences(model, tagged), tagged.chosen)
    above = hit - model.intercept
    nothing = np.maximum.reduce([model.intercept + NOTHING_BELOW * above, chance, unseen_chance[told]])
    sure = np.maximum(model.intercept + SURE_FROM * above, nothing + LEAST_ROOM)
    return LearnedThemes(model, columns, nothing, sure)


def _regression(examples: Examples) -> LinearModel:
    from sklearn.linear_model import Ridge

    fitted = Ridge(alpha=1.0, solver="sparse_cg", tol=1e-3).fit(examples.texts, examples.chosen)
    themes = examples.chosen.shape[1]
    coefficients = np.ascontiguousarray(fitted.coef_.reshape(themes, -1).T, dtype=np.float32)
    return LinearModel(coefficients, np.reshape(fitted.intercept_, themes).astype(np.float32))


def _unseen_levels(examples: Examples) -> tuple[Strengths, Strengths]:
    """``_levels`` in texts that the regression has not seen: two halves, each read by what the other taught."""
    halves = np.random.default_rng(0).permutation(len(examples.lengths)) % 2
    best, has = [], []
    for half in (0, 1):
        unseen = examples.rows(np.flatnonzero(halves == half))
        model = _regression(examples.rows(np.flatnonzero(halves != half)))
        best.append(_strongest_sentences(model, unseen))
        has.append(unseen.chosen)
    return _levels(np.concatenate(best), np.concatenate(has))


def _strongest_sentences(model: LinearModel, examples: Examples) -> Strengths:
    """(texts, themes): the prediction for the strongest sentence."""
    return strongest(model.predictions(examples.sentences), examples.lengths)


def _levels(reached: Strengths, chosen: Strengths) -> tuple[Strengths, Strengths]:
    """What texts with a theme typically reach, and what others reach by chance, (themes,) each."""
    hit = [np.quantile(column[has > 0], TYPICAL) for column, has in zip(reached.T, chosen.T, strict=True)]
    chance = [np.quantile(column[has == 0], CHANCE) for column, has in zip(reached.T, chosen.T, strict=True)]
    return np.array(hit, dtype=np.float32), np.array(chance, dtype=np.float32)


def strongest(values: Strengths, lengths: Sequence[int] | NDArray[np.intp]) -> Strengths:
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
