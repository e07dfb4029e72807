"""What can wait: each feature lends its move with how it is done and where one reads what became of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from webapp.core.actor import Actor
from webapp.core.services import services
from webapp.desk.waiting.models import WaitingMove

#: under this name the running app keeps what can wait: kind → `Kind`
KINDS = "waiting_kinds"


@dataclass(frozen=True)
class Done:
    """What became of a move: a note of the feature's own, or a sentence for each thing it was not done to."""

    done: int
    kept: list[str] = field(default_factory=list)
    result_id: str = ""


@dataclass(frozen=True)
class Kind:
    """One move about many things. `act` runs in the worker's transaction, as the person who asked for it.

    `about` tells what the things are, each with the address of its page; lists that name nobody tell nobody here.
    """

    label: Any
    act: Callable[[WaitingMove, Actor], Done]
    href: Callable[[WaitingMove], str] | None = None
    about: Callable[[WaitingMove], list[tuple[str, str]]] | None = None


def kind_of(row: WaitingMove) -> Kind:
    """How a row's move is done."""
    known: dict[str, Kind] = services().extras[KINDS]
    return known[row.kind]


def things_of(row: WaitingMove) -> list[tuple[str, str]]:
    """What a waiting move is about, as a list shows it: words and an address each; nothing where the feature does not tell."""
    about = kind_of(row).about
    return about(row) if about is not None else []
