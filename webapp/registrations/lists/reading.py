"""Reads an uploaded list line by line: who can be asked, and which line cannot and why. Nothing is stored here."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from webapp.core.clock import today
from webapp.core.codes import looks_like_my_number
from webapp.core.errors import BadFile
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.listings.importing.csvfile import MEBIBYTE, Row, open_csv
from webapp.municipalities import masterdata
from webapp.registrations.guardians.needs import is_minor
from webapp.registrations.lists import cells
from webapp.registrations.lists.headings import understood
from webapp.registrations.lists.models import RegistrantEntry
from webapp.residents.actions import OLDEST_AGE

MAX_BYTES = 5 * MEBIBYTE
MAX_LINES = 20_000
_LIMITS = {"family_name": 40, "given_name": 40, "family_kana": 60, "given_kana": 60, "member_number": 40, "email": 254}


class RefusalReason(Labelled):
    """Why nobody can be asked for a line."""

    CELLS = "cells", _l("項目の数が見出しと合いません。カンマや引用符を確かめてください。")
    NAME = "name", _l("姓と名がわかりません。姓と名のあいだに空白を入れるか、列を分けてください。")
    EMAIL = "email", _l("メールアドレスがないか、形が違います。メールで確かめられない方は、窓口や紙で申請できます。")
    EMAIL_TWICE = "email_twice", _l("同じメールアドレスが、上の行にもあります。1人に1つのメールアドレスが必要です。")
    PERSON_TWICE = "person_twice", _l("同じ氏名と生年月日の人が、上の行にもあります。")
    REGISTERED = "registered", _l("このメールアドレスの人は、すでに登録しているか、申請しています。")
    WAITING = "waiting", _l("このメールアドレスの人には、別の名簿で確かめている途中です。")
    BIRTH_DATE = "birth_date", _l("生年月日が読めないか、ありえない日です。例：1988-05-03、昭和63年5月3日")
    MINOR = "minor", _l("18歳になっていません。保護者の同意が必要なので、本人が画面か窓口で申請してください。")
    PLACE = "place", _l("住所の市区町村がわかりません。都道府県から書くか、市区町村コードを書いてください。")
    INSIDE = "inside", _l("住所がこのまちの中にあります。二地域居住の登録の対象ではありません。")
    LONG = "long", _l("長すぎる項目があります。")


@dataclass(frozen=True)
class Around:
    """What a list is read against: the town, who is registered there, who is being asked already."""

    municipality_code: str
    registered: frozenset[str]  # mail addresses
    waiting: frozenset[str]


@dataclass
class Reading:
    """What a file holds."""

    entries: list[RegistrantEntry] = field(default_factory=list)
    refused: list[tuple[int, RefusalReason]] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    emails: set[str] = field(default_factory=set)
    people: set[tuple[str, date]] = field(default_factory=set)

    @property
    def lines(self) -> int:
        """Lines below the heading."""
        return len(self.entries) + len(self.refused)


class _Refused(Exception):
    def __init__(self, reason: RefusalReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def read(data: bytes, around: Around) -> Reading:
    """Every line of an uploaded file. Raises BadFile for a file that cannot be used as a whole.

    The bytes lie for a moment in a file that only this process can read: that is how the reader wants them.
    """
    found = Reading()
    known = frozenset(city.code for city in masterdata.load().cities)
    with tempfile.NamedTemporaryFile(suffix=".csv") as copy:
        copy.write(data)
        copy.flush()
        meanings: dict[str, str] = {}
        for row in _rows(Path(copy.name)):
            if not meanings:
                meanings, found.unused = understood([name for name in row.cells if name])
            _refuse_my_number(row)
            values = {key: row.cells.get(heading, "") for heading, key in meanings.items()}
            try:
                found.entries.append(_entry(row, values, around, found, known))
            except _Refused as refusal:
                found.refused.append((row.number, refusal.reason))
    return found


def _rows(path: Path) -> Iterator[Row]:
    for count, row in enumerate(open_csv(path, max_bytes=MAX_BYTES).rows([]), start=1):
        if count > MAX_LINES:
            raise BadFile(
                _("%(n)s行より多いファイルは取り込めません。分けて、1つずつ選んでください。", n=f"{MAX_LINES:,}")
            )
        yield row


def _refuse_my_number(row: Row) -> None:
    if any(looks_like_my_number(cell) for cell in row.cells.values()):
        raise BadFile(
            _(
                "%(line)s行目に、マイナンバー（12桁の個人番号）と見られる数字があります。ふたまちでは、マイナンバーを預かることができません。"
                "その列を消すか、12桁の会員番号のときは先頭に文字を付けてください。このファイルの内容は保存していません。",
                line=row.number,
            )
        )


def _entry(row: Row, values: dict[str, str], around: Around, found: Reading, known: frozenset[str]) -> RegistrantEntry:
    if not row.is_whole:
        raise _Refused(RefusalReason.CELLS)
    names = _names(values)
    email = _email(values, around, found)
    born = _born(values, f"{names['family_name']} {names['given_name']}", found)
    home = cells.place(*(values.get(name, "") for name in ("home_code", "prefecture", "city", "address")))
    if home not in known:
        raise _Refused(RefusalReason.PLACE)
    if home == around.municipality_code:
        raise _Refused(RefusalReason.INSIDE)
    said = {**names, "email": email, "member_number": cells.text(values.get("member_number", ""))}
    if any(len(said[name]) > limit for name, limit in _LIMITS.items()):
        raise _Refused(RefusalReason.LONG)
    found.emails.add(email)
    return RegistrantEntry(
        **said,  # type: ignore[arg-type]
        registrant_list_id="",
        municipality_code=around.municipality_code,
        line=row.number,
        birth_date=born,
        home_code=home,
        is_confidential=cells.is_yes(values.get("is_confidential", "")),
    )


def _names(values: dict[str, str]) -> dict[str, str]:
    family, given = cells.text(values.get("family_name", "")), cells.text(values.get("given_name", ""))
    if not (family and given):
        family, given = cells.two_parts(values.get("full_name", ""))
    if not (family and given):
        raise _Refused(RefusalReason.NAME)
    read = [cells.kana(values.get(name, "")) for name in ("family_kana", "given_kana")]
    if not all(read):
        read = [cells.kana(part) for part in cells.two_parts(values.get("full_kana", ""))]
    return {"family_name": family, "given_name": given, "family_kana": read[0], "given_kana": read[1]}


def _email(values: dict[str, str], around: Around, found: Reading) -> str:
    email = cells.address_of_mail(values["email"])
    wrong = {
        RefusalReason.EMAIL: not email,
        RefusalReason.EMAIL_TWICE: email in found.emails,
        RefusalReason.REGISTERED: email in around.registered,
        RefusalReason.WAITING: email in around.waiting,
    }
    for reason, is_so in wrong.items():
        if is_so:
            raise _Refused(reason)
    return email


def _born(values: dict[str, str], name: str, found: Reading) -> date | None:
    """None where the list does not say: then the person is asked."""
    if not cells.text(values.get("birth_date", "")):
        return None
    born = cells.day(values["birth_date"])
    if born is None or not (today().year - OLDEST_AGE <= born.year and born <= today()):
        raise _Refused(RefusalReason.BIRTH_DATE)
    if is_minor(born):
        raise _Refused(RefusalReason.MINOR)
    if (name, born) in found.people:
        raise _Refused(RefusalReason.PERSON_TWICE)
    found.people.add((name, born))
    return born
