"""What a page says in which language: its words without addresses and codes, and those that are in a wrong tongue."""

import re
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations
from html import unescape
from pathlib import Path

from webapp.cli.words import catalogue_path
from webapp.core.templating import SITE_NAME

#: proper names, formats and units that Japanese writes in Latin letters, one a line
KNOWN = Path(__file__).with_name("latin_words.txt")
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
_SILENT = re.compile(
    r"<(script|style|code|pre|kbd|textarea|template|datalist)\b.*?</\1\s*>|<!--.*?-->"
    r"|<(\w+)\b[^>]*\slang=\"(?!ja)[a-z-]+\"[^>]*>[^<]*(?:<(?:svg|span|strong)\b.*?</(?:svg|span|strong)>[^<]*)*</\2>",
    re.DOTALL,
)
_JAPANESE_PART = re.compile(r"<(\w+)\b[^>]*\slang=\"ja[a-z-]*\"[^>]*>[^<]*</\1>")
_SPOKEN = re.compile(r"\s(?:alt|aria-label|placeholder|title)=\"([^\"]+)\"")
_TAG = re.compile(r"<[^>]*>")
#: addresses, file names, numbers of things, keys, hashes: said by nobody
_CODE = re.compile(
    r"\S*@\S+|https?:\S+|\S*/\S*/\S*|\w+/ |futamachi(?: [a-z]+)+|[\w-]+\.[a-z]{2,5}\b|[\w-]*\d[\w-]*|[ABCDEFGHJKMNP-TV-Z]{4,}(?:-[A-Z]{4})*(?![A-Za-z])|\b[A-Za-z]\b|\w*_\w+"
)
_LATIN = re.compile(r"[A-Za-z]{2,}")


def said(html: str) -> Iterator[str]:
    """Every piece of text that a page shows or a screen reader speaks, in the page's own language."""
    spoken = _SILENT.sub("<>", html.partition("<body")[2].partition(">")[2])
    yield from (unescape(words).strip() for words in _SPOKEN.findall(spoken))
    yield from filter(None, (unescape(words).strip() for words in _TAG.split(spoken)))


@cache
def known_latin() -> frozenset[str]:
    """What may stand in a Japanese page."""
    return frozenset(line.strip().lower() for line in KNOWN.read_text().splitlines() if line and line[0] != "#")


def latin_words(text: str) -> list[str]:
    """The words of a Japanese text in Latin letters that are no known name."""
    return [word for word in _LATIN.findall(_CODE.sub(" ", text)) if word.lower() not in known_latin()]


@cache
def own_sentences() -> frozenset[str]:
    """Every sentence of ours that reads otherwise in English, as it stands in the code."""
    with catalogue_path("en").with_suffix(".mo").open("rb") as file:
        catalogue: dict[object, str] = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return frozenset(
        str(k) for k, english in catalogue.items() if JAPANESE.search(str(k)) and english not in ("", k)
    ) - {SITE_NAME}


def foreign(html: str, tag: str) -> list[str]:
    """What a page in the language `tag` says in another one: words in Latin letters, or a sentence of ours in Japanese."""
    if tag.startswith("ja"):
        return [f"{word!r} in {text[:60]!r}" for text in said(html) for word in latin_words(text)]
    own = own_sentences()
    return [f"{text[:60]!r}" for text in said(_JAPANESE_PART.sub("<>", html)) if text in own]
