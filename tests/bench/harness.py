"""A table of measures with their goals, and the rulers: CPU time, queries, memory."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event


@dataclass(frozen=True)
class Row:
    """One measured figure; `at_most` or `at_least` is its goal."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def is_reached(self) -> bool | None:
        """Whether the goal is met; None without one."""
        if self.at_most is not None:
            return self.value <= self.at_most
        return None if self.at_least is None else self.value >= self.at_least

    def cells(self) -> tuple[str, str, str, str, str]:
        """The row as text: name, figure, goal, verdict, note."""
        goal = f"≤ {self.at_most:g}" if self.at_most is not None else ""
        goal = f"≥ {self.at_least:g}" if self.at_least is not None else goal
        verdict = {True: "ok", False: "MISSED", None: ""}[self.is_reached]
        return self.name, f"{_short(self.value)} {self.unit}", goal, verdict, self.note


@dataclass
class Report:
    """Everything measured in one run."""

    rows: list[Row] = field(default_factory=list)

    def add(self, name: str, value: float, unit: str, **more: Any) -> None:
        """Note one figure."""
        self.rows.append(Row(name, value, unit, **more))

    def value(self, name: str) -> float:
        """A figure noted before, for a ratio."""
        return next(row.value for row in self.rows if row.name == name)

    def table(self) -> str:
        """The rows in aligned columns."""
        head = ("measure", "figure", "goal", "", "note")
        lines = [head, *(row.cells() for row in self.rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
        )

    def missed(self) -> list[str]:
        """Names of the goals that were not met."""
        return [row.name for row in self.rows if row.is_reached is False]


def cpu_ms(call: Callable[[], object], *, rounds: int = 60, each: int = 4, warm_up: int = 8) -> float:
    """CPU time of one call in milliseconds: the least of many short rounds, because a busy neighbour only adds to it."""
    for _ in range(warm_up):
        call()
    gc.collect()
    figures = []
    for _ in range(rounds):
        began = time.process_time()
        for _ in range(each):
            call()
        figures.append((time.process_time() - began) / each * 1000)
    return min(figures)


@contextmanager
def counted_queries(engine: Engine) -> Iterator[list[str]]:
    """The statements sent to a database inside the block, transaction control left out."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.split(maxsplit=1)[0].upper() not in {"BEGIN", "PRAGMA"}:
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def resident_mib(pid: int | str = "self") -> float:
    """Memory of a process in MiB: its proportional share where pages are shared."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the kernel does not tell the memory of a process")


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"
