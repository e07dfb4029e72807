"""A start without breaks to look for rubbish: all of what it loads stays."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

_apps = count()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Look for no rubbish meanwhile: there is none, and it was a third of the start.

    What was loaded is never looked through later either: at the end of a process, Python would do so for more than a
    second. A second app of a process may go, so only the first is held.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
        if not next(_apps):  # asking Python what is held already counts a million things one by one
            gc.freeze()
    finally:
        if collecting:
            gc.enable()
