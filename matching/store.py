"""Keeps a fitted model in a folder of JSON, plain arrays and listed estimators, and reads it back or refuses it.

The folder holds ``meta.json``, ``arrays/*.npy``, ``estimators/*.skops`` and ``manifest.json`` with a checksum of each.
Nothing in it is ever run: no pickle, no type that ``estimators.ALLOWED_TYPES`` does not name.
"""

import errno
import hashlib
import json
import os
import re
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version as library_version
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, TypeGuard

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from matching import estimators

FORMAT = "futamachi-match-model"
FORMAT_VERSION = 1
MANIFEST, META = "manifest.json", "meta.json"
NAME = re.compile(r"[a-z0-9_][a-z0-9_.-]{0,80}")
FILE = re.compile(r"meta\.json|arrays/[a-z0-9_][a-z0-9_.-]{0,80}\.npy|estimators/[a-z0-9_][a-z0-9_.-]{0,80}\.skops")
MANIFEST_LIMIT = 1_000_000
"""Bytes; a manifest is a few thousand."""
RELEASES = {"numpy": 1, "scikit-learn": 2}
"""How many parts of a library's version must agree for estimators to be read: scikit-learn changes them in each."""


class ModelRefused(ValueError):
    """A folder that is not a model this program can use; the message says why."""


@dataclass(frozen=True, eq=False)
class Parts:
    """What a model consists of. meta: plain JSON. arrays: without Python objects. estimators: fitted, scikit-learn's.

    version: checksum over everything, set by ``load``; the same parts have the same version. Names are small letters,
    digits, dots, underscores and hyphens.
    """

    meta: dict[str, Any]
    arrays: dict[str, NDArray[Any]] = field(default_factory=dict)
    estimators: dict[str, Any] = field(default_factory=dict)
    version: str = ""


def save(folder: Path | str, parts: Parts) -> str:
    """Write the model and return its version; a model already there is replaced, anything else is left alone.

    It is written beside the folder first and then renamed, so that nobody meets half a model. ValueError: a part that
    could not be read back. ModelRefused: the folder holds something that is no model. OSError: the disk.
    """
    folder = Path(folder).absolute()
    check_place(folder)
    draft = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}")
    try:
        _write_parts(draft, parts)
        version = _write_manifest(draft)
        _replace(folder, draft)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return version


def load(folder: Path | str, *, memory_map: bool = False) -> Parts:
    """Read a model, every byte checked. memory_map: arrays stay on disk, read-only, and are paged in when used.

    ModelRefused, with the reason, for anything but a whole and unchanged model that this program can read.
    """
    folder = Path(folder)
    manifest = _read_manifest(folder)
    arrays: dict[str, NDArray[Any]] = {}
    fitted: dict[str, Any] = {}
    meta: dict[str, Any] = {}
    if any(name.startswith("estimators/") for name in manifest["files"]):
        _check_libraries(folder, manifest["libraries"])
    for name, checksum in manifest["files"].items():
        with _opened(folder, name) as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != checksum:
                raise ModelRefused(f"{folder / name} has changed since the model was written (its checksum differs)")
            file.seek(0)
            try:
                if name == META:
                    meta = _object(file.read())
                elif name.startswith("arrays/"):
                    arrays[Path(name).stem] = _array(folder / name, file, memory_map)
                else:
                    fitted[Path(name).stem] = estimators.load(file.read())
            except ValueError as error:
                raise ModelRefused(f"{folder / name} {error}") from error
    return Parts(meta, arrays, fitted, manifest["version"])


def check_place(folder: Path) -> None:
    """Whether a model can be written there. ModelRefused: something else is there. OSError: the folder around it."""
    if folder.exists() and not _may_be_replaced(folder):
        raise ModelRefused(f"{folder} is there already and is not a model; it is left alone")
    folder.parent.mkdir(parents=True, exist_ok=True)
    if not os.access(folder.parent, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder.parent))


def version_of(checksums: Mapping[str, str]) -> str:
    """The version of a model from the checksums (hex SHA-256) of its files by name."""
    lines = [f"{checksum}  {name}\n" for name, checksum in sorted(checksums.items())]
    return hashlib.sha256("".join([f"{FORMAT} {FORMAT_VERSION}\n", *lines]).encode()).hexdigest()


def _may_be_replaced(folder: Path) -> bool:
    return folder.is_dir() and ((folder / MANIFEST).is_file() or not any(folder.iterdir()))


