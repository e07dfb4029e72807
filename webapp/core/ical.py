"""Calendars as files: the small part of RFC 5545 that appointments need, written so that every calendar program reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MIME = "text/calendar; charset=utf-8"
_PRODUCT = "-//Futamachi//futamachi//JA"
_LONGEST_LINE = 75  # octets, without the line break (RFC 5545, 3.1)
_ESCAPES = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


@dataclass(frozen=True)
class Appointment:
    """One VEVENT. Two instants make a time; two days make whole days, of which `ends` is the last one that counts.

    `uid` stays the same for life and `sequence` grows with every change, so that a calendar replaces what it knows.
    """

    uid: str
    title: str
    starts: datetime | date
    ends: datetime | date
    changed_at: datetime
    place: str = ""
    text: str = ""
    address: str = ""
    sequence: int = 0
    is_cancelled: bool = False
    is_tentative: bool = False


def calendar(appointments: Iterable[Appointment], *, name: str) -> bytes:
    """A whole VCALENDAR in UTF-8 with CRLF line ends. Raises ValueError for an instant without a time zone."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{_text(name)}")
    for appointment in appointments:
        lines += _event(appointment)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(one: Appointment) -> list[str]:
    status = "CANCELLED" if one.is_cancelled else "TENTATIVE" if one.is_tentative else "CONFIRMED"
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_text(one.uid)}",
        f"DTSTAMP:{_instant(one.changed_at)}",
        f"DTSTART{_moment(one.starts)}",
        f"DTEND{_moment(one.ends, is_end=True)}",
        f"SUMMARY:{_text(one.title)}",
        f"STATUS:{status}",
        f"SEQUENCE:{one.sequence}",
    ]
    more = (("LOCATION", one.place), ("DESCRIPTION", one.text))
    lines += [f"{label}:{_text(value)}" for label, value in more if value]
    lines += [f"URL:{one.address}"] if one.address else []
    return [*lines, "END:VEVENT"]


def _moment(moment: datetime | date, *, is_end: bool = False) -> str:
    """An instant, or a day; the end of whole days is the first day that does not count any more (3.6.1)."""
    if isinstance(moment, datetime):
        return f":{_instant(moment)}"
    return f";VALUE=DATE:{moment + timedelta(days=1) if is_end else moment:%Y%m%d}"


def _instant(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("a naive time means another moment in every calendar")
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """TEXT (3.3.11): what would end the value or the line is escaped; other control characters go."""
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_ESCAPES.get(c, c) for c in plain if c == "\n" or c >= " ")


def _folded(line: str) -> str:
    """Broken after at most 75 octets, never inside a character; a continued line begins with a space."""
    pieces, size, limit = [""], 0, _LONGEST_LINE
    for character in line:
        octets = len(character.encode())
        if size + octets > limit:
            pieces.append("")
            size, limit = 0, _LONGEST_LINE - 1
        pieces[-1] += character
        size += octets
    return "\r\n ".join(pieces)
