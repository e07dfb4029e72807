"""Uploaded files: named by their content, kept in a folder or in a bucket, never served by path."""

import hashlib
import re
from pathlib import Path

from webapp.core.errors import NotThere
from webapp.core.services import services, settings
from webapp.core.storage_places import Bucket, Folder, Place

_KEY = re.compile(r"[0-9a-f]{40}\.[a-z0-9]{1,5}")
_PLACE = "storage"


def save(data: bytes, suffix: str) -> str:
    """Keep some bytes and return their key, e.g. `3f…9a.webp`; the same bytes give the same key.

    The file is complete or absent. Raises ValueError for a suffix that is not short, plain and lower case,
    MissingSetup when the bucket does not answer.
    """
    key = f"{hashlib.sha256(data).hexdigest()[:40]}.{suffix}"
    if not _KEY.fullmatch(key):
        raise ValueError(f"not a plain suffix: {suffix!r}")
    place().put(key, data)
    return key


def load(key: str) -> bytes:
    """The bytes kept under a key. Raises NotThere for an unknown or malformed one, MissingSetup as `save`."""
    found = place().get(key) if _KEY.fullmatch(key) else None
    if found is None:
        raise NotThere
    return found


def remove(key: str) -> None:
    """Forget a file; removing one that is gone already is fine."""
    if _KEY.fullmatch(key):
        place().drop(key)


def place() -> Place:
    """Where files lie, as the settings say: a bucket where one is named, else the folder."""
    extras = services().extras
    if _PLACE not in extras:
        extras[_PLACE] = Bucket(settings()) if settings().s3_bucket else Folder(folder())
    found: Place = extras[_PLACE]
    return found


def folder() -> Path:
    """Where uploads lie without a bucket: the folder that a backup has to hold."""
    return settings().home.absolute() / "uploads"
