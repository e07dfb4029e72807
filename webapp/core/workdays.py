"""Working days in Japan: not Saturdays, Sundays and public holidays, nor the days around New Year when offices are shut."""

from datetime import UTC, date, datetime, time, timedelta

from webapp.core.clock import TOKYO, in_tokyo

#: 行政機関の休日に関する法律1条1項3号: 29 December to 3 January
_NEW_YEAR = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})


def is_working_day(day: date) -> bool:
    """Whether an office answers on this day."""
    import jpholiday

    return day.weekday() < 5 and (day.month, day.day) not in _NEW_YEAR and not jpholiday.is_holiday(day)


def working_day_after(day: date, count: int) -> date:
    """The working day that is `count` (1 or more) working days after a day."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def end_of_working_day_after(moment: datetime, count: int) -> datetime:
    """The end of the working day in Japan that is `count` working days after an instant, aware UTC."""
    last = working_day_after(in_tokyo(moment).date(), count)
    return datetime.combine(last + timedelta(days=1), time.min, TOKYO).astimezone(UTC)


def start_of_working_day_after(moment: datetime, count: int) -> datetime:
    """Nine o'clock in Japan on the working day that is `count` working days after an instant, aware UTC."""
    day = working_day_after(in_tokyo(moment).date(), count)
    return datetime.combine(day, time(9), TOKYO).astimezone(UTC)


def working_days_between(start: datetime, end: datetime) -> int:
    """How many working days began after the day of `start`, up to and with the day of `end`; 0 on the day itself."""
    day, last = in_tokyo(start).date(), in_tokyo(end).date()
    found = 0
    while day < last:
        day += timedelta(days=1)
        found += is_working_day(day)
    return found
