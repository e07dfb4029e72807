"""Small secrets that a development machine makes once and keeps in a file of its own."""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def made_once(path: Path, make: Callable[[], bytes]) -> bytes:
    """What the file holds, made first if it is not there; readable by its owner only.

    Of several processes that start at once, one makes it and all read the same.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        own = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with open(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(make())
        try:
            with suppress(FileExistsError):  # another process was first
                os.link(own, path)
        finally:
            own.unlink()
    return path.read_bytes()
