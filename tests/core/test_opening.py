"""Opening hours: what people write, what the codes say, which stretches a day has."""

from datetime import date, datetime

import pytest

from webapp.core.clock import TOKYO
from webapp.core.opening import Opening
from webapp.core.opening_words import read_days, read_hours, why_not
from webapp.core.recurring import BadOpening, Recurring

WEDNESDAY, SATURDAY, SUNDAY = date(2026, 11, 25), date(2026, 11, 28), date(2026, 11, 29)
LABOUR_DAY = date(2026, 11, 23)  # 勤労感謝の日, a Monday


def at(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=TOKYO)


def open_days(opening, year=2026, month=11):
    days = (date(year, month, day) for day in range(1, 31))
    return [day.day for day in days if opening.is_open_on(day)]


def test_codes_say_every_week_some_weeks_and_the_last():
    assert open_days(Opening.read("0We", "9:00〜18:00")) == [4, 11, 18, 25]
    assert open_days(Opening.read("13Mo", "9:00〜18:00")) == [2, 16]
    assert open_days(Opening.read("6Fr", "9:00〜18:00")) == [27]
    assert open_days(Opening.read("46Su", "9:00〜18:00")) == [22, 29]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("毎週水曜", "0We"),
        ("第1・第3月曜日", "13Mo"),
        ("最終金曜", "6Fr"),
        ("月〜水", "0Mo 0Tu 0We"),
        ("土・日", "0Sa 0Su"),
        ("金~日", "0Fr 0Sa 0Su"),
        ("第２火・木曜", "2Tu 2Th"),
        ("毎日", "0Mo 0Tu 0We 0Th 0Fr 0Sa 0Su"),
    ],
)
def test_words_and_codes_say_the_same(words, code):
    assert Opening.read(words, "9:00〜18:00").codes == code
    assert read_days(words) == read_days(code)


def test_days_off_win_and_may_pass_the_end_of_the_year():
    opening = Opening.read("月〜土", "9:00〜18:00", "第4水曜、祝日、12/29〜1/3、2026-11-28")
    assert not any(opening.is_open_on(day) for day in (WEDNESDAY, SATURDAY, SUNDAY, LABOUR_DAY))
    assert [day for day in range(28, 32) if opening.is_open_on(date(2026, 12, day))] == [28]
    assert opening.next_open(date(2026, 12, 29)) == date(2027, 1, 4)


def test_public_holidays_close_workdays_and_open_places_of_leisure():
    assert not Opening.read("平日", "9:00〜17:00").is_open_on(LABOUR_DAY)
    leisure = Opening.read("土日祝", "10:00〜17:00", weekend_hours="8:00〜20:00")
    assert leisure.open_on(LABOUR_DAY) == [(at(LABOUR_DAY, 8), at(LABOUR_DAY, 20))]
    assert leisure.open_on(WEDNESDAY) == []


def test_a_break_makes_two_stretches_that_nothing_may_bridge():
    opening = Opening.read("毎日", "9:00〜12:00、13時〜18時半")
    assert opening.open_on(WEDNESDAY) == [
        (at(WEDNESDAY, 9), at(WEDNESDAY, 12)),
        (at(WEDNESDAY, 13), at(WEDNESDAY, 18, 30)),
    ]
    assert opening.covers(at(WEDNESDAY, 13), at(WEDNESDAY, 18, 30))
    assert not opening.covers(at(WEDNESDAY, 11), at(WEDNESDAY, 14))
    assert not opening.covers(at(WEDNESDAY, 14), at(WEDNESDAY, 14))


def test_hours_past_midnight_and_day_and_night_run_on():
    late = Opening.read("土", "18:00〜翌2:00")
    assert late.covers(at(SATURDAY, 23), at(SUNDAY, 2))
    assert not late.covers(at(SATURDAY, 23), at(SUNDAY, 3))
    assert not late.is_open_on(SUNDAY)
    assert Opening.read("毎日", "24時間").covers(at(SATURDAY, 22), at(SUNDAY, 22))


@pytest.mark.parametrize("words", ["ときどき", "不定休", "13/40", "月〜"])
def test_days_that_cannot_be_read_are_refused_with_what_to_write(words):
    with pytest.raises(BadOpening, match=r"読み取れません|という日はありません"):
        read_days(words)


@pytest.mark.parametrize("words", ["朝から", "", "25:00〜26:00", "9:00〜18:75", "13:00〜18:00、9:00〜12:00"])
def test_hours_that_cannot_be_read_are_refused(words):
    with pytest.raises(BadOpening):
        read_hours(words)
    assert why_not(read_hours)(words)
    assert why_not(read_hours)("9:00〜18:00") == ""


def test_the_fifth_monday_is_not_every_last_one():
    assert Recurring(0, frozenset({5})).falls_on(date(2026, 11, 30))
    assert not Recurring(0, frozenset({5})).falls_on(date(2026, 12, 28))
