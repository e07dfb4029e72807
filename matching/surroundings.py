"""Surroundings people look for, read from their own words: the sea, mountains, an island, snow, hot springs …"""

from collections.abc import Sequence

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
    parts = [sentences(normalise(text)) for text in texts]
    unique = {one: row for row, one in enumerate(dict.fromkeys(one for part in parts for one in part))}
    tone = np.array([-1 if is_avoiding(one) else 1 for one in unique], dtype=np.float32)
    found = np.zeros((len(unique), len(CODES)), dtype=np.float32)
    words = [(word, CODES[code]) for code, spelt in WORDS.items() for word in spelt]
    for place, row in find_words([word for word, _ in words], list(unique)):
        found[row, words[place][1]] = tone[row]
    wished = np.zeros((len(texts), len(CODES)), dtype=np.float32)
    for row, part in enumerate(parts):
        for sentence in part:
            wished[row] += found[unique[sentence]]
    wished = np.sign(wished)
    shares: Strengths = wished / np.maximum(np.abs(wished).sum(axis=1, keepdims=True), 1)
    return shares
