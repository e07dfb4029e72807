"""Learning themes from the texts whose writers chose them, and from the vocabulary's words.

Writers tag a text, not its sentences, and forget most tags. So each sentence is taken for a mixture: of the themes
its text was tagged with rather than of others, or of none at all, and of what sentences like it mean. A regression
from sentences to these mixtures and the mixtures themselves are found in turns (expectation and maximisation).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.reading.space import Features
from matching.vocabulary import Strengths

MIN_EXAMPLES = 8
"""A theme chosen, or left out, in fewer texts is not learned from them."""
MOST_EXAMPLES = 4_000
"""More tagged texts than these cost time and teach little."""
ROUNDS = 4
PENALTY = 2.0
"""Of the ridge: about as much as two sentences."""
OF_WORD = 3.0
"""How many sentences a word of the vocabulary stands for."""
TAGGED = 0.5
"""How far beyond the common rate writers of a sentence about a theme chose the theme, of the way to always."""
EAGERNESS = 4.0
"""How fast sureness grows with the regression's prediction."""
TYPICAL = 0.8
"""The quantile of predictions for texts with a theme that makes a typical hit."""
CHANCE = 0.95
"""The quantile of predictions for other texts that may be chance; above it are texts that only were not tagged."""
NOTHING_BELOW, SURE_FROM = 0.2, 0.7
"""Shares of the way from a theme's base rate to a typical hit between which a strength rises from 0 to 1."""
LEAST_ROOM = 0.05
CLEAR = 1.3
"""So many times as far above the base rate as chance a hit must reach in unseen texts for a theme to be learned."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts and what their writers chose, and words whose theme is known.

    sentences: text after text, without those that say what the writer does not want. lengths: (texts,) how many each
    text has. chosen: (texts, themes). words: of the vocabulary. meant: (words, themes), 1 where a word names a theme.
    """

    sentences: Features
    lengths: NDArray[np.intp]
    chosen: Strengths
    words: Features
    meant: Strengths

    def rows(self, some: NDArray[np.intp]) -> "Examples":
        """Those of some texts."""
        starts = np.cumsum(self.lengths) - self.lengths
        places = [np.arange(starts[row], starts[row] + self.lengths[row]) for row in some.tolist()]
        return replace(
            self,
            sentences=self.sentences.of(np.concatenate([np.empty(0, np.intp), *places])),
            lengths=self.lengths[some],
            chosen=self.chosen[some],
        )

    def themes(self, columns: NDArray[np.intp]) -> "Examples":
        """The same with some themes only."""
        return replace(self, chosen=self.chosen[:, columns], meant=self.meant[:, columns])


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Ridge regression over the features of a space. coefficients: (features, themes). intercept: (themes,)."""

    coefficients: Strengths
    intercept: Strengths

    def predictions(self, features: Features) -> Strengths:
        """(rows, themes), 1 where the regression is sure."""
        return features.times(self.coefficients) + self.intercept


@dataclass(frozen=True, slots=True)
class LearnedThemes:
    """What was learned of the themes in ``columns``.

    nothing, sure: (learned themes,); a prediction of ``nothing`` or less has strength 0, one of ``sure`` or more 1.
    """

    model: LinearModel
    columns: NDArray[np.intp]
    nothing: Strengths
    sure: Strengths

    def strengths(self, features: Features) -> Strengths:
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
    """The themes that can be learned; None when there are none.

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
    base = tagged.chosen[:, columns].mean(axis=0)
    told = unseen_hit - base > CLEAR * np.maximum(unseen_chance - base, 0)
    if not told.any():
        return None
    columns = columns[told]
    tagged = tagged.themes(columns)
    model = regression(tagged)
    hit, chance = _levels(_strongest_sentences(model, tagged), tagged.chosen)
    base = base[told]
    nothing = np.maximum.reduce([base + NOTHING_BELOW * (hit - base), chance, unseen_chance[told]])
    sure = np.maximum(base + SURE_FROM * (hit - base), nothing + LEAST_ROOM)
    return LearnedThemes(model, columns, nothing.astype(np.float32), sure.astype(np.float32))


def regression(examples: Examples) -> LinearModel:
    """From sentences to the mixtures of themes they are taken for, found in turns; all texts must have themes."""
    from scipy.linalg import cho_factor, cho_solve

    sentences, words = examples.sentences, examples.words
    meant = OF_WORD * np.pad(examples.meant, ((0, 0), (0, 1)))
    of_words = words.onto(meant)
    signs = _signs(examples)
    sureness = np.ones_like(signs)
    factor = cho_factor(_normal_matrix(sentences, words), overwrite_a=True, check_finite=False)
    for _ in range(ROUNDS):
        mixture = signs * sureness
        mixture /= mixture.sum(axis=1, keepdims=True)
        right = np.vstack([sentences.onto(mixture) + of_words, mixture.sum(axis=0) + meant.sum(axis=0)])
        solved = cho_solve(factor, right, check_finite=False).astype(np.float32)
        model = LinearModel(np.ascontiguousarray(solved[:-1]), solved[-1])
        sureness = np.exp(EAGERNESS * np.clip(model.predictions(sentences), -2, 2))
    return LinearModel(np.ascontiguousarray(model.coefficients[:, :-1]), model.intercept[:-1])


def _signs(examples: Examples) -> Strengths:
    """(sentences, themes + 1): how much likelier the text's tags are if the sentence is about a theme, or about none."""
    texts = len(examples.chosen)
    common = (examples.chosen.sum(axis=0) + 0.5) / (texts + 1)
    tagged = common + TAGGED * (1 - common)
    signs = np.where(examples.chosen > 0, tagged / common, (1 - tagged) / (1 - common))
    signs = np.pad(signs, ((0, 0), (0, 1)), constant_values=1)
    return np.repeat(signs, examples.lengths, axis=0).astype(np.float32)


def _normal_matrix(sentences: Features, words: Features) -> Strengths:
    """(features + 1, features + 1): of the ridge, the constant last and without penalty."""
    gram = sentences.gram() + OF_WORD * words.gram()
    gram[np.diag_indices_from(gram)] += PENALTY
    ones, weights = np.ones((sentences.rows, 1), np.float32), np.full((words.rows, 1), OF_WORD, dtype=np.float32)
    border = sentences.onto(ones) + words.onto(weights)
    whole = np.block([[gram, border], [border.T, np.full((1, 1), len(ones) + weights.sum())]])
    return whole.astype(np.float32)


def _unseen_levels(examples: Examples) -> tuple[Strengths, Strengths]:
    """``_levels`` in texts that the regression has not seen: two halves, each read by what the other taught."""
    halves = np.random.default_rng(0).permutation(len(examples.lengths)) % 2
    best, has = [], []
    for half in (0, 1):
        unseen = examples.rows(np.flatnonzero(halves == half))
        model = regression(examples.rows(np.flatnonzero(halves != half)))
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
