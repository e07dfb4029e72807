"""Reads the first sheet of an XLSX workbook row by row, as the text that a person sees in its cells."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from webapp.core.errors import BadFile
from webapp.core.i18n import gettext as _

MOST_UNPACKED = 256 * 2**20
_MOST_PARTS = 2000


def rows(path: Path) -> Iterator[list[str]]:
    """Every row, blank ones too. Raises BadFile for what is no workbook, is locked, or would unpack to too much."""
    from openpyxl import load_workbook

    _check_size(path)
    try:
        with path.open("rb") as file:
            sheet = load_workbook(file, read_only=True, data_only=True).worksheets[0]
            sheet.reset_dimensions()
            for row in sheet.iter_rows(values_only=True):
                yield [text_of(value) for value in row]
    except (KeyError, ValueError, IndexError, TypeError, EOFError, OSError, zipfile.BadZipFile) as error:
        raise _unreadable() from error


def _check_size(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (OSError, zipfile.BadZipFile) as error:
        raise _unreadable() from error
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise BadFile(_("表が大きすぎます。行を分けて、1つずつ取り込んでください。"))
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise _unreadable()


def _unreadable() -> BadFile:
    return BadFile(
        _("Excelの表として読めません。パスワードを外し、「.xlsx」か「CSV UTF-8」で保存し直してから取り込んでください。")
    )


def text_of(value: Any) -> str:
    """A cell's value as text: days as 2026-04-01, times as 09:30, whole numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
