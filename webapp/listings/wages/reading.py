"""Reads the operator's table of minimum wages: 都道府県, 発効日, 時間額. The whole file or nothing."""

import re
import unicodedata
from datetime import date
from pathlib import Path

from webapp.core.errors import BadFile
from webapp.core.i18n import gettext as _
from webapp.listings.importing.csvfile import open_csv
from webapp.listings.wages.actions import WageRow
from webapp.municipalities.models import Municipality

PREFECTURE, SINCE, AMOUNT = "都道府県", "発効日", "時間額"
_DAY = re.compile(r"(?:(令和)(元|\d{1,2})|(\d{4}))[年/\-.](\d{1,2})[月/\-.](\d{1,2})日?$")
_BEFORE_REIWA = 2018
_MOST_NAMED = 10


def read(path: Path, prefectures: list[Municipality]) -> list[WageRow]:
    """Every line of the file. Raises BadFile that names each line which cannot be read."""
    codes = {name: p.code for p in prefectures for name in (p.name, re.sub(r"(?<!北海)[都府県]$", "", p.name))}
    rows, wrong = [], []
    for line in open_csv(path).rows((PREFECTURE, SINCE, AMOUNT)):
        try:
            rows.append(_row(line.cells, codes))
        except ValueError as error:
            wrong.append(_("%(line)s行目：%(why)s", line=line.number, why=error))
    if wrong:
        raise BadFile("\n".join([_("読み取れない行があるため、何も取り込みませんでした。"), *wrong[:_MOST_NAMED]]))
    return rows


def _row(cells: dict[str, str], codes: dict[str, str]) -> WageRow:
    name = _plain(cells.get(PREFECTURE, "")).replace(" ", "")
    if name not in codes:
        raise ValueError(_("「%(name)s」という都道府県はありません。", name=name))
    amount = _plain(cells.get(AMOUNT, "")).replace(",", "").removesuffix("円")
    if not amount.isdecimal() or not 0 < int(amount) < 100_000:
        raise ValueError(_("「時間額」は円の整数で書いてください。例：1061"))
    return WageRow(codes[name], _day(_plain(cells.get(SINCE, ""))), int(amount))


def _day(text: str) -> date:
    found = _DAY.match(text)
    if not found:
        raise ValueError(_("「発効日」は 2026-10-03 か 令和8年10月3日 のように書いてください。"))
    reiwa = 1 if found[2] == "元" else int(found[2] or 0)
    year = _BEFORE_REIWA + reiwa if found[1] else int(found[3])
    try:
        return date(year, int(found[4]), int(found[5]))
    except ValueError:
        raise ValueError(_("「発効日」の %(day)s という日はありません。", day=text)) from None


def _plain(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip()
