"""One word of the law, and a group of them."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Term:
    """`key` is the Japanese word, `word` the same in the reader's language, `reading` its kana, `source` where it is from."""

    key: str
    word: Any
    reading: str
    gloss: Any
    source: Any


@dataclass(frozen=True)
class Group:
    """Terms that are read together."""

    key: str
    label: Any
    terms: tuple[Term, ...]


def group(key: str, label: Any, *terms: Term) -> Group:
    """A group of these terms, in the order given."""
    return Group(key, label, terms)
