"""Words that mean the same for who searches: a small dictionary of our own, which can be switched off."""

from functools import cache
from importlib.resources import files

from webapp.core.textnorm import normalise


def same_words(word: str) -> tuple[str, ...]:
    """A typed word as search compares it, and behind it the words that mean the same."""
    own = normalise(word)
    return (own, *(other for other in _groups().get(own, ()) if other != own and own not in other))


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in files("webapp.listings.finding").joinpath("same_words.txt").read_text("utf-8").splitlines():
        group = tuple(dict.fromkeys(normalise(word) for word in line.split("#")[0].split("、") if word.strip()))
        found |= dict.fromkeys(group, group)
    return found
