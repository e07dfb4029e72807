"""Ruby in finished pages: words between tags get their readings, nothing else of the page changes."""

import re
from typing import Any

from flask import Flask, Response, current_app, request

from webapp.core.furigana.own_words import read_counter
from webapp.core.furigana.readings import KANJI, Part, Reader
from webapp.core.i18n import is_japanese
from webapp.core.services import services

FURIGANA_COOKIE = "futamachi_furigana"
ON, CHOICES = "on", ("on", "off")
#: lent by who knows the places: () → name → reading
PLACES = "furigana.places"
#: inside of these, text is no prose or cannot hold ruby
_LEFT_ALONE = (
    "code", "kbd", "math", "optgroup", "option", "pre", "ruby", "samp", "script", "select", "style", "svg", "template",
    "textarea", "title",
)  # fmt: skip
#: an element to be left alone, whole (none of them holds another of its own name), or a comment, or a tag, or text
_PIECES = re.compile(
    rf"<({'|'.join(_LEFT_ALONE)})\b.*?</\1\s*>|<!--.*?-->|<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>|(?P<text>[^<]+)",
    re.DOTALL | re.IGNORECASE,
)
_NUMBER_AT_END = re.compile(r"\d[\d,.]*\s*$")


def furigana_chosen() -> bool | None:
    """Whether the reader wants readings over kanji; None on a page in another language, where there is no choice."""
    return request.cookies.get(FURIGANA_COOKIE) == ON if is_japanese() else None


def with_furigana(html: str, reader: Reader) -> str:
    """The page with ruby in its body; without the ruby it is the same, sign for sign."""
    head, body, rest = html.partition("<body")
    return head + body + _PIECES.sub(_Writer(reader), rest) if body else html


class _Writer:
    """Writes pieces of a page one after the other; a counter (人) is read by the number in the element before it."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.number = reader, ""

    def __call__(self, found: re.Match[str]) -> str:
        text = found["text"]
        if text is None or text.isspace():
            return found[0]
        number, self.number = self.number, _number_at_end(text)
        return _annotated(self._parts(text, number)) if KANJI.search(text) else text

    def _parts(self, text: str, number: str) -> list[Part]:
        length, reading = read_counter(text, number) if number else (0, "")
        return [(text[:length], reading), *self.reader.read(text[length:])] if length else self.reader.read(text)


def _number_at_end(text: str) -> str:
    found = _NUMBER_AT_END.search(text)
    return found[0].strip() if found else ""


def _annotated(parts: list[Part]) -> str:
    """One element for who lays out in columns: otherwise a flexible box would set every word apart."""
    done = "".join(_ruby(part) for part in parts)
    return f"<furi-gana>{done}</furi-gana>" if len(parts) > 1 and "<ruby>" in done else done


def _ruby(part: Part) -> str:
    word, reading = part
    return f"<ruby>{word}<rt>{reading}</rt></ruby>" if reading else word


def install(app: Flask) -> None:
    """Annotate the pages of readers who chose it; to all others it costs one look at the cookies."""

    def annotate(response: Response) -> Response:
        if FURIGANA_COOKIE in request.cookies and _wanted(response):
            response.set_data(with_furigana(response.get_data(as_text=True), _reader()))
        return response

    app.after_request(annotate)


def _wanted(response: Response) -> bool:
    is_page = response.mimetype == "text/html" and not response.is_streamed and not response.direct_passthrough
    return is_page and furigana_chosen() is True


def _reader() -> Reader:
    """The process's reader; the names of places are read from the database once."""
    kept: dict[str, Any] = current_app.extensions
    if "furigana" not in kept:
        places: dict[str, str] = {}
        for lender in services().extras.get(PLACES, ()):
            places.update(lender())
        kept["furigana"] = Reader(places)
    reader: Reader = kept["furigana"]
    return reader
