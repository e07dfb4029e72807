"""Reads a file of statistics: finds its headings by what they say, names every cell that is no number."""

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from webapp.core.codes import is_local_government_code, local_government_code
from webapp.core.errors import BadFile
from webapp.core.i18n import gettext as _
from webapp.municipalities.statistics.indicators import ITEMS, NEEDED

_ITEM_CODE = re.compile(r"[A-Z]\d{3,7}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ROW_CODE = re.compile(r"R?(\d{5,6})")
#: how official files write that there is no number
_NOTHING = frozenset({"", "-", "－", "―", "…", "...", "***", "X", "x", "NA"})
_NUMBER = re.compile(r"[-+]?\d{1,15}(?:\.\d*)?", re.ASCII)  # not what float() reads besides: nan, inf, 1_000
_MOST_HEADINGS = 6
_LARGEST = 50_000_000


@dataclass(frozen=True)
class Item:
    """One column: `code` is ours where we know the item, else the file's."""

    code: str
    year: str
    name: str


@dataclass
class Sheet:
    """What a file says; `problems` are (line, column heading, sentence)."""

    edition: str
    items: list[Item]
    rows: dict[str, dict[str, float]] = field(default_factory=dict)
    problems: list[tuple[int, str, str]] = field(default_factory=list)
    sha256: str = ""


def read(path: Path) -> Sheet:
    """The numbers of a file of the form of SSDSE-A. Raises BadFile with a sentence that says what is wrong."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadFile(_("ファイル %(path)s を読めません。", path=path)) from error
    if len(data) > _LARGEST:
        raise BadFile(_("ファイルが大きすぎます。"))
    try:
        lines = list(csv.reader(io.StringIO(_text_of(data), newline="")))
    except csv.Error as error:
        raise BadFile(_("ファイル %(path)s を読めません。", path=path)) from error
    first = next((i for i, line in enumerate(lines) if line and _ROW_CODE.fullmatch(line[0].strip())), None)
    if first is None or not 0 < first <= _MOST_HEADINGS:
        raise BadFile(
            _("市区町村の行が見つかりません。1列目に地域コード（例：R01100）があるファイルを選んでください。")
        )
    columns = _columns(lines[:first])
    sheet = Sheet(_edition(lines[0], path), list(columns.values()), sha256=hashlib.sha256(data).hexdigest())
    _check_items(sheet)
    for number, line in enumerate(lines[first:], first + 1):
        if any(cell.strip() for cell in line):
            _read_row(sheet, number, line, columns)
    return sheet


def _text_of(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadFile(_("文字コードを読めません。UTF-8かShift_JISで保存してください。"))


def _edition(first_line: Sequence[str], path: Path) -> str:
    said = next((cell.strip() for cell in first_line if cell.strip().upper().startswith("SSDSE")), "")
    return (said or path.stem)[:40]


def _columns(headings: Sequence[Sequence[str]]) -> dict[int, Item]:
    """The columns that hold numbers: by the file's code, else by the name under which we know an item."""
    known = {_plain(name): code for code, name in ITEMS.items()}
    found: dict[int, Item] = {}
    for place in range(max(len(line) for line in headings)):
        cells = [line[place].strip() if place < len(line) else "" for line in headings]
        code = next((cell for cell in cells if _ITEM_CODE.fullmatch(cell)), "")
        year = next((match[0] for cell in cells if (match := _YEAR.fullmatch(cell[:4])) and not cell[4:].isdigit()), "")
        name = next((c for c in reversed(cells) if c and not _ITEM_CODE.fullmatch(c) and not _YEAR.match(c)), "")
        ours = known.get(_plain(name), code)
        if ours and name and not _is_place(name):
            found[place] = Item(ours, year, name)
    return found


def _plain(name: str) -> str:
    """A name without what editions write differently: widths, spaces, brackets, years."""
    text = unicodedata.normalize("NFKC", name)
    return re.sub(r"[\s()\[\]「」、,・~〜～-]|(?:19|20)\d\d年度?", "", text)


def _is_place(name: str) -> bool:
    return name in ("都道府県", "市区町村", "地域コード", "Prefecture", "Municipality")


def _check_items(sheet: Sheet) -> None:
    codes = [item.code for item in sheet.items]
    if twice := {item.name for item in sheet.items if codes.count(item.code) > 1}:
        raise BadFile(_("同じ項目の列が2つあります：%(names)s", names="、".join(sorted(twice))))
    if missing := [ITEMS[code] for code in NEEDED if code not in codes]:
        raise BadFile(_("必要な項目の列がありません：%(names)s", names="、".join(missing)))


def _read_row(sheet: Sheet, number: int, line: Sequence[str], columns: dict[int, Item]) -> None:
    code = _code_of(line[0].strip())
    if code is None:
        sheet.problems.append(
            (number, _("地域コード"), _("「%(value)s」は市区町村のコードではありません。", value=line[0]))
        )
        return
    if code in sheet.rows:
        sheet.problems.append((number, _("地域コード"), _("同じ市区町村の行がもうあります。先の行を使います。")))
        return
    numbers: dict[str, float] = {}
    for place, item in columns.items():
        text = unicodedata.normalize("NFKC", line[place]).replace(",", "").strip() if place < len(line) else ""
        if text in _NOTHING:
            continue
        if _NUMBER.fullmatch(text):
            numbers[item.code] = float(text)
        else:
            sheet.problems.append((number, item.name, _("「%(value)s」は数ではありません。", value=line[place][:40])))
    sheet.rows[code] = numbers


def _code_of(cell: str) -> str | None:
    match = _ROW_CODE.fullmatch(cell)
    if match is None:
        return None
    digits = match[1]
    if len(digits) == 6:
        return digits if is_local_government_code(digits) else None
    return local_government_code(digits)
