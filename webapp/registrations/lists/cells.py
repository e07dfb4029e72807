"""The cells of one line of a town's list: names, kana, days in both calendars, places, yes and no."""

import re
import unicodedata
from datetime import date

from webapp.core.codes import is_local_government_code, local_government_code
from webapp.municipalities.names import city_names

_DAY = re.compile(r"(\d{4})[/\-.年](\d{1,2})[/\-.月](\d{1,2})日?")
_SHORT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ERA_DAY = re.compile(r"(明治|大正|昭和|平成|令和|[MTSHR])(元|\d{1,2})[/\-.年](\d{1,2})[/\-.月](\d{1,2})日?", re.I)
#: the year before the first of each era
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ERAS |= dict(zip("MTSHR", _ERAS.values(), strict=True))
_NO = frozenset({"", "0", "いいえ", "無", "なし", "×", "x", "no", "false", "しない", "否", "-"})
_TO_KATAKANA = {ord("ぁ") + step: ord("ァ") + step for step in range(ord("ゖ") - ord("ぁ") + 1)}
_KANA = re.compile("[ァ-ヺー・ ]*")
_LONGEST_CITY = 12  # letters; the longest name of a municipality with its district has fewer


def text(cell: str) -> str:
    """A cell in one line, without control characters and outer space; NFC, so that the same word is the same text."""
    kept = "".join(
        " " if c in "\n\r\t" else c for c in cell if c in "\n\r\t" or unicodedata.category(c) not in ("Cc", "Cf")
    )
    return unicodedata.normalize("NFC", kept).strip()


def two_parts(full: str) -> tuple[str, str]:
    """A whole name cut at its space; the second part is empty where there is none."""
    family, _space, given = text(full).replace("\u3000", " ").partition(" ")
    return family, given.strip()


def kana(cell: str) -> str:
    """The reading in full-width katakana; empty where it is something else."""
    read = unicodedata.normalize("NFKC", text(cell)).translate(_TO_KATAKANA)
    return read if _KANA.fullmatch(read) else ""


def address_of_mail(cell: str) -> str:
    """The mail address in lower case; empty for what is none."""
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(unicodedata.normalize("NFKC", text(cell)), check_deliverability=False)
    except EmailNotValidError:
        return ""
    return found.normalized.lower()


def day(cell: str) -> date | None:
    """A day in the Western or the Japanese calendar; None for anything else."""
    typed = unicodedata.normalize("NFKC", text(cell)).replace(" ", "")
    western = _DAY.fullmatch(typed) or _SHORT_DAY.fullmatch(typed)
    japanese = _ERA_DAY.fullmatch(typed)
    if western:
        year, month, number = (int(part) for part in western.groups())
    elif japanese:
        era, first, *rest = japanese.groups()
        year = _ERAS[era.upper()] + (1 if first == "元" else int(first))
        month, number = (int(part) for part in rest)
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def is_yes(cell: str) -> bool:
    """Whether secrecy is meant: anything but a plain no, because a doubt protects."""
    return unicodedata.normalize("NFKC", text(cell)).lower() not in _NO


def place(code: str, prefecture: str, city: str, address: str) -> str:
    """The six-digit code of the municipality where somebody lives, by what a list says of it; empty if unknown."""
    digits = unicodedata.normalize("NFKC", text(code))
    if digits.isdigit() and len(digits) in (5, 6):
        full = local_government_code(digits) if len(digits) == 5 else digits
        return full if is_local_government_code(full) else ""
    if prefecture and city:
        found = city_names().find(text(prefecture), text(city))
        return found.city.code if found else ""
    return _of_address(unicodedata.normalize("NFKC", text(address)).replace(" ", ""))


def _of_address(address: str) -> str:
    names = city_names()
    named = next((name for name in names.prefectures if address.startswith(name)), None)
    if named is None:
        return ""
    rest = address[len(named) :]
    for length in range(min(_LONGEST_CITY, len(rest)), 1, -1):
        found = names.find(named, rest[:length]) if rest[length - 1] in "市区町村" else None
        if found:
            return found.city.code
    return ""
