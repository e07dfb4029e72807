"""Texts as features: words weighted by how rare they are, beside the mean of their word vectors."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.reading import tokens
from matching.reading.tokens import Tokens
from matching.reading.wordvectors import WIDTH, WordVectors, has_vectors, word_vectors

Floats = NDArray[np.float32]
MOST_TERMS = 4_000
"""Rarer words than these are seen too seldom to teach anything."""
SIDES = 2
TERMS_WEIGHT = 0.3
"""How much terms count beside the mean word vector: enough to tell wordings apart, so little that new ones are read."""
TINY = np.float32(1e-5)


@dataclass(frozen=True, slots=True)
class Features:
    """Of sentences or texts. terms: (rows, terms) sparse float32. means: (rows, 300) float32, or (rows, 0).

    Each part of a row has one length, or 0 where it knows nothing.
    """

    terms: Any
    means: Floats

    @property
    def rows(self) -> int:
        """How many there are."""
        return len(self.means)

    @property
    def columns(self) -> int:
        """How many each has, terms first."""
        terms: int = self.terms.shape[1]
        width: int = self.means.shape[1]
        return terms + width

    def of(self, rows: NDArray[Any]) -> "Features":
        """Those of some rows."""
        return Features(self.terms[rows], self.means[rows])

    def times(self, matrix: Floats) -> Floats:
        """(rows, k) of (columns, k); a row comes out the same, to the last digit, in whatever company."""
        product: Floats = self.terms @ matrix[: self.terms.shape[1]]
        if self.means.shape[1]:
            product = product + _exactly(self.means, matrix[self.terms.shape[1] :])
        return product

    def gram(self) -> Floats:
        """(columns, columns): the inner products of columns."""
        crossed = self.terms.T @ self.means
        of_terms = (self.terms.T @ self.terms).toarray()
        return np.block([[of_terms, crossed], [crossed.T, self.means.T @ self.means]])

    def onto(self, values: Floats) -> Floats:
        """(columns, k): the inner products of columns with (rows, k)."""
        return np.concatenate([self.terms.T @ values, self.means.T @ values])


@dataclass(frozen=True, slots=True)
class Space:
    """What was learned of words.

    tokenizer: "words" or "characters". terms: column of each word. rarity: (terms,) inverse document frequencies;
    new: that of a word never seen. vectors: None without word vectors. centres: (sides + 1, 300), the mean word vector
    of each side's texts, and of all; sides word the same things differently.
    """

    tokenizer: str
    terms: Mapping[str, int]
    rarity: Floats
    new: float
    vectors: WordVectors | None
    centres: Floats

    def tokens(self, sentences: Sequence[str]) -> Tokens:
        """The words of normalised sentences."""
        return TOKENIZERS[self.tokenizer](sentences)

    def features(self, found: Tokens, sides: NDArray[np.intp]) -> Features:
        """Of sentences or texts. sides: the side of each row, -1 where it is not known."""
        columns, rarity = self._columns(found)
        of_terms = self._term_weights(found, columns, rarity)
        if self.vectors is None:
            return Features(of_terms, np.zeros((of_terms.shape[0], 0), dtype=np.float32))
        means = self._mean_vectors(found, rarity)
        means -= np.where(means.any(axis=1, keepdims=True), self.centres[sides], 0)
        of_terms.data *= np.float32(TERMS_WEIGHT)
        return Features(of_terms, unit(means))

    def centred_on(self, found: Tokens, sides: NDArray[np.intp]) -> "Space":
        """The same with the centres of these texts, and the sides they were written on."""
        if self.vectors is None:
            return self
        means = self._mean_vectors(found, self._columns(found)[1])
        told = means.any(axis=1)
        centre = _mean(means[told], np.zeros(WIDTH, dtype=np.float32))
        of_sides = [_mean(means[told & (sides == side)], centre) for side in range(SIDES)]
        return replace(self, centres=np.stack([*of_sides, centre]))

    def meta(self) -> dict[str, Any]:
        """What ``from_parts`` needs beside the arrays, as plain JSON."""
        vectors = self.vectors and self.vectors.name
        return {"tokenizer": self.tokenizer, "terms": list(self.terms), "new": self.new, "vectors": vectors}

    def arrays(self) -> dict[str, Floats]:
        """What ``from_parts`` needs beside ``meta``; the table of word vectors is not part of it."""
        return {"rarity": self.rarity, "centres": self.centres}

    @classmethod
    def from_parts(cls, meta: Mapping[str, Any], arrays: Mapping[str, Floats]) -> "Space":
        """The space that gave the parts. ValueError, in words, where what it was fitted with is not installed here."""
        if meta["tokenizer"] == "words" and not tokens.has_sudachi():
            raise ValueError("this model reads words: install sudachipy and sudachidict_core, or fit it anew")
        if meta["vectors"] and not has_vectors():
            raise ValueError(
                f"this model reads with the word vectors of {meta['vectors']}: install them, or fit it anew"
            )
        vectors = word_vectors() if meta["vectors"] else None
        if vectors is not None and vectors.name != meta["vectors"]:
            raise ValueError(f"this model was fitted with {meta['vectors']}, here is {vectors.name}: fit it anew")
        terms = {term: column for column, term in enumerate(meta["terms"])}
        return cls(meta["tokenizer"], terms, arrays["rarity"], meta["new"], vectors, arrays["centres"])

    def _term_weights(self, found: Tokens, columns: NDArray[np.intp], rarity: Floats) -> Any:
        """(sentences or texts, terms) sparse: TF-IDF rows of length 1 or 0."""
        from scipy.sparse import csr_array

        known = np.flatnonzero(columns >= 0)
        to_terms = csr_array((rarity[known], (known, columns[known])), (len(columns), len(self.terms)))
        even = found.counts.copy()
        even.data = 1 + np.log(even.data)
        weights = even @ to_terms
        length = np.sqrt(weights.power(2).sum(axis=1))
        weights.data /= np.repeat(np.maximum(length, TINY), np.diff(weights.indptr)).astype(np.float32)
        return weights

    def _mean_vectors(self, found: Tokens, rarity: Floats) -> Floats:
        """(sentences or texts, 300): the mean of the word vectors, rare words weighing more, brought to length 1."""
        assert self.vectors is not None
        return unit(found.counts @ (rarity[:, None] * self.vectors.of(found.forms)))

    def _columns(self, found: Tokens) -> tuple[NDArray[np.intp], Floats]:
        """Of each form: its column or -1, and its rarity."""
        columns = np.array([self.terms.get(form, -1) for form in found.forms], dtype=np.intp)
        rarity = np.append(self.rarity, np.float32(self.new))
        return columns, rarity[columns]


TOKENIZERS: dict[str, Callable[[Sequence[str]], Tokens]] = {
    "words": tokens.words,
    "characters": tokens.characters,
}


def fit_space(sentences: Sequence[str], lengths: NDArray[np.intp], sides: NDArray[np.intp]) -> Space:
    """The space of texts, each so many consecutive normalised sentences. sides: (texts,), 0 or 1."""
    tokenizer = "words" if tokens.has_sudachi() else "characters"
    found = TOKENIZERS[tokenizer](sentences).pooled(lengths)
    frequency = np.asarray((found.counts > 0).sum(axis=0), dtype=np.float32)
    kept = np.sort(np.argsort(-frequency, kind="stable")[:MOST_TERMS])
    texts = len(lengths)
    space = Space(
        tokenizer,
        terms={found.forms[place]: column for column, place in enumerate(kept.tolist())},
        rarity=(np.log((1 + texts) / (1 + frequency[kept])) + 1).astype(np.float32),
        new=float(np.log(1 + texts) + 1),
        vectors=word_vectors() if tokenizer == "words" and has_vectors() else None,
        centres=np.zeros((1, WIDTH), dtype=np.float32),
    )
    return space.centred_on(found, sides)


def _exactly(rows: Floats, matrix: Floats) -> Floats:
    """Their product, summed in float64: in float32 a row's last digit depends on where it stands."""
    product: Floats = (rows.astype(np.float64) @ matrix.astype(np.float64)).astype(np.float32)
    return product


def unit(vectors: Floats) -> Floats:
    """Rows brought to length 1; rows of zeros, but for rounding, become zeros."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Floats = np.where(length > TINY, vectors / np.maximum(length, TINY), 0)
    return scaled


def _mean(vectors: Floats, otherwise: Floats) -> Floats:
    mean: Floats = vectors.mean(axis=0) if len(vectors) else otherwise
    return mean
