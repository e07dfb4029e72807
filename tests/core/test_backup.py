"""Backups: everything there and back, across engines, and nothing of a damaged or foreign file."""

import hashlib
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import SQLModel

from tests.support.databases import address_of, create_database, drop_database, migrate
from webapp.core import backup, migrating
from webapp.core.database import Database
from webapp.core.errors import BadFile, RuleBroken

Rows = dict[str, list[tuple[Any, ...]]]


def rows_of(database: Database) -> Rows:
    """Everything in a database."""
    with database.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key))]
            for table in SQLModel.metadata.sorted_tables
        }


@pytest.fixture
def demo(demo_app: Flask, demo_settings: Any) -> tuple[Database, Path]:
    """The seeded demo with a kept file, and its home."""
    upload = demo_settings.home / "uploads" / "ab" / "picture.webp"
    upload.parent.mkdir(parents=True, exist_ok=True)
    upload.write_bytes(b"\x00picture")
    (demo_settings.home / "secret.txt").write_text("not a part of the service")
    return demo_app.extensions["futamachi"].database, demo_settings.home


@pytest.fixture
def made(demo: tuple[Database, Path], tmp_path: Path) -> Path:
    """A backup of the demo."""
    path = tmp_path / "backup.zip"
    backup.write_backup(*demo, path)
    return path


@pytest.fixture
def on_postgres(request: pytest.FixtureRequest) -> Any:
    """A second, fresh PostgreSQL database."""
    server, name = request.getfixturevalue("postgres_server"), f"futamachi_second_{os.getpid()}"
    create_database(server, name, template=request.getfixturevalue("postgres_template"))
    found = Database(address_of(server, name))
    yield found
    found.dispose()
    drop_database(server, name)


@pytest.mark.both_databases
def test_what_was_backed_up_is_there_again_on_either_engine(
    demo: tuple[Database, Path], made: Path, database: Database, tmp_path: Path
) -> None:
    before = rows_of(demo[0])
    filled = [name for name, rows in before.items() if rows]
    assert {"account", "municipality", "registration", "certificate", "project", "pledge", "letter", "job"} <= set(
        filled
    )
    counts = backup.restore_backup(made, database, tmp_path / "other")
    assert counts == {name: len(rows) for name, rows in before.items()}
    assert rows_of(database) == before
    assert (tmp_path / "other/uploads/ab/picture.webp").read_bytes() == b"\x00picture"
    assert not (tmp_path / "other/secret.txt").exists()


@pytest.mark.postgres
def test_postgresql_goes_to_postgresql_and_the_restored_service_goes_on(
    made: Path, database: Database, on_postgres: Database, tmp_path: Path
) -> None:
    backup.restore_backup(made, database, tmp_path / "one")
    again = tmp_path / "again.zip"
    backup.write_backup(database, tmp_path / "one", again)
    backup.restore_backup(again, on_postgres, tmp_path / "two")
    assert rows_of(on_postgres) == rows_of(database)


def test_a_backup_is_readable_by_its_owner_only_and_leaves_no_part(made: Path) -> None:
    assert made.stat().st_mode & 0o777 == 0o600
    assert list(made.parent.glob("*.part")) == []


def test_a_backup_that_cannot_be_written_is_one_sentence(demo: tuple[Database, Path], tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="cannot be written"):
        backup.write_backup(*demo, tmp_path / "missing" / "backup.zip")


def test_a_database_with_rows_is_refused_and_stays_as_it_is(
    demo: tuple[Database, Path], made: Path, tmp_path: Path
) -> None:
    before = rows_of(demo[0])
    with pytest.raises(RuleBroken, match="not empty"):
        backup.restore_backup(made, demo[0], tmp_path / "other")
    assert rows_of(demo[0]) == before


def rewrite(path: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    """Change or drop entries of a backup."""
    with zipfile.ZipFile(path) as archive:
        content = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            if data is not None:
                archive.writestr(name, data)


def manifest_with(**changes: Any) -> Callable[[str, bytes], bytes]:
    return lambda name, data: json.dumps({**json.loads(data), **changes}).encode() if name == "manifest.json" else data


def must_be_refused(made: Path, database: Database, home: Path, words: str) -> None:
    with pytest.raises(BadFile, match=words):
        backup.restore_backup(made, database, home)
    assert not any(rows_of(database).values())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda name, data: data + b"[]\n" if name == "tables/account.jsonl" else data, "account.jsonl has changed"),
        (lambda name, data: data[:-5] if name.endswith("picture.webp") else data, "picture.webp has changed"),
        (lambda name, data: None if name == "manifest.json" else data, "damaged or incomplete"),
        (lambda name, data: None if name == "tables/job.jsonl" else data, "damaged or incomplete"),
        (lambda name, data: b"[]" if name == "manifest.json" else data, "damaged or incomplete"),
        (lambda name, data: b"{" if name == "manifest.json" else data, "damaged or incomplete"),
        (manifest_with(revision="0000"), "of revision 0000"),
        (manifest_with(format=99), "restore with the version"),
        (manifest_with(rows={}), "do not add up"),
    ],
)
def test_a_changed_backup_is_refused_whole(
    made: Path, database: Database, tmp_path: Path, change: Callable[[str, bytes], bytes | None], words: str
) -> None:
    rewrite(made, change)
    must_be_refused(made, database, tmp_path / "other", words)


@pytest.mark.parametrize("share", [0, 0.3, 0.9])
def test_a_backup_that_was_cut_is_refused(made: Path, database: Database, tmp_path: Path, share: float) -> None:
    whole = made.read_bytes()
    made.write_bytes(whole[: int(len(whole) * share)])
    must_be_refused(made, database, tmp_path / "other", "not a readable backup")


def test_a_backup_with_a_flipped_byte_is_refused(made: Path, database: Database, tmp_path: Path) -> None:
    whole = bytearray(made.read_bytes())
    whole[len(whole) // 3] ^= 0xFF
    made.write_bytes(bytes(whole))
    must_be_refused(made, database, tmp_path / "other", "damaged")


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/outside.txt", "futamachi.db", "uploads/../../outside.txt"])
def test_a_backup_writes_nowhere_but_into_the_kept_folders(
    made: Path, database: Database, tmp_path: Path, name: str
) -> None:
    entry = f"files/{name}"
    sums = {entry: hashlib.sha256(b"evil").hexdigest()}
    with zipfile.ZipFile(made) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    rewrite(made, manifest_with(sha256={**manifest["sha256"], **sums}))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(entry, b"evil")
    home = tmp_path / "deep" / "home"
    backup.restore_backup(made, database, home)
    assert [p for p in tmp_path.rglob("*") if p.is_file() and p.read_bytes() == b"evil"] == []


def test_a_folder_or_nothing_is_no_backup(database: Database, tmp_path: Path) -> None:
    must_be_refused(tmp_path, database, tmp_path, "not a readable backup")
    must_be_refused(tmp_path / "missing.zip", database, tmp_path, "not a readable backup")


def test_a_restore_that_fails_late_keeps_nothing(
    made: Path, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: Any) -> None:
        raise BadFile("the disk is full")

    monkeypatch.setattr(backup, "_read_folders", full)
    must_be_refused(made, database, tmp_path / "other", "disk is full")


def test_the_revision_of_the_code_is_the_one_of_a_fresh_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'fresh.db'}"
    migrate(url)
    found = Database(url)
    assert migrating.is_current(found)
    found.dispose()
