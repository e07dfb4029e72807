"""A sheet of donations received elsewhere: every problem is told by line and column before anything is written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from webapp.accounting.offline.actions import METHODS, Offline, known, must_be_possible, write_down
from webapp.core.actor import Actor
from webapp.core.errors import BadFile, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.money import read_yen
from webapp.listings.importing.tables import below_heading, lines_of, plain_heading
from webapp.municipalities import queries as municipalities
from webapp.pledges.models import PaymentMethod
from webapp.projects.models import Project

LARGEST: Final = 12 * 2**20
MOST_ROWS: Final = 5_000
#: heading → field
COLUMNS: Final = {
    "管理番号": "number",
    "受け取った日": "arrived_on",
    "振り込んだ日": "sent_on",
    "方法": "method",
    "寄附サイト": "source",
    "金額": "amount",
    "氏名": "donor_name",
    "住所": "donor_address",
    "住民票の市町村コード": "home_code",
    "メールアドレス": "email",
}
NEEDED: Final = ("管理番号", "受け取った日", "方法", "金額", "氏名", "住所", "住民票の市町村コード")
LONGEST: Final = {"number": 60, "source": 40, "donor_name": 60, "donor_address": 200, "email": 254}


class Problem(NamedTuple):
    """What keeps a sheet from being brought in: the line a spreadsheet shows, the column, why."""

    line: int
    heading: str
    sentence: str


@dataclass
class Sheet:
    """What a file says: donations that are new, how many are known already, what is wrong."""

    new: list[tuple[int, Offline]] = field(default_factory=list)
    known: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def total_yen(self) -> int:
        """What the new ones add up to."""
        return sum(given.amount for _line, given in self.new)


def read(path: Path, project: Project) -> Sheet:
    """Every row, judged but not written. Raises BadFile for what is no such table."""
    headings, below = below_heading(lines_of(path, max_bytes=LARGEST), lambda cells: "管理番号" in cells)
    lacking = [heading for heading in NEEDED if plain_heading(heading) not in headings]
    if lacking:
        raise BadFile(_("必要な列がありません：%(columns)s", columns="、".join(lacking)))
    places = {headings.index(heading): heading for heading in COLUMNS if heading in headings}
    sheet, seen = Sheet(), dict[tuple[str, str], int]()
    for line in below:
        if len(seen) >= MOST_ROWS:
            raise BadFile(_("行が多すぎます。%(most)s行までに分けて、1つずつ取り込んでください。", most=MOST_ROWS))
        cells = {name: line.cells[at].strip() if at < len(line.cells) else "" for at, name in places.items()}
        given = _row(line.number, cells, sheet)
        if given is not None:
            _sort(line.number, given, sheet, seen, project)
    return sheet


def bring_in(path: Path, project: Project, *, by: Actor) -> int:
    """Write down every new row, or none at all. Raises RuleBroken while the sheet has problems."""
    sheet = read(path, project)
    if sheet.problems:
        raise RuleBroken(_("直すところが残っています。表を直してから、もう一度選んでください。"))
    for _line, given in sheet.new:
        write_down(project, given, by=by)
    return len(sheet.new)


def _sort(line: int, given: Offline, sheet: Sheet, seen: dict[tuple[str, str], int], project: Project) -> None:
    key = (given.source, given.number)
    if key in seen:
        sheet.problems.append(Problem(line, "管理番号", _("%(line)s行目と同じ番号です。", line=seen[key])))
        return
    seen[key] = line
    if known(project.municipality_code, given.source, given.number) is not None:
        sheet.known += 1
        return
    try:
        must_be_possible(project, given)
    except RuleBroken as broken:
        sheet.problems.append(Problem(line, "", broken.sentence))
    else:
        sheet.new.append((line, given))


def _row(line: int, cells: dict[str, str], sheet: Sheet) -> Offline | None:
    values: dict[str, Any] = {}
    before = len(sheet.problems)
    for heading, text in cells.items():
        name = COLUMNS[heading]
        try:
            values[name] = _READ.get(name, _text(name))(text) if text else _empty(heading)
        except ValueError as wrong:
            sheet.problems.append(Problem(line, heading, str(wrong)))
    return Offline(**values) if len(sheet.problems) == before else None


def _empty(heading: str) -> Any:
    if heading in NEEDED:
        raise ValueError(_("空です。"))
    return None if COLUMNS[heading] == "sent_on" else ""


def _text(name: str) -> Callable[[str], Any]:
    def read_text(text: str) -> str:
        if len(text) > LONGEST[name]:
            raise ValueError(
                _("%(max)s字以内にしてください（いまは%(now)s字です）。", max=LONGEST[name], now=len(text))
            )
        return text

    return read_text


def _day(text: str) -> date:
    plain = text.split(" ", maxsplit=1)[0].replace("/", "-").replace(".", "-")
    try:
        return datetime.strptime(plain, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        raise ValueError(_("日付を 2026-11-21 の形で書いてください。")) from None


def _yen(text: str) -> int:
    try:
        return read_yen(text)
    except ValueError:
        raise ValueError(_("金額を円の整数で書いてください。")) from None


def _method(text: str) -> PaymentMethod:
    found = next((method for method in METHODS if text in (method.value, str(method.label))), None)
    if found is None:
        names = "、".join(str(method.label) for method in METHODS)
        raise ValueError(_("方法は、次のどれかにしてください：%(names)s", names=names))
    return found


def _home(text: str) -> str:
    code = text.zfill(6)
    if not municipalities.by_codes({code}):
        raise ValueError(_("6桁の市町村コードを書いてください。"))
    return code


_READ: Final[dict[str, Callable[[str], Any]]] = {
    "arrived_on": _day,
    "sent_on": _day,
    "amount": _yen,
    "method": _method,
    "home_code": _home,
}
