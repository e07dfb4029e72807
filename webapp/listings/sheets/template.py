"""The empty sheet of a kind: CSV with its heading, or a workbook with choices in its cells and a page that explains."""

import io
from typing import Any

from webapp.core import sheets
from webapp.core.i18n import DEFAULT_LOCALE, in_language
from webapp.core.i18n import gettext as _
from webapp.listings.models import ListingKind
from webapp.listings.sheets.columns import NUMBER_HEADING, Column, columns_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ROWS_WITH_CHOICES = 1000
_LONGEST_LIST = 255  # of the choices of a cell
_MUST, _MAY = "FFE9B3", "EEF2F1"


def headings_of(kind: ListingKind) -> list[str]:
    """The first row of the kind's sheet."""
    return [NUMBER_HEADING, *(column.heading for column in columns_of(kind).values())]


def as_csv(kind: ListingKind, encoding: str) -> bytes:
    """Only the heading: UTF-8 with its mark, or cp932."""
    text = sheets.line(headings_of(kind))
    return text.encode("cp932", "replace") if encoding == "cp932" else (sheets.MARK + text).encode()


def as_workbook(kind: ListingKind, rows: list[list[str]] | None = None) -> bytes:
    """A workbook of two pages: one to fill in (or filled), one that explains each column."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook()
    page: Any = book.active
    page.title = "入力"
    page.append(headings_of(kind))
    for row in rows or []:
        page.append([sheets.harmless(cell) for cell in row])
    page.freeze_panes = "C2"
    columns = list(columns_of(kind).values())
    _paint(page, [True, *(column.ask.must for column in columns)])
    for place, column in enumerate(columns, start=2):
        page.column_dimensions[get_column_letter(place)].width = 28 if column.ask.is_long else 18
        _offer(page, get_column_letter(place), column)
    _explain(book.create_sheet("書き方"), columns)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _paint(page: Any, musts: list[bool]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for cell, must in zip(page[1], musts, strict=True):
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=_MUST if must else _MAY)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _offer(page: Any, letter: str, column: Column) -> None:
    """The words that may stand in a column, to choose from in each cell."""
    from openpyxl.worksheet.datavalidation import DataValidation

    words = ",".join(column.words)
    if words and len(words) <= _LONGEST_LIST:
        choice = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
        page.add_data_validation(choice)
        choice.add(f"{letter}2:{letter}{_ROWS_WITH_CHOICES}")


def _explain(page: Any, columns: list[Column]) -> None:
    with in_language(DEFAULT_LOCALE):
        page.append([_("項目"), _("送るときに必要"), _("書き方"), _("公開")])
        page.append(
            [
                NUMBER_HEADING,
                _("はい"),
                _("行ごとに違う番号。次に取り込むとき、同じ番号の掲載を書き換えます。"),
                _("いいえ"),
            ]
        )
        for column in columns:
            must, shown = (_("はい") if each else _("いいえ") for each in (column.ask.must, column.ask.is_public))
            page.append([column.heading, must, how_to_write(column), shown])
    for letter, width in zip("ABCD", (32, 16, 80, 10), strict=True):
        page.column_dimensions[letter].width = width


def how_to_write(column: Column) -> str:
    """What may stand in a column, in a sentence."""
    if column.words:
        return _("次のどれか：%(words)s", words=_("、").join(column.words))
    hint = str(column.ask.hint)
    kinds = {
        "int": _("数字だけ（%(unit)s）", unit=column.ask.unit) if column.ask.unit else _("数字だけ"),
        "float": _("数字（小数も可）"),
        "date": _("日付。例：2026-04-01"),
        "str": _("%(max)s字まで", max=column.longest),
    }
    return "。".join(part for part in (hint.removesuffix("。"), kinds[column.type.__name__]) if part)
