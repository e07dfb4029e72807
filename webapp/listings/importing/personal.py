"""Telephone numbers and mail addresses in free text: taken out before anybody can read or search them."""

import re
from typing import NamedTuple

REMOVED = "［番号は省きました］"

_DIGIT = "[0-9０-９]"
_DASH = "[-－‐‑–—―−ーｰ・\\s]"
_OPEN, _CLOSE = "[(（]", "[)）]"
_PHONE = re.compile(
    rf"(?<!{_DIGIT})(?<![A-Za-z/=_.])"
    rf"(?:{_OPEN}[0０]{_DIGIT}{{1,4}}{_CLOSE}{_DASH}?|[0０]{_DIGIT}{{1,4}}(?:{_DASH}|{_OPEN})?)"
    rf"{_DIGIT}{{1,4}}(?:{_DASH}|{_CLOSE})?{_DIGIT}{{3,4}}(?!{_DIGIT})"
)
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+[@＠][A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_LINK = re.compile(r"(?:https?:?//|www\.)[!#-;=?-Z_a-z~]+", re.IGNORECASE)
_TRAILING = ".,;:)!?'"


class CleanText(NamedTuple):
    """A text without personal data, and what was found in it."""

    text: str
    phones: tuple[str, ...]
    mails: tuple[str, ...]
    links: tuple[str, ...]


def clean(text: str) -> CleanText:
    """Replace telephone numbers (ten or eleven digits, beginning with 0) and mail addresses; keep links."""
    links = tuple(link.rstrip(_TRAILING) for link in _LINK.findall(text))
    phones: list[str] = []
    mails: list[str] = []

    def without(match: re.Match[str]) -> str:
        found = match.group()
        if match.lastgroup == "link":
            return found
        if match.lastgroup == "mail":
            mails.append(found)
        elif sum(sign.isdigit() for sign in found) not in {10, 11}:
            return found
        else:
            phones.append(found)
        return REMOVED

    return CleanText(_ANY.sub(without, text), tuple(phones), tuple(mails), links)


_ANY = re.compile(f"(?P<link>{_LINK.pattern})|(?P<mail>{_MAIL.pattern})|(?P<phone>{_PHONE.pattern})", re.IGNORECASE)
