"""Uploaded files: named by their content, kept under FUTAMACHI_HOME/uploads, never served by path."""

import hashlib
import re
import secrets
from pathlib import Path

from webapp.core.errors import NotThere
from webapp.core.services import settings

_KEY = re.compile(r"[0-9a-f]{40}\.[a-z0-9]{1,5}")


def save(data: bytes, suffix: str) -> str:
    """Keep some bytes and return their key, e.g. `3f…9a.webp`; the same bytes give the same key.

    The file is complete or absent: it is written beside its place and moved there.
    Raises ValueError for a suffix that is not short, plain and lower case.
    """
    key = f"{hashlib.sha256(data).hexdigest()[:40]}.{suffix}"
    path = _path_of(key)
    if path is None:
        raise ValueError(f"not a plain suffix: {suffix!r}")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        unfinished.write_bytes(data)
        unfinished.replace(path)
    return key


def load(key: str) -> bytes:
    """The bytes kept under a key. Raises NotThere for an unknown or malformed one."""
    path = _path_of(key)
    if path is None or not path.is_file():
        raise NotThere
    return path.read_bytes()


def remove(key: str) -> None:
    """Forget a file; removing one that is gone already is fine."""
    path = _path_of(key)
    if path is not None:
        path.unlink(missing_ok=True)


def folder() -> Path:
    """Where uploads lie: the folder that a backup has to hold."""
    return settings().home.absolute() / "uploads"


def _path_of(key: str) -> Path | None:
    return folder() / key[:2] / key if _KEY.fullmatch(key) else None
