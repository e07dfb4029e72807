"""Finding the vocabulary's words in texts, and which of them the tagged texts contradict."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate

from matching.vocabulary import Strengths

Words = tuple[tuple[str, int], ...]
"""(normalised word, theme column) pairs."""

DOUBTED_HITS, DOUBTED_SHARE = 10, 0.2
"""A word found in so many tagged texts, of which less than this share carry its theme, means something else there."""


def find_words(words: Sequence[str], texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(place of the word, place of the text) wherever a word stands in a normalised text, each pair once.

    Words of Latin letters only count whole ("ec" is not in "eco"). One search through the joined text per word.
    """
    joined = "\n".join(text.replace("\n", " ") for text in texts)
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    for place, word in enumerate(words):
        position = joined.find(word)
        while position >= 0:
            row = bisect_right(starts, position) - 1
            is_whole = not word.isascii() or _stands_alone(joined, position, position + len(word))
            if is_whole:
                yield place, row
            position = joined.find(word, starts[row + 1] if is_whole else position + 1)


def believed_words(words: Words, texts: Sequence[str], chosen: Strengths, learned: Collection[int]) -> Words:
    """The words without those that tagged texts contradict.

    texts, chosen: normalised texts and their themes, (texts, themes). learned: columns of themes chosen often enough
    for their absence to mean something.
    """
    hits: dict[int, list[int]] = {}
    for place, row in find_words([word for word, _ in words], texts):
        hits.setdefault(place, []).append(row)

    def is_doubted(place: int, column: int) -> bool:
        rows = hits.get(place, [])
        return column in learned and len(rows) >= DOUBTED_HITS and bool(chosen[rows, column].mean() < DOUBTED_SHARE)

    return tuple(pair for place, pair in enumerate(words) if not is_doubted(place, pair[1]))


def _stands_alone(text: str, start: int, end: int) -> bool:
    around = text[max(start - 1, 0) : start] + text[end : end + 1]
    return not any(character.isascii() and character.isalnum() for character in around)
