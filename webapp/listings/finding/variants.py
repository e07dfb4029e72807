"""Words that mean the same for who searches: a small dictionary of our own, which can be switched off."""

from functools import cache
from importlib.resources import files

from webapp.core.textnorm import normalise


def same_words(word: str) -> tuple[str, ...]:
    """A typed word as search compares it, and behind it the words that mean the same."""
    return (normalise(word), *(normalise(other) for other in others(word)))


def others(word: str) -> tuple[str, ...]:
    """The words that mean the same, as they are written; what the word itself finds as well is left out."""
    own = normalise(word)
    return tuple(other for other in _groups().get(own, ()) if own not in normalise(other))


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in files("webapp.listings.finding").joinpath("same_words.txt").read_text("utf-8").splitlines():
        group = tuple(word.strip() for word in line.split("#")[0].split("、") if word.strip())
        found |= {normalise(word): group for word in group}
    return found
