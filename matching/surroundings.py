"""Surroundings people look for, read from their own words: the sea, mountains, an island, snow, hot springs …"""

from collections.abc import Mapping, Sequence

import numpy as np

from matching.reading.lexicon import find_words
from matching.reading.text import is_avoiding, normalise, sentences
from matching.vocabulary import Strengths

WORDS: dict[str, tuple[str, ...]] = {
    "city": ("街なか", "まちなか", "都市", "市街", "駅の近く", "駅前", "便利な"),
    "island": ("島",),
    "mountain": ("山", "高原", "標高", "渓谷", "峠"),
    "onsen": ("温泉", "湯治", "共同湯"),
    "sea": ("海", "湾", "浜", "港", "磯", "波"),
    "snow": ("雪",),
    "village": ("村", "集落", "里", "田舎", "田園", "静か", "のどか"),
}
"""Code of a municipality's surroundings → how people write of them, in the code's usual sense."""
CODES = {code: column for column, code in enumerate(WORDS)}


def wished_surroundings(texts: Sequence[str]) -> Strengths:
    """(texts, CODES): the share each wished kind has among those wished; below 0 what is not wanted."""
    return shares(named(texts, WORDS))


def named(texts: Sequence[str], words_of: Mapping[str, tuple[str, ...]]) -> Strengths:
    """(texts, codes): 1 for what a text wishes for by one of the code's words, -1 for what it does not want, else 0."""
    columns = {code: column for column, code in enumerate(words_of)}
    parts = [sentences(normalise(text)) for text in texts]
    unique = {one: row for row, one in enumerate(dict.fromkeys(one for part in parts for one in part))}
    tone = np.array([-1 if is_avoiding(one) else 1 for one in unique], dtype=np.float32)
    found = np.zeros((len(unique), len(columns)), dtype=np.float32)
    words = [(word, columns[code]) for code, spelt in words_of.items() for word in spelt]
    for place, row in find_words([word for word, _ in words], list(unique)):
        found[row, words[place][1]] = tone[row]
    wished = np.zeros((len(texts), len(columns)), dtype=np.float32)
    for row, part in enumerate(parts):
        for sentence in part:
            wished[row] += found[unique[sentence]]
    return np.sign(wished)


def shares(wished: Strengths) -> Strengths:
    """Each row divided by how much is wished for in it, so that long lists of wishes do not count more."""
    divided: Strengths = wished / np.maximum(np.abs(wished).sum(axis=1, keepdims=True), 1)
    return divided
