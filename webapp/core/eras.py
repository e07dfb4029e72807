"""Days in the Japanese era, as official papers write them."""

from datetime import date

_FIRST_DAY, _YEAR_BEFORE = date(2019, 5, 1), 2018


def reiwa_year(year: int) -> int:
    """2026 → 8: the year in numbers, also a fiscal year."""
    return year - _YEAR_BEFORE


def in_reiwa(day: date) -> str:
    """令和8年11月21日; the first year is 元年. A day before the era is written in the common calendar."""
    if day < _FIRST_DAY:
        return f"{day.year}年{day.month}月{day.day}日"
    year = reiwa_year(day.year)
    return f"令和{'元' if year == 1 else year}年{day.month}月{day.day}日"
