"""Days, months and fiscal years as the public sector writes them, with known answers."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from webapp.core.clock import fiscal_year
from webapp.core.eras import fiscal_year_in_era, in_era, reiwa_year
from webapp.core.i18n import in_language
from webapp.core.templating import show_date, show_era, show_era_month, show_fiscal_year


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 4, 1), "令和8年4月1日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1873, 1, 1), "明治6年1月1日"),
        (date(1872, 12, 31), "1872年12月31日"),
    ],
)
def test_a_day_is_written_in_its_era(day: date, written: str) -> None:
    assert in_era(day) == written


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 4, 1), "令和8"),
        (date(2027, 3, 31), "令和8"),
        (date(2019, 4, 1), "令和元"),
        (date(2019, 3, 31), "平成30"),
        (date(1989, 3, 31), "昭和63"),
        (date(1989, 4, 1), "平成元"),
    ],
)
def test_a_fiscal_year_is_named_by_the_era_of_its_greater_part(day: date, written: str) -> None:
    assert fiscal_year_in_era(fiscal_year(day)) == written
    assert reiwa_year(fiscal_year(date(2026, 4, 1))) == 8


@pytest.mark.parametrize(
    ("locale", "day", "month", "year"),
    [
        ("ja", "2026年（令和8年）4月1日", "令和8年4月", "令和8"),
        ("easy", "2026年4月1日（水）", "2026年4月", "2026"),
        ("en", "Wed 1 April 2026", "April 2026", "2026"),
    ],
)
def test_only_japanese_readers_meet_eras(app: Flask, locale: str, day: str, month: str, year: str) -> None:
    first = date(2026, 4, 1)
    with app.test_request_context(), in_language(locale):
        assert (show_era(first), show_era_month(first), show_fiscal_year(2026)) == (day, month, year)
        assert show_era(datetime(2026, 3, 31, 15, 30, tzinfo=UTC)) == day
        assert show_era(None) == show_date(None) == ""
