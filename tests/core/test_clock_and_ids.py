"""The clock is Japanese for days and years, identifiers sort by time or cannot be guessed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from webapp.core.clock import fiscal_year, in_tokyo, last_day_of_term, now, today
from webapp.core.ids import new_id, new_public_code, new_token, read_public_code


@pytest.mark.parametrize(
    ("moment", "day"),
    [("2026-03-31T14:59:59Z", date(2026, 3, 31)), ("2026-03-31T15:00:00Z", date(2026, 4, 1))],
)
def test_a_day_begins_at_midnight_in_japan(time_machine: Any, moment: str, day: date) -> None:
    time_machine.move_to(moment, tick=False)
    assert today() == day
    assert now().tzinfo is UTC


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2026, 12, 31), 2026), (date(2027, 1, 1), 2026)],
)
def test_a_fiscal_year_begins_on_the_first_of_april(day: date, year: int) -> None:
    assert fiscal_year(day) == year


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 4, 1), 12, date(2027, 3, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 3, 1), 12, date(2029, 2, 28)),
        (date(2027, 3, 1), 12, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
    ],
)
def test_a_term_ends_the_day_before_the_same_day_or_with_a_month_that_has_none(
    first: date, months: int, last: date
) -> None:
    assert last_day_of_term(first, months) == last


def test_a_time_without_a_zone_has_no_place_in_japan() -> None:
    assert in_tokyo(datetime(2026, 3, 31, 15, tzinfo=UTC)).isoformat() == "2026-04-01T00:00:00+09:00"
    with pytest.raises(ValueError, match="naive"):
        in_tokyo(datetime(2026, 3, 31, 15))  # noqa: DTZ001 - that is the point


def test_ids_sort_by_the_time_they_were_made(time_machine: Any) -> None:
    time_machine.move_to("2026-04-01T00:00:00Z", tick=False)
    first = new_id()
    time_machine.shift(0.001)
    assert first < new_id()
    assert len(first) == 26


def test_tokens_and_codes_are_long_and_never_the_same() -> None:
    assert len({new_token() for _ in range(100)}) == 100
    codes = {new_public_code() for _ in range(100)}
    assert len(codes) == 100
    assert all(len(code) == 12 and not set(code) & set("ILOU") for code in codes)


@pytest.mark.parametrize(
    "typed", ["AB12-CD34-01Q0", "ab12cd34olqo", " ａｂ１２－ｃｄ３４－０１ｑ０ ", "AB12 CD34 OIQO", "AB12‐CD34‐01Q0"]
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert read_public_code(typed) == "AB12CD3401Q0"


def test_a_code_of_our_own_is_read_back_unchanged() -> None:
    code = new_public_code()
    assert read_public_code(code) == code
