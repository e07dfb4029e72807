"""Reads the cells of one row as numbers, dates and words, and notes every doubt with the value as published."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from webapp.listings.importing.outcomes import Doubt, DoubtReason

_UNITS = re.compile(r"[,¥￥\s]|円|m2|m²|m|%|パーセント")
_DATE = re.compile(r"(\d{4})[/\-年](\d{1,2})[/\-月](\d{1,2})日?")
_NO_WORD = {"", "指定なし"}
_LONGEST_WORD = 20
_EARLIEST_YEAR = 1500
PLACEHOLDER = date(1900, 1, 1)  # day 1 of spreadsheets


class Limits(NamedTuple):
    """What a number can be at all, and what it usually is; both ends belong to the range."""

    lowest: float
    usually_from: float
    usually_to: float
    highest: float


class Cells:
    """The cells of a row by column, and the doubts that arise while they are read."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells
        self.doubts: list[Doubt] = []

    def doubt(self, reason: DoubtReason, column: str, value: str | None = None) -> None:
        """Note a doubt about a column; the value is the published one unless it is given."""
        self.doubts.append(Doubt(reason, column, self.text(column) if value is None else value))

    def text(self, column: str) -> str:
        """The cell without blanks around it; empty when the column is not there."""
        return self._cells.get(column, "").strip()

    def short_text(self, column: str, limit: int) -> str:
        """The cell, cut to `limit` letters with a doubt."""
        text = self.text(column)
        if len(text) > limit:
            self.doubt(DoubtReason.CUT, column)
        return text[:limit]

    def word(self, column: str, known: Mapping[str, str]) -> str:
        """Our word for a published word; empty and 指定なし are empty, a new word is kept with a doubt."""
        text = self.short_text(column, _LONGEST_WORD)
        if text in _NO_WORD:
            return ""
        if text not in known:
            self.doubt(DoubtReason.NEW_WORD, column)
        return known.get(text, text)

    def choice(self, column: str, known: Mapping[str, str]) -> str:
        """Like `word`, but a new word is unknown: empty, with a doubt."""
        text = self.text(column)
        if text in _NO_WORD:
            return ""
        if text not in known:
            self.doubt(DoubtReason.UNKNOWN_WORD, column)
        return known.get(text, "")

    def number(self, column: str, limits: Limits) -> float | None:
        """A positive number within the limits; 0, other text and the impossible are unknown, with a doubt."""
        text = self.text(column)
        if not text:
            return None
        value = _as_number(text)
        reason = _judge(value, limits)
        if reason:
            self.doubt(reason, column)
        return value if reason in {None, DoubtReason.UNLIKELY} else None

    def whole_number(self, column: str, limits: Limits) -> int | None:
        """Like `number`, rounded."""
        value = self.number(column, limits)
        return None if value is None else round(value)

    def day(self, column: str, *, today: date) -> date | None:
        """A date not later than today; placeholders, future days and other text are unknown, with a doubt."""
        text = self.text(column)
        if not text:
            return None
        day = _as_date(text)
        reason = None
        if day is None or day.year < _EARLIEST_YEAR:
            reason = DoubtReason.NOT_A_DATE
        elif day == PLACEHOLDER:
            reason = DoubtReason.PLACEHOLDER_DATE
        elif day > today:
            reason = DoubtReason.FUTURE_DATE
        if reason:
            self.doubt(reason, column)
        return None if reason else day


def _as_number(text: str) -> float | None:
    plain = _UNITS.sub("", unicodedata.normalize("NFKC", text))
    try:
        value = float(plain) if plain.isascii() and "_" not in plain else None
    except ValueError:
        return None
    return value if value is not None and abs(value) < float("inf") else None


def _judge(value: float | None, limits: Limits) -> DoubtReason | None:
    if value is None:
        return DoubtReason.NOT_A_NUMBER
    if value == 0:
        return DoubtReason.ZERO
    if not limits.lowest <= value <= limits.highest:
        return DoubtReason.IMPOSSIBLE
    if not limits.usually_from <= value <= limits.usually_to:
        return DoubtReason.UNLIKELY
    return None


def _as_date(text: str) -> date | None:
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", text))
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
