"""The project's own source, read and parsed once: what the architecture tests look at."""

import ast
import gc
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One text file of the project."""

    path: str
    text: str

    @property
    def lines(self) -> list[str]:
        """Physical lines, blank ones and comments included: what a reader scrolls past."""
        return self.text.splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed module."""
        tree = ast.parse(self.text, self.path)
        gc.freeze()  # thousands of trees are kept to the end; later tests shall not pay for walking them
        return tree

    @cached_property
    def functions(self) -> list[Function]:
        """Every function and method, nested ones too."""
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]


@cache
def project_files() -> tuple[str, ...]:
    """Paths of every file that is, or is about to be, committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        skipped = {".venv", "var", ".git", "node_modules"}
        listed = [p.relative_to(ROOT).as_posix() for p in ROOT.rglob("*") if not skipped & set(p.parts)]
    return tuple(sorted(path for path in listed if path and (ROOT / path).is_file()))


@cache
def read(path: str) -> Source:
    """One file."""
    return Source(path, (ROOT / path).read_text(encoding="utf-8"))


def select(*folders: str, suffix: str) -> list[Source]:
    """The files with this ending below these folders; empty ones are left out."""
    wanted = [path for path in project_files() if path.endswith(suffix) and path.split("/")[0] in folders]
    return [source for source in map(read, wanted) if source.text.strip()]


def code() -> list[Source]:
    """The program: neither tests nor migrations."""
    return select("webapp", "matching", suffix=".py")


def tests() -> list[Source]:
    """The tests and what they stand on."""
    return select("tests", suffix=".py")


def templates() -> list[Source]:
    """The pages and letters."""
    return select("webapp", suffix=".html")


def length(function: Function) -> int:
    """Lines of a function, its decorators included."""
    first = min([function.lineno, *(decorator.lineno for decorator in function.decorator_list)])
    return (function.end_lineno or first) - first + 1


def must_be_none(found: Iterable[str]) -> None:
    """Fail with every fault on a line of its own."""
    faults = list(found)
    assert not faults, "\n" + "\n".join(faults)
