"""The columns of a sheet of one kind, and how a cell becomes a value: a sentence for whatever cannot be read."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from webapp.core.codes import holds_my_number
from webapp.core.forms import one_line, tidy
from webapp.core.i18n import DEFAULT_LOCALE, in_language
from webapp.core.i18n import gettext as _
from webapp.core.labels import Labelled
from webapp.core.money import read_yen
from webapp.core.sheets import FORMULA_SIGNS
from webapp.core.table import max_length_of
from webapp.listings.kinds import kind_of
from webapp.listings.kinds.ask import Ask, value_type
from webapp.listings.kinds.kind import COMMON
from webapp.listings.models import Listing, ListingKind

NUMBER = "number"
NUMBER_HEADING = "管理番号"
YES, NO = "はい", "いいえ"
_YES = frozenset({YES, "○", "◯", "〇", "有", "あり", "可", "1", "true", "yes"})
_NO = frozenset({NO, "×", "✕", "無", "なし", "不可", "0", "false", "no", "-"})
_DAY = re.compile(r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?")
_FORMULA = re.compile(f"'(?=[{re.escape(FORMULA_SIGNS)}])")


class CellWrong(Exception):
    """A cell cannot be read; the sentence says why and how it should look."""


@dataclass(frozen=True)
class Column:
    """One column: `name` of the field, its heading, its question, the plain type of its values."""

    name: str
    heading: str
    ask: Ask
    type: type[Any]
    longest: int

    @property
    def is_choice(self) -> bool:
        """Whether one of a few words is to be given."""
        return issubclass(self.type, Labelled)

    @property
    def words(self) -> list[str]:
        """The words that may stand in it; empty where anything may."""
        if self.type is bool:
            return [YES, NO]
        with in_language(DEFAULT_LOCALE):
            return [str(label) for _value, label in self.type.choices()] if self.is_choice else []


@cache
def columns_of(kind: ListingKind) -> dict[str, Column]:
    """Field name → column, in the order of the template, without the number in front."""
    described = kind_of(kind)
    found = {}
    for name, heading in described.headings.items():
        ask = COMMON.get(name) or described.asks[name]
        owner = described.details if name in described.details.model_fields else Listing
        limit = max_length_of(Listing, name) if owner is Listing else ask.max_length
        found[name] = Column(name, heading, ask, value_type(owner, name), limit or ask.max_length)
    return found


@cache
def _choices(column: Column) -> Mapping[str, Any]:
    """Word or stored value, as it is compared → member."""
    with in_language(DEFAULT_LOCALE):
        words = {_plain(str(member.label)): member for member in column.type}
    kind: Any = column.type
    members: dict[str, Any] = {str(member.value): member for member in kind}
    return members | words


def read_cell(text: str, column: Column) -> Any:
    """The value that a cell means; None for a blank one. Raises CellWrong."""
    text = _FORMULA.sub("", text, count=1).strip() if text.startswith("'") else text.strip()
    if not text:
        return None
    read = _READERS.get(column.type) or (_read_choice if column.is_choice else _read_text)
    value = read(text, column)
    if why := column.ask.refuses(value):
        raise CellWrong(why)
    return value


def write_cell(value: Any) -> str:
    """A value as it stands in a sheet; what `read_cell` reads back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Labelled):
        with in_language(DEFAULT_LOCALE):
            return str(value.label)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def _read_text(text: str, column: Column) -> str:
    typed = (tidy(text) if column.ask.is_long else one_line(text)) or ""
    if len(typed) > column.longest:
        raise CellWrong(_("%(max)s字以内にしてください（いまは%(now)s字です）。", max=column.longest, now=len(typed)))
    if holds_my_number(typed):
        raise CellWrong(_("マイナンバー（12桁の個人番号）と思われる数字が入っています。消してください。"))
    return typed


def _read_flag(text: str, _column: Column) -> bool:
    plain = _plain(text)
    if plain in _YES or plain in _NO:
        return plain in _YES
    raise CellWrong(_("「はい」か「いいえ」で書いてください。"))


def _read_choice(text: str, column: Column) -> Any:
    found = _choices(column).get(_plain(text))
    if found is None:
        raise CellWrong(_("次のどれかで書いてください：%(words)s", words=_("、").join(column.words)))
    return found


def _read_whole(text: str, column: Column) -> int:
    plain = unicodedata.normalize("NFKC", text).removesuffix(str(column.ask.unit))
    try:
        value = read_yen(plain)
    except ValueError:
        raise CellWrong(_("数字だけで書いてください。例：12000")) from None
    if value > column.ask.high:
        raise CellWrong(_("%(high)sまでの数字にしてください。", high=f"{column.ask.high:,}"))
    return value


def _read_size(text: str, _column: Column) -> float:
    plain = unicodedata.normalize("NFKC", text).removesuffix("m2").removesuffix("㎡").replace(",", "").strip()
    if not re.fullmatch(r"\d{1,9}(\.\d{1,4})?", plain):
        raise CellWrong(_("数字で書いてください。例：85.5"))
    return float(plain)


def _read_day(text: str, _column: Column) -> date:
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).split("T")[0].split(" ")[0])
    try:
        if found:
            return date(*map(int, found.groups()))
    except ValueError:
        raise CellWrong(_("暦にない日です。")) from None
    raise CellWrong(_("日付は 2026-04-01 のように書いてください。"))


_READERS: dict[type[Any], Callable[[str, Column], Any]] = {
    bool: _read_flag,
    int: _read_whole,
    float: _read_size,
    date: _read_day,
}
