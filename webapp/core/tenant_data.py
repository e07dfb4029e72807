"""Everything that belongs to one municipality, found in the tables' own description and streamed as one ZIP file."""

import json
import zipfile
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from webapp.core import storage
from webapp.core.archives import Sink
from webapp.core.backup import BATCH, plain
from webapp.core.database import Database
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _

#: columns that say whose row it is
OWNER_COLUMNS = ("municipality_code", "organisation")
#: a table that names a person is about that person; it is the town's only by an owner column of its own
PEOPLE = "account"
FILE_COLUMN = "file_key"
#: in `Table.info`: a function of the table that says which of a town's rows the town may see
ROWS = "tenant_rows"
#: in `Column.info`: the column stays here when the town's rows leave, e.g. who a nameless person is
KEPT_BACK = "kept_back"
#: in `Column.info`: a function of the table that says what leaves in the column's place, e.g. no address of who hides
LEAVES_AS = "leaves_as"


@dataclass(frozen=True)
class TenantTable:
    """One table with the condition that a row is the municipality's, and the columns that leave with it."""

    table: sa.Table
    condition: sa.ColumnElement[bool]

    @property
    def columns(self) -> list[sa.Column[Any]]:
        """All but what is kept back, and hashes of secrets: they open nothing elsewhere, and must stay unknown here."""
        columns = self.table.columns
        return [column for column in columns if not column.name.endswith("_hash") and not column.info.get(KEPT_BACK)]


def tenant_tables(code: str) -> list[TenantTable]:
    """Every table with rows of a municipality: by a column of its own, or as a part of such a row.

    A part is a row that refers to a row of the town and to no person: a photo of a listing, what was handed in
    with an application. What a resident notes about a listing is the resident's.
    """
    known: dict[str, TenantTable] = {}
    for table in SQLModel.metadata.sorted_tables:
        condition = _own(table, code)
        if condition is None:
            condition = _as_part(table, known)
        if condition is not None:
            known[table.name] = TenantTable(table, condition)
    return list(known.values())


def _own(table: sa.Table, code: str) -> sa.ColumnElement[bool] | None:
    found = [table.c[name] == code for name in OWNER_COLUMNS if name in table.c]
    if not found:
        return None
    visible: Callable[[sa.Table], sa.ColumnElement[bool]] = table.info.get(ROWS, lambda _table: sa.true())
    return sa.and_(sa.or_(*found), visible(table))


def _as_part(table: sa.Table, known: dict[str, TenantTable]) -> sa.ColumnElement[bool] | None:
    keys = list(table.foreign_keys)
    if any(key.column.table.name == PEOPLE for key in keys):
        return None
    parents = [(key, known[key.column.table.name]) for key in keys if key.column.table.name in known]
    found = [key.parent.in_(sa.select(key.column).where(parent.condition)) for key, parent in parents]
    return sa.or_(*found) if found else None


def stream(database: Database, code: str, title: str) -> Iterator[bytes]:
    """The ZIP file in pieces: a README in Japanese, `tables/*.jsonl`, `files/*`. Reads one moment of the database."""
    sink = Sink()
    level = "SERIALIZABLE" if database.is_sqlite else "REPEATABLE READ"
    engine = database.engine if database.is_sqlite else database.engine.execution_options(isolation_level=level)
    counts: dict[str, int] = {}
    files: set[str] = set()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive, engine.connect() as connection:
        for tenant in tenant_tables(code):
            counts[tenant.table.name] = 0
            with archive.open(f"tables/{tenant.table.name}.jsonl", "w", force_zip64=True) as out:
                for row in _rows(connection, tenant):
                    out.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
                    counts[tenant.table.name] += 1
                    files |= {row[FILE_COLUMN]} if row.get(FILE_COLUMN) else set()
                    yield from sink.taken(at_least=2**16)
        missing = yield from _write_files(archive, sink, sorted(files))
        archive.writestr("README.md", _readme(title, code, counts, missing))
    yield from sink.taken()


def _rows(connection: sa.Connection, tenant: TenantTable) -> Iterator[dict[str, Any]]:
    columns = tenant.columns
    leaving = (column.info.get(LEAVES_AS, lambda _table, column=column: column)(tenant.table) for column in columns)
    chosen = sa.select(*leaving).where(tenant.condition).order_by(*tenant.table.primary_key)
    for row in connection.execution_options(yield_per=BATCH).execute(chosen):
        yield {column.name: plain(value) for column, value in zip(columns, row, strict=True)}


def _write_files(archive: zipfile.ZipFile, sink: Sink, keys: list[str]) -> Generator[bytes, None, list[str]]:
    missing = []
    for key in keys:
        try:
            archive.writestr(f"files/{key}", storage.load(key))
        except NotThere:
            missing.append(key)
        yield from sink.taken(at_least=2**16)
    return missing


def _readme(title: str, code: str, counts: dict[str, int], missing: list[str]) -> str:
    lines = [
        f"# {_('%(town)s（%(code)s）のデータ', town=title, code=code)}",
        "",
        _(
            "ふたまちに保存されている、このまちのデータのすべてです。個人情報を含みます。まちの規程に従って保管してください。"
        ),
        "",
        _("- tables/ には、表ごとに1つのファイルがあります。1行が1件で、形式はJSON Linesです。文字コードはUTF-8です。"),
        _("- 日時は協定世界時（UTC）です。日本の時刻は9時間あとです。金額は円です。"),
        _("- files/ には、掲載の写真などのファイルがあります。名前は、表の file_key と同じです。"),
        _("- パスワードなどの秘密の値は含みません。住民が自分だけのために残した記録も含みません。"),
        _("- 秘匿を希望する方の名前・住所・連絡先は、空にしてあります。要るときは、審査の画面で1件ずつ見てください。"),
        "",
        f"## {_('表と件数')}",
        "",
        *(f"- {name}: {count:,}" for name, count in counts.items()),
    ]
    if missing:
        lines += ["", f"## {_('見つからなかったファイル')}", "", *(f"- {key}" for key in missing)]
    return "\n".join(lines) + "\n"
