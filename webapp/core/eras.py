"""Days and fiscal years in the Japanese era, as public papers and books write them (元号を改める政令)."""

from datetime import date

#: first day, name and the year before the first, newest first; the Gregorian calendar came on 1 January of 明治6年
_ERAS = (
    (date(2019, 5, 1), "令和", 2018),
    (date(1989, 1, 8), "平成", 1988),
    (date(1926, 12, 25), "昭和", 1925),
    (date(1912, 7, 30), "大正", 1911),
    (date(1873, 1, 1), "明治", 1867),
)


def reiwa_year(year: int) -> int:
    """2026 → 8: the year in numbers, also a fiscal year."""
    return year - _ERAS[0][2]


def in_era(day: date) -> str:
    """令和8年11月21日, 昭和64年1月7日; the first year is 元年. A day before 明治6年 is written in the common calendar."""
    for first, name, before in _ERAS:
        if day >= first:
            return f"{name}{_counted(day.year - before)}年{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月{day.day}日"


def fiscal_year_in_era(year: int) -> str:
    """2026 → 「令和8」, 2019 → 「令和元」: named by the era that most of the year lies in, as public budgets are."""
    middle = date(year, 10, 1)
    name, before = next((name, before) for first, name, before in _ERAS if middle >= first)
    return f"{name}{_counted(year - before)}"


def _counted(year: int) -> str:
    return "元" if year == 1 else str(year)
