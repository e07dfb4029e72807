"""One file that holds everything: every table as lines of JSON, the kept files, and sums to check them by."""

import base64
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from webapp.core import migrating
from webapp.core.clock import now
from webapp.core.database import Database
from webapp.core.errors import BadFile, RuleBroken

FORMAT = 1
FOLDERS = ("uploads", "keys")
BATCH = 500
_MANIFEST = "manifest.json"
#: what zipfile raises for content that is cut, changed, encrypted or packed in a way it does not know
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)


def write_backup(database: Database, home: Path, target: Path) -> dict[str, int]:
    """Write a backup of one consistent moment; rows per table. The file appears whole or not at all."""
    partial = target.with_name(target.name + ".part")
    try:
        with (
            open(partial, "wb", opener=_private) as out,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
        ):
            counts = _write_everything(database, home, archive)
        partial.replace(target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise BadFile(f"{target} cannot be written ({error.strerror}): choose another place.") from error
    return counts


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _write_everything(database: Database, home: Path, archive: zipfile.ZipFile) -> dict[str, int]:
    counts, sums = _write_tables(database, archive)
    sums |= _write_folders(home, archive)
    manifest = {
        "format": FORMAT,
        "made_at": now().isoformat(),
        "revision": migrating.revision_of(database),
        "rows": counts,
        "sha256": sums,
    }
    archive.writestr(_MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return counts


def _write_tables(database: Database, archive: zipfile.ZipFile) -> tuple[dict[str, int], dict[str, str]]:
    counts: dict[str, int] = {}
    sums: dict[str, str] = {}
    one_moment = {} if database.is_sqlite else {"isolation_level": "REPEATABLE READ"}
    engine = database.engine.execution_options(**one_moment)
    with engine.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            name = f"tables/{table.name}.jsonl"
            digest = hashlib.sha256()
            with archive.open(name, "w") as out:
                counts[table.name] = _write_rows(connection, table, out, digest)
            sums[name] = digest.hexdigest()
    return counts, sums


def _write_rows(connection: sa.Connection, table: sa.Table, out: IO[bytes], digest: Any) -> int:
    count = 0
    result = connection.execution_options(yield_per=BATCH).execute(sa.select(table).order_by(*table.primary_key))
    for row in result:
        line = json.dumps([plain(value) for value in row], ensure_ascii=False).encode() + b"\n"
        out.write(line)
        digest.update(line)
        count += 1
    return count


def _write_folders(home: Path, archive: zipfile.ZipFile) -> dict[str, str]:
    sums = {}
    for folder in FOLDERS:
        for path in sorted((home / folder).rglob("*")):
            if path.is_file():
                name, content = f"files/{path.relative_to(home).as_posix()}", path.read_bytes()
                archive.writestr(name, content)
                sums[name] = hashlib.sha256(content).hexdigest()
    return sums


def plain(value: Any) -> Any:
    """A column's value as JSON holds it: ISO dates, text of enums, bytes in base 64."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    return value


def restore_backup(source: Path, database: Database, home: Path) -> dict[str, int]:
    """Fill an empty, migrated database from a backup; rows per table.

    Raises BadFile when the file is damaged or of other tables, RuleBroken when the database has rows.
    Nothing is kept of a restore that fails half-way.
    """
    with _opened(source) as archive:
        manifest = _checked_manifest(archive, database)
        with database.writing.begin() as connection:
            _refuse_unless_empty(connection)
            if database.is_sqlite:
                connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            for table in SQLModel.metadata.sorted_tables:
                _read_rows(connection, table, archive)
            counts = _count(connection)
            if counts != manifest["rows"]:
                raise BadFile("The restored rows do not add up to the backup's own count; nothing was kept.")
            _read_folders(archive, home, manifest["sha256"])
    return counts


def _opened(source: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile):
        raise BadFile(f"{source} is not a readable backup file; choose one that `futamachi backup` wrote.") from None


def _checked_manifest(archive: zipfile.ZipFile, database: Database) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
        for name, expected in manifest["sha256"].items():
            with archive.open(name) as content:
                if _sum_of(content) != expected:
                    raise BadFile(f"The backup is damaged: {name} has changed since it was written.")
        found, revision = manifest["format"], manifest["revision"]
    except (*_UNREADABLE, KeyError, ValueError, TypeError, AttributeError):
        raise BadFile("The backup is damaged or incomplete; take another one.") from None
    if found != FORMAT or revision != migrating.revision_of(database):
        raise BadFile(
            f"The backup is of revision {revision}, the database of {migrating.revision_of(database)}: "
            "restore with the version of the service that wrote it, then migrate."
        )
    return manifest


def _sum_of(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := content.read(2**20):
        digest.update(chunk)
    return digest.hexdigest()


def _refuse_unless_empty(connection: sa.Connection) -> None:
    filled = [name for name, count in _count(connection).items() if count]
    if filled:
        raise RuleBroken(f"The database is not empty ({', '.join(filled[:3])} …): restore into a fresh one.")


def _count(connection: sa.Connection) -> dict[str, int]:
    return {
        table.name: int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
        for table in SQLModel.metadata.sorted_tables
    }


def _read_rows(connection: sa.Connection, table: sa.Table, archive: zipfile.ZipFile) -> None:
    readers = [(column.name, _reader(column)) for column in table.columns]
    with archive.open(f"tables/{table.name}.jsonl") as lines:
        rows = (
            {name: read(value) for (name, read), value in zip(readers, json.loads(line), strict=True)} for line in lines
        )
        for batch in _batches(rows):
            connection.execute(table.insert(), batch)


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _reader(column: sa.Column[Any]) -> Callable[[Any], Any]:
    """How a column's JSON value becomes what the column takes."""
    kind = column.type
    if isinstance(kind, sa.TypeDecorator):  # SQLModel wraps its texts and times
        kind = kind.impl_instance
    if isinstance(kind, sa.JSON):
        return lambda value: value
    if isinstance(kind, sa.Enum) and kind.enum_class is not None:
        read: Callable[[Any], Any] | None = kind.enum_class
    else:
        read = _READERS.get(kind.python_type)
    if read is None:
        return lambda value: value
    reader = read
    return lambda value: None if value is None else reader(value)


def _from_base64(value: dict[str, str]) -> bytes:
    return base64.b64decode(value["base64"])


_READERS: dict[type, Callable[[Any], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    bytes: _from_base64,
}


def _read_folders(archive: zipfile.ZipFile, home: Path, checked: Iterable[str]) -> None:
    folders = [(home / folder).resolve() for folder in FOLDERS]
    for name in checked:
        target = (home / name.removeprefix("files/")).resolve()
        if name.startswith("files/") and any(target.is_relative_to(folder) for folder in folders):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))
            os.chmod(target, 0o600)
