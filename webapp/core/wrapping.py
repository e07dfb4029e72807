"""Plain text in lines of bounded width: a Japanese sign takes two columns, words and addresses stay whole."""

import re
from collections.abc import Iterator
from unicodedata import east_asian_width

WIDTH = 76
_PARTS = re.compile(r"[!-~]+|\s|.")
#: signs that no line begins with
_NOT_FIRST = frozenset("、。，．・：；）」』】〕〉》！？ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…")


def columns(text: str) -> int:
    """How many columns a text takes where every sign is one or two wide."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def wrapped(text: str, width: int = WIDTH) -> str:
    """The text with line breaks so that no line is wider than `width` columns, as far as its words allow."""
    return "\n".join(line for given in str(text).split("\n") for line in _lines(given, width))


def _lines(text: str, width: int) -> Iterator[str]:
    line, used = "", 0
    for part in _wholes(text):
        wide = columns(part)
        if line and used + wide > width:
            yield line.rstrip()
            line, used = "", 0
        if line or not part.isspace():
            line, used = line + part, used + wide
    yield line.rstrip()


def _wholes(text: str) -> Iterator[str]:
    """Parts that stay on one line: words, and a sign with what may not begin a line after it."""
    whole = ""
    for part in _PARTS.findall(text):
        if whole and part in _NOT_FIRST:
            whole += part
            continue
        if whole:
            yield whole
        whole = part
    if whole:
        yield whole
