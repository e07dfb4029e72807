"""What places are called: in Japanese as they are written, elsewhere in Latin letters with the kanji beside them."""

import re

from webapp.core.i18n import is_japanese
from webapp.municipalities.prefectures import PREFECTURE_FACTS

#: how `full` writes a place outside of Japanese; a person may hand it back in a form
_WRITTEN = re.compile(r".+\((?P<name>[^()]+)\), ?(?P<prefecture>[A-Za-z]+)")


def short(name: str, romaji: str) -> str:
    """塩尻市, "Shiojiri-shi"."""
    return name if is_japanese() or not romaji else romaji


def glossed(name: str, romaji: str) -> str:
    """塩尻市, "Shiojiri-shi (塩尻市)": for who compares with a sign or a paper."""
    return name if is_japanese() or not romaji else f"{romaji} ({name})"


def prefecture(name: str, code: str) -> str:
    """長野県, "Nagano"; `code` is that of the prefecture or of any place in it."""
    return short(name, PREFECTURE_FACTS[code[:2]].romaji if code[:2] in PREFECTURE_FACTS else "")


def full(name: str, romaji: str, prefecture_name: str, code: str) -> str:
    """長野県塩尻市, "Shiojiri-shi (塩尻市), Nagano": with the prefecture, because 25 names repeat."""
    if is_japanese() or not romaji:
        return f"{prefecture_name}{name}"
    return f"{glossed(name, romaji)}, {prefecture(prefecture_name, code)}"


def as_written(typed: str) -> tuple[str, str]:
    """(name, first two digits of the prefecture's code) of what `full` wrote; two empty texts for anything else."""
    found = _WRITTEN.fullmatch(typed.strip())
    if found is None:
        return "", ""
    wanted = found["prefecture"].lower()
    return found["name"], next((c for c, facts in PREFECTURE_FACTS.items() if facts.romaji.lower() == wanted), "")