def _write_parts(draft: Path, parts: Parts) -> None:
    for name in [*parts.arrays, *parts.estimators]:
        if not NAME.fullmatch(name):
            raise ValueError(f"{name!r} cannot name a part of a model")
    for part in ("arrays", "estimators"):
        (draft / part).mkdir(parents=True)
    _write(draft / META, json.dumps(parts.meta, allow_nan=False, indent=1).encode())
    for name, array in parts.arrays.items():
        if array.dtype.hasobject:
            raise ValueError(f"array {name} holds Python objects")
        with (draft / "arrays" / f"{name}.npy").open("wb") as file:
            npy.write_array(file, np.asarray(array), allow_pickle=False)
            _settle(file)
    for name, estimator in parts.estimators.items():
        try:
            _write(draft / "estimators" / f"{name}.skops", estimators.dump(estimator))
        except ValueError as error:
            raise ValueError(f"estimator {name} {error}") from error


def _write_manifest(draft: Path) -> str:
    checksums = {}
    for path in sorted(path for path in draft.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            checksums[path.relative_to(draft).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    manifest = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "version": version_of(checksums),
        "libraries": {name: library_version(name) for name in ("numpy", "scikit-learn", "skops")},
        "files": checksums,
    }
    _write(draft / MANIFEST, json.dumps(manifest, indent=1).encode())
    return str(manifest["version"])


def _replace(folder: Path, draft: Path) -> None:
    """Put the draft in the folder's place; an older model steps aside first, as folders cannot be renamed over."""
    aside = folder.with_name(f"{draft.name}.old")
    has_older = folder.exists()
    if has_older:
        folder.rename(aside)
    try:
        draft.rename(folder)
    except OSError:
        if has_older:
            aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        _settle(file)


def _settle(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest, its own fields checked; which bytes the files hold is not."""
    path = folder / MANIFEST
    if not folder.is_dir():
        raise ModelRefused(f"{folder} is not a model: there is no such folder")
    if not path.is_file():
        raise ModelRefused(f"{folder} is not a model: it has no {MANIFEST}")
    try:
        if path.stat().st_size > MANIFEST_LIMIT:
            raise ValueError("is too large")
        manifest = _object(path.read_bytes())
    except (ValueError, OSError) as error:
        raise ModelRefused(f"{path} cannot be read: {error}") from error
    if manifest.get("format") != FORMAT:
        raise ModelRefused(f"{folder} is not a model of this program: its {MANIFEST} names another format")
    if manifest.get("format_version") != FORMAT_VERSION:
        told = f"version {manifest.get('format_version')} of the format, this program reads version {FORMAT_VERSION}"
        raise ModelRefused(f"{folder} was written in {told}; fit the model again")
    return _checked(folder, manifest)


def _checked(folder: Path, manifest: dict[str, Any]) -> dict[str, Any]:
    files, libraries = manifest.get("files"), manifest.get("libraries")
    if not _is_text_table(files) or not _is_text_table(libraries) or META not in files:
        raise ModelRefused(f"{folder / MANIFEST} does not list the files and libraries of a model")
    foreign = sorted(name for name in files if not FILE.fullmatch(name))
    if foreign:
        raise ModelRefused(f"{folder / MANIFEST} names {foreign[0]!r}, which is no part of a model")
    if manifest.get("version") != version_of(files):
        raise ModelRefused(f"{folder / MANIFEST} has changed since the model was written (its version differs)")
    return manifest


def _is_text_table(value: Any) -> TypeGuard[dict[str, str]]:
    return isinstance(value, dict) and all(isinstance(entry, str) for entry in value.values())


def _check_libraries(folder: Path, written: Mapping[str, str]) -> None:
    for name, parts in RELEASES.items():
        then, now = written.get(name, "unknown"), library_version(name)
        if then.split(".")[:parts] != now.split(".")[:parts]:
            raise ModelRefused(f"{folder} was fitted with {name} {then}, here is {now}; fit the model again")


def _opened(folder: Path, name: str) -> BufferedReader:
    try:
        return (folder / name).open("rb")
    except FileNotFoundError as error:
        raise ModelRefused(f"{folder} is not whole: {name} is missing") from error
    except OSError as error:
        raise ModelRefused(f"{folder / name} cannot be read: {error.strerror}") from error


def _object(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ValueError("is not JSON") from error
    if not isinstance(value, dict):
        raise ValueError("holds no object")
    return value


def _array(path: Path, file: BinaryIO, memory_map: bool) -> NDArray[Any]:
    """The array of an open .npy file; ValueError for any other content, such as pickled objects."""
    try:
        array: NDArray[Any] = (
            npy.read_array(file, allow_pickle=False) if not memory_map else npy.open_memmap(path, mode="r")
        )
    except (ValueError, EOFError, OSError) as error:
        raise ValueError(f"is not a plain array: {error}") from error
    return array
