"""Writes files so that nobody meets half of one, and tells how far the work is."""

import os
import sys
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, TypeVar

Item = TypeVar("Item")
EVERY = 5.0
"""Seconds between two lines of progress."""


@contextmanager
def whole_file(path: str) -> Iterator[TextIO]:
    """A text file (UTF-8) that appears under its name only when everything is written; "-" is the standard output.

    What is not a plain file, such as a pipe, is written as it is. OSError: the disk, the folder, the pipe.
    """
    target = Path(path).resolve()
    if path == "-":
        yield sys.stdout
        sys.stdout.flush()
    elif target.exists() and not target.is_file():
        with target.open("w", encoding="utf-8", newline="\n") as file:
            yield file
    else:
        draft = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
        try:
            with draft.open("x", encoding="utf-8", newline="\n") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)


def tell(sentence: str) -> None:
    """Say something on the standard error, where it is in nobody's way."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def counted(items: Iterable[Item], total: int, what: str) -> Iterator[Item]:
    """The items, telling every few seconds how many of them are done and what time is left, from the second one on."""
    first = told = time.monotonic()
    for number, item in enumerate(items, start=1):
        yield item
        now = time.monotonic()
        if number == 1:
            first = told = now
        elif now - told >= EVERY and number < total:
            told = now
            left = (now - first) / (number - 1) * (total - number)
            tell(f"{number:,} of {total:,} {what}, about {left:,.0f} s left")
