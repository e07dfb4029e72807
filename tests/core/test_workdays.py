"""Working days in Japan: weekends, holidays and the turn of the year are none."""

from datetime import UTC, date, datetime

import pytest

from webapp.core import workdays


@pytest.mark.parametrize(
    ("day", "is_one"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 11, 23), False),  # 勤労感謝の日
        (date(2026, 5, 6), False),  # 振替休日
        (date(2026, 12, 31), False),
        (date(2027, 1, 4), True),
    ],
)
def test_holidays_weekends_and_the_turn_of_the_year_are_no_working_days(day: date, is_one: bool) -> None:
    assert workdays.is_working_day(day) is is_one


def test_three_working_days_after_a_friday_before_a_holiday_end_on_thursday_midnight_in_japan() -> None:
    friday = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)  # 23:30 in Japan
    assert workdays.end_of_working_day_after(friday, 3) == datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
    assert workdays.start_of_working_day_after(friday, 3) == datetime(2026, 11, 26, 0, 0, tzinfo=UTC)
    past_midnight = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)  # Saturday in Japan
    assert workdays.end_of_working_day_after(past_midnight, 1) == datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def test_days_between_count_what_began_after_the_first_day() -> None:
    start = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    assert workdays.working_days_between(start, start) == 0
    assert workdays.working_days_between(start, datetime(2026, 11, 23, 3, 0, tzinfo=UTC)) == 0
    assert workdays.working_days_between(start, datetime(2026, 11, 25, 3, 0, tzinfo=UTC)) == 2
