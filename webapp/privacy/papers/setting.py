"""The copy as a sheet that can be read: the same parts as the file for machines, in the order of the centre."""

from pathlib import Path
from typing import Any, Final

from webapp.accounts import queries as accounts
from webapp.accounts.models import User
from webapp.certificates.paper.typesetting import compiled
from webapp.core.clock import in_tokyo, now
from webapp.core.i18n import in_language
from webapp.privacy.overview import Held, held_of
from webapp.privacy.papers.words import PARTS, lines_of

SHEET: Final = Path(__file__).with_name("sheet.typ")
#: letters of a row whose facts stand on one line
SHORT: Final = 90


def paper_of(person: User) -> bytes:
    """The PDF of everything about a person; a character that no font has is shown as 〓."""
    with in_language("ja"):
        return compiled(SHEET, content_of(person), instead="〓")


def content_of(person: User) -> dict[str, Any]:
    """Everything the sheet says, in Japanese."""
    held, at = [one for one in held_of(accounts.actor_of(person)) if one.count], in_tokyo(now())
    return {
        "title": "ふたまちが預かっている、あなたの情報",
        "name": person.display_name,
        "made_on": f"{at.year}年{at.month}月{at.day}日 {at:%H:%M} 作成",
        "caution": "個人情報です。人に見せるときや、捨てるときは、気をつけてください。内部の番号は、機械用のファイルにだけあります。",
        "groups": [_group(one) for one in held],
        "day": [at.year, at.month, at.day],
    }


def _group(held: Held) -> dict[str, Any]:
    one = held.purpose
    return {
        "title": f"{one.title}（{held.count:,}件）",
        "about": [
            ["使う理由", str(one.why)], ["見る人", str(one.who)], ["根拠", str(one.ground)], ["残す期間", str(one.kept)],
        ],
        "parts": [
            {"title": PARTS.get(name, name), "rows": [_row(lines_of(row, name)) for row in _rows(rows)]}
            for name, rows in held.parts.items()
            if rows
        ],
    }  # fmt: skip


def _row(lines: list[list[str]]) -> dict[str, Any]:
    """A few short facts stand beside each other: a log of years is not a book of one line a fact."""
    if sum(len(label) + len(value) for label, value in lines) <= SHORT:
        return {"text": "　".join(f"{label}：{value}" for label, value in lines)}
    return {"lines": lines}


def _rows(rows: Any) -> list[Any]:
    return rows if isinstance(rows, list) else [rows]
