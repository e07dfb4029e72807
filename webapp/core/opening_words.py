"""Reads opening days and hours as people write them in Japanese, and as codes; what cannot be read is refused with a sentence."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise

from webapp.core.i18n import gettext as _
from webapp.core.recurring import CODES, BadOpening, Days, Recurring, Span, YearSpan
from webapp.core.recurring import LAST as LAST_WEEK

_WEEKDAYS = "月火水木金土日"
_TO = "[〜~ー–―-]"
_DAY = f"[{_WEEKDAYS}](?:曜日?)?"
_FEW_WEEKS = r"(?:第?[1-5][・,、]?)+|最終|毎週"
#: in the order in which they are tried at each place of the text
_PATTERNS: dict[str, str] = {
    "iso": r"(\d{4})-(\d{1,2})-(\d{1,2})",
    "span": rf"(\d{{1,2}})[/月](\d{{1,2}})日?{_TO}(?:(\d{{1,2}})[/月])?(\d{{1,2}})日?",
    "single": r"(\d{1,2})[/月](\d{1,2})日?",
    "code": rf"([0-6]{{1,5}})({'|'.join(CODES)})",
    "weeks": rf"({_FEW_WEEKS})({_DAY}(?:・{_DAY})*)",
    "every": "毎日|年中無休|無休",
    "workdays": "平日",
    "new_year": "年末年始",
    "holidays": "祝日|祝祭日|祝",
    "none": "特になし|なし|無し",
    "range": f"({_DAY}){_TO}({_DAY})",
    "day": f"({_DAY})",
    "between": r"[\s、,・/と]+|および|定休日?|休業日?|休み?",
}
_TOKENS = [(name, re.compile(pattern)) for name, pattern in _PATTERNS.items()]
_CLOCK = r"(\d{1,2})(?::(\d{2})|時(半|\d{1,2}分?)?)"
_HOURS = re.compile(rf"{_CLOCK}{_TO}(?:翌)?{_CLOCK}|24時間|(\d{{2}})(\d{{2}}){_TO}(\d{{2}})(\d{{2}})")
_NEW_YEAR = YearSpan((12, 29), (1, 3))
_A_DAY = 24 * 60
_LATEST = 36 * 60


def read_days(text: str) -> Days:
    """「月〜土」「第1・第3月曜、最終金曜」「祝日」「12/29〜1/3」「0We 13Mo 6Fr」. Raises BadOpening."""
    rest, days = _plain(text), Days()
    while rest:
        for name, pattern in _TOKENS:
            if found := pattern.match(rest):
                days, rest = _with(days, name, found), rest[found.end() :]
                break
        else:
            raise BadOpening(_no_day(rest))
    return days


def read_hours(text: str) -> tuple[Span, ...]:
    """「9:00〜12:00、13:00〜18:00」「24時間」; an end before its beginning lies on the next day. Raises BadOpening."""
    plain = re.sub(r"\s", "", _plain(text))
    spans = [_span(found) for found in _HOURS.finditer(plain)]
    left = re.sub(r"[、,・/と]", "", _HOURS.sub("", plain))
    in_order = all(before.end <= after.start for before, after in pairwise(spans))
    if left or not spans or not in_order:
        raise BadOpening(
            _("時間は「9:00〜18:00」のように書いてください。昼に閉めるときは「9:00〜12:00、13:00〜18:00」です。")
        )
    return tuple(spans)


def why_not(read: Callable[[str], object]) -> Callable[[str], str]:
    """A check for forms and sheets: the sentence with which `read` refuses a text, or nothing."""

    def check(text: str) -> str:
        try:
            read(text)
        except BadOpening as error:
            return str(error)
        return ""

    return check


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("〜", "~").strip()


def _no_day(rest: str) -> str:
    return _(
        "「%(part)s」が読み取れません。「月〜土」「第1・第3月曜」「最終金曜」「祝日」「12/29〜1/3」のように書いてください。",
        part=rest[:20],
    )


def _with(days: Days, name: str, found: re.Match[str]) -> Days:
    if name == "holidays":
        return days._replace(holidays=True)
    if name == "workdays":
        return days._replace(workdays=True, recurring=(*days.recurring, *_weekdays(range(5))))
    if name == "iso":
        return days._replace(dates=days.dates | {_date(*(int(part) for part in found.groups()))})
    if name in ("span", "single", "new_year"):
        return days._replace(spans=(*days.spans, _year_span(name, found)))
    return days._replace(recurring=(*days.recurring, *_recurring(name, found)))


def _recurring(name: str, found: re.Match[str]) -> Sequence[Recurring]:
    if name == "code":
        weeks = frozenset(int(digit) for digit in found[1]) - {0}
        return [Recurring(CODES.index(found[2]), weeks)]
    if name == "weeks":
        week = frozenset({LAST_WEEK}) if found[1] == "最終" else frozenset(map(int, re.findall(r"\d", found[1])))
        return [Recurring(_WEEKDAYS.index(part[0]), week) for part in found[2].split("・")]
    if name == "range":
        first, last = _WEEKDAYS.index(found[1][0]), _WEEKDAYS.index(found[2][0])
        return _weekdays(number % 7 for number in range(first, last + 1 if last >= first else last + 8))
    if name == "day":
        return [Recurring(_WEEKDAYS.index(found[1][0]))]
    return _weekdays(range(7)) if name == "every" else []


def _weekdays(numbers: Iterable[int]) -> tuple[Recurring, ...]:
    return tuple(Recurring(number) for number in numbers)


def _year_span(name: str, found: re.Match[str]) -> YearSpan:
    if name == "new_year":
        return _NEW_YEAR
    first = _month_day(found[1], found[2])
    return YearSpan(first, first if name == "single" else _month_day(found[3] or found[1], found[4]))


def _month_day(month: str, day: str) -> tuple[int, int]:
    _date(2024, int(month), int(day))  # a leap year, because 29 February may be meant
    return int(month), int(day)


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadOpening(_("%(month)s月%(day)s日という日はありません。", month=month, day=day)) from None


def _span(found: re.Match[str]) -> Span:
    if found[0] == "24時間":
        return Span(0, _A_DAY)
    if found[7]:
        start, end = _minutes(found[7], found[8]), _minutes(found[9], found[10])
    else:
        start = _minutes(found[1], found[2] or found[3])
        end = _minutes(found[4], found[5] or found[6])
    end += _A_DAY if end <= start else 0
    if start >= _A_DAY or end > _LATEST:
        raise BadOpening(_("時間は0:00から24:00の間で書いてください。夜をまたぐときは「22:00〜2:00」です。"))
    return Span(start, end)


def _minutes(hour: str, minute: str | None) -> int:
    part = 30 if minute == "半" else int((minute or "0").rstrip("分"))
    if part >= 60:
        raise BadOpening(_("分は59までで書いてください。"))
    return int(hour) * 60 + part
