"""Reads a CSV table row by row; a file that cannot be used ends in a sentence that says what to do."""

import codecs
import csv
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from webapp.core.errors import BadFile
from webapp.core.i18n import gettext as _

MEBIBYTE = 1024 * 1024
MAX_BYTES = 64 * MEBIBYTE  # thirty times the national file
ENCODINGS = ("utf-8-sig", "cp932")
_CHUNK = 256 * 1024
_NAMES_SHOWN = 5

#: how files of other kinds begin
_OTHER_KINDS = {
    b"PK\x03\x04": "Excel / ZIP",
    b"\xd0\xcf\x11\xe0": "Excel",
    b"%PDF": "PDF",
    b"\x1f\x8b\x08": "gzip",
    b"<!DO": "HTML",
    b"<!do": "HTML",
    b"<htm": "HTML",
}


class Row(NamedTuple):
    """One row: the line that a spreadsheet shows (the heading is 1), its cells by column, the share of bytes read."""

    number: int
    cells: dict[str, str]
    is_whole: bool  # False: more or fewer cells than the heading has
    share: float


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A file that passed the first look: size, kind and encoding are fine."""

    path: Path
    size: int
    encoding: str

    def rows(self, columns: Sequence[str]) -> Iterator[Row]:
        """Every row below the heading. Raises BadFile for missing columns, no rows or a broken end."""
        with self.path.open(encoding=self.encoding, newline="") as text:
            reader = csv.reader(text, strict=True)
            try:
                heading = _heading(reader, columns)
                yield from self._rows_below(reader, heading, text.buffer)
            except csv.Error as error:
                raise BadFile(
                    _(
                        "%(line)s行目の近くで引用符の対応が崩れています。ファイルが途中で切れているかもしれません。"
                        "もう一度ダウンロードしてから取り込んでください。",
                        line=reader.line_num,
                    )
                ) from error

    def _rows_below(self, reader: Any, heading: list[str], file: Any) -> Iterator[Row]:
        number, waiting = 1, None  # a row waits for the next one: only the last row of a file can be cut off
        for number, cells in enumerate((cells for cells in reader if cells), start=2):
            if waiting:
                yield waiting
            named = dict(zip(heading, cells, strict=False))
            if len(cells) > len(heading):
                named[""] = ",".join(cells[len(heading) :])
            waiting = Row(number, named, len(cells) == len(heading), min(1.0, file.tell() / self.size))
        if waiting is None:
            raise BadFile(_("見出しの行だけで、中身の行がありません。中身のあるファイルを選んでください。"))
        if len(waiting.cells) < len(heading):
            raise _half(number)
        yield waiting._replace(share=1.0)


def open_csv(path: Path, *, max_bytes: int = MAX_BYTES) -> CsvFile:
    """Look at a file before any row is read. Raises BadFile when it is missing, too large, empty or no CSV text."""
    try:
        size = checked_size(path, max_bytes)
        with path.open("rb") as file:
            _check_kind(file.read(4))
            encoding = next((name for name in ENCODINGS if _can_be_read(file, name)), None)
    except OSError as error:
        raise BadFile(
            _("%(name)s を開けません。ファイルの場所と、読み取りの権限を確かめてください。", name=path.name)
        ) from error
    if encoding is None:
        raise _wrong_encoding()
    return CsvFile(path, size, encoding)


def checked_size(path: Path, max_bytes: int) -> int:
    """How many bytes a file has. Raises BadFile for an empty or too large one, OSError when it cannot be looked at."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise BadFile(_("%(name)s はファイルではありません。CSVファイルを1つ選んでください。", name=path.name))
    if found.st_size > max_bytes:
        raise BadFile(
            _(
                "ファイルが大きすぎます（%(size)s MB）。%(limit)s MBまでのファイルに分けて、1つずつ取り込んでください。",
                size=found.st_size // MEBIBYTE,
                limit=max_bytes // MEBIBYTE,
            )
        )
    if found.st_size == 0:
        raise _empty()
    return found.st_size


def _check_kind(beginning: bytes) -> None:
    for start, kind in _OTHER_KINDS.items():
        if beginning.startswith(start):
            raise BadFile(
                _(
                    "これは%(kind)sのファイルで、CSVではありません。表計算ソフトで開き、"
                    "「CSV UTF-8」を選んで保存してから取り込んでください。",
                    kind=kind,
                )
            )


def _can_be_read(file: BinaryIO, encoding: str) -> bool:
    """Decode the whole file once. Raises BadFile when it ends inside a letter: then it is half a file."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            if b"\0" in chunk or b"\x1b$" in chunk:  # UTF-16, a binary file, or ISO-2022-JP
                raise _wrong_encoding()
            decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise BadFile(
            _("ファイルが文字の途中で切れています。もう一度ダウンロードしてから取り込んでください。")
        ) from error
    return True


def _heading(reader: Any, columns: Sequence[str]) -> list[str]:
    heading = [name.strip() for name in next((cells for cells in reader if any(cells)), [])]
    if not heading:
        raise _empty()
    missing = [name for name in columns if name not in heading]
    if missing:
        shown = ", ".join(missing[:_NAMES_SHOWN]) + (" …" if len(missing) > _NAMES_SHOWN else "")
        raise BadFile(
            _(
                "1行目の見出しに、必要な項目がありません（%(count)s個: %(names)s）。"
                "公開されているままのファイルを、見出しを変えずに取り込んでください。",
                count=len(missing),
                names=shown,
            )
        )
    return heading


def _empty() -> BadFile:
    return BadFile(_("ファイルが空です。もう一度ダウンロードしてから取り込んでください。"))


def _half(line: int) -> BadFile:
    return BadFile(
        _(
            "最後の行（%(line)s行目）が途中で切れています。もう一度ダウンロードしてから取り込んでください。",
            line=line,
        )
    )


def _wrong_encoding() -> BadFile:
    return BadFile(
        _(
            "文字コードを読み取れません。UTF-8かShift_JIS（cp932）で保存し直してください。"
            "表計算ソフトなら「CSV UTF-8」を選びます。"
        )
    )
