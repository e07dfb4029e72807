"""Check digits of the public numbers that the service is keyed by, and of the one that it must never hold."""

import re
import unicodedata

_SEPARATORS = re.compile(r"[-‐‑–—―−\s]")
_GOVERNMENT_WEIGHTS = (6, 5, 4, 3, 2)
_GOVERNMENT_CORPORATION_PREFIX = "000020"


def _are_digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def local_government_code(five: str) -> str:
    """The six-digit 全国地方公共団体コード for its first five digits, e.g. "13101" → "131016".

    Rule of the ministry: multiply the digits by 6, 5, 4, 3, 2, take the sum modulo 11 from 11 and keep
    the last digit. Raises ValueError when `five` is not five ASCII digits.
    """
    if not _are_digits(five, 5):
        raise ValueError(f"five digits are needed, not {five!r}")
    total = sum(int(digit) * weight for digit, weight in zip(five, _GOVERNMENT_WEIGHTS, strict=True))
    return f"{five}{(11 - total % 11) % 10}"


def is_local_government_code(text: str) -> bool:
    """True for six ASCII digits whose last one is the right check digit; says nothing about existence."""
    return _are_digits(text, 6) and local_government_code(text[:5]) == text


def corporate_number(base: str) -> str:
    """The 13-digit 法人番号 for its 12-digit base number, e.g. "700110005901" → "8700110005901".

    Rule of the National Tax Agency: from the last digit on multiply by 1, 2, 1, 2 …; the check digit, which
    stands in front, is 9 minus the whole sum modulo 9. Raises ValueError when `base` is not 12 ASCII digits.
    """
    if not _are_digits(base, 12):
        raise ValueError(f"twelve digits are needed, not {base!r}")
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(base)))
    return f"{9 - total % 9}{base}"


def is_corporate_number(text: str) -> bool:
    """True for 13 ASCII digits whose first one is the right check digit.

    Blind spot of the official rule: 0 and 9 are the same modulo 9, so a 0 typed as 9 (or two neighbours
    "09" swapped) is not noticed. A number that matters must still be confirmed by a register or a person.
    """
    return _are_digits(text, 13) and corporate_number(text[1:]) == text


def corporate_number_of_government(code: str) -> str:
    """The 法人番号 of a municipality or prefecture: check digit, "000020", its six-digit code.

    Raises ValueError when `code` is not a valid six-digit code.
    """
    if not is_local_government_code(code):
        raise ValueError(f"not a local government code: {code!r}")
    return corporate_number(_GOVERNMENT_CORPORATION_PREFIX + code)


def looks_like_my_number(text: str) -> bool:
    """True for 12 digits, in any width and grouping, whose last one is the check digit of a 個人番号 (My Number).

    Rule of the ministry: from the right, leaving out the check digit, multiply by 2 to 7 and then by 2 to 6; the
    check digit is 11 minus the sum modulo 11, and 0 where that would be 10 or 11. About one in ten other numbers of
    twelve digits passes as well, so this only serves to keep such numbers out.
    """
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    if not _are_digits(plain, 12):
        return False
    weights = (2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6)
    rest = sum(int(digit) * weight for digit, weight in zip(reversed(plain[:11]), weights, strict=True)) % 11
    return int(plain[11]) == (0 if rest <= 1 else 11 - rest)


def holds_my_number(text: str) -> bool:
    """Whether somewhere in a text stands a number that may be somebody's My Number, also wide or in groups."""
    plain = unicodedata.normalize("NFKC", text)
    return any(looks_like_my_number(_GAPS.sub("", found)) for found in _TWELVE_DIGITS.findall(plain))


_GAP = r"[ \t\-‐‑‒–—―−ー・.]"
_GAPS = re.compile(_GAP)
#: in one, in fours as on the card, or digit by digit; no digit touches it, and a telephone number abroad has a plus
_TWELVE_DIGITS = re.compile(
    rf"(?<![\d+])(?<!\d[ \-])(?:\d{{12}}|\d{{4}}(?:{_GAP}\d{{4}}){{2}}|\d(?:{_GAP}\d){{11}})(?![ \-]?\d)"
)
