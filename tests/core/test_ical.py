"""Calendar files: escaped, folded inside 75 octets, in UTC, with whole days and withdrawn ones."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from webapp.core.ical import Appointment, calendar

NOON = datetime(2026, 12, 5, 12, tzinfo=timezone(timedelta(hours=9)))
ONE = Appointment("a@b", "会", NOON, NOON + timedelta(hours=1), NOON)


def lines(one: Appointment) -> list[str]:
    return calendar([one], name="予定").decode().split("\r\n")


def test_times_are_written_in_utc_and_days_end_before_the_next_one() -> None:
    assert {"DTSTART:20261205T030000Z", "DTEND:20261205T040000Z", "STATUS:CONFIRMED"} <= set(lines(ONE))
    days = replace(ONE, starts=date(2026, 12, 31), ends=date(2026, 12, 31), is_cancelled=True, sequence=3)
    assert {
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "STATUS:CANCELLED",
        "SEQUENCE:3",
    } <= set(lines(days))
    with pytest.raises(ValueError, match="naive"):
        calendar([replace(ONE, starts=datetime(2026, 12, 5, 12))], name="")  # noqa: DTZ001 - the point


def test_nothing_that_is_typed_can_end_a_value_or_add_a_line() -> None:
    wicked = replace(ONE, title="a;b,c\\d\r\nDTSTART:19700101T000000Z\x07", place="")
    found = lines(wicked)
    assert "SUMMARY:a\\;b\\,c\\\\d\\nDTSTART:19700101T000000Z" in found
    assert sum(line.startswith("DTSTART") for line in found) == 1


def test_long_lines_are_folded_between_characters() -> None:
    raw = calendar([replace(ONE, text="とても長い説明です。" * 30)], name="")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    unfolded = raw.decode().replace("\r\n ", "")
    assert "DESCRIPTION:" + "とても長い説明です。" * 30 in unfolded
