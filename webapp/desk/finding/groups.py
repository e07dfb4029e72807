"""What was typed, and what a feature answers to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from webapp.core.actor import Actor
from webapp.core.textnorm import normalise

#: under this name the running app keeps what features find: a `Finder` each
FINDERS = "staff_finders"
FEW, MANY = 10, 100
MOST_WORDS = 5


@dataclass(frozen=True)
class Words:
    """What somebody looks for, and how much of it they want to see."""

    typed: str
    limit: int = FEW

    @property
    def parts(self) -> list[str]:
        """The single words as search columns hold them."""
        return normalise(self.typed).split()[:MOST_WORDS]

    @property
    def email(self) -> str:
        """A whole address as accounts hold it, or nothing."""
        return self.typed.strip().lower() if "@" in self.typed else ""


@dataclass(frozen=True)
class Hit:
    """One thing that was found; `is_exact` says that its whole number was typed."""

    title: str
    href: str
    about: str = ""
    is_exact: bool = False


@dataclass(frozen=True)
class Group:
    """What one feature found: up to `limit` hits and whether there are more."""

    key: str
    label: Any
    hits: list[Hit]
    has_more: bool = False
    is_about_people: bool = False


Finder = Callable[[Actor, Words], Group | None]


def group(key: str, label: Any, hits: list[Hit], words: Words, *, is_about_people: bool = False) -> Group:
    """A group from one hit more than is shown."""
    return Group(key, label, hits[: words.limit], len(hits) > words.limit, is_about_people)
