"""What a dashboard is made of: one next step, panels that answer a question each, quiet ways on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from webapp.core.actor import Actor, Role


@dataclass(frozen=True)
class Way:
    """A quiet link."""

    label: Any
    href: str


@dataclass(frozen=True)
class Step:
    """The one next thing to do: why, and where."""

    title: str
    text: str
    label: str
    href: str


@dataclass(frozen=True)
class Line:
    """One thing below a plot, with where it leads, its status in words and what is to be known of it."""

    title: str
    href: str = ""
    note: str = ""
    status: Any = ""
    tone: str = "neutral"


@dataclass(frozen=True)
class Panel:
    """One question with its picture, the answer in a sentence, and everything it rests on as a table.

    `head` and `rows` become the file; the plot brings its own table for who reads on the page. Without rows there is
    no file.
    """

    question: str
    says: str
    head: Sequence[Any] = ()
    rows: Sequence[Sequence[object]] = ()
    plot: Markup | None = None
    lines: Sequence[Line] = ()
    more: Way | None = None
    is_wide: bool = False


Facts = Any
Draws = Callable[[Facts], Panel | None]


@dataclass(frozen=True)
class Board:
    """One role's dashboard. `facts` reads what several parts need, once; a panel that has nothing to say is None."""

    key: str
    label: Any
    roles: frozenset[Role]
    facts: Callable[[Actor], Facts]
    step: Callable[[Facts], Step]
    panels: Mapping[str, Draws]
    ways: Callable[[Facts], list[tuple[Any, list[Way]]]] | None = None

    @property
    def is_work(self) -> bool:
        """Whether it stands among the screens of the staff."""
        return self.ways is None
