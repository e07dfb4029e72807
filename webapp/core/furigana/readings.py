"""How Japanese text is read: our own words, places, numbers, and Sudachi's dictionary for all the rest."""

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

from webapp.core.furigana.own_words import WORDS, read_number

#: a part of a text and its reading; "" where it needs none
Part = tuple[str, str]
KANJI = re.compile(r"[々〆㐀-䶿一-鿿豈-﫿]")
MOST_TEXTS, LONGEST_KEPT = 4096, 200
_LONGEST_AT_ONCE = 10_000  # Sudachi refuses more than 49,149 bytes
_OF_THREAD = threading.local()
_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


def in_hiragana(kana: str) -> str:
    """カタカナ → かたかな."""
    return kana.translate(_TO_HIRAGANA)


def aligned(word: str, reading: str) -> list[Part]:
    """The reading laid over the kanji of a word only: 空き家, あきや → 空(あ) き 家(や)."""
    runs = [(bool(is_kanji), "".join(letters)) for is_kanji, letters in groupby(word, lambda c: bool(KANJI.match(c)))]
    if len(runs) == 1:
        return [(word, reading if runs[0][0] else "")]
    pattern = "".join("(.+?)" if is_kanji else f"({re.escape(in_hiragana(run))})" for is_kanji, run in runs)
    found = re.fullmatch(pattern, in_hiragana(reading))
    if found is None:
        return [(word, reading)]
    return [(run, part if is_kanji else "") for (is_kanji, run), part in zip(runs, found.groups(), strict=True)]


class Reader:
    """Reads text aloud in kana. `places` are names with readings that nobody can guess (東神楽町 ひがしかぐらちょう)."""

    def __init__(self, places: Mapping[str, str] | None = None) -> None:
        known = {**(places or {}), **WORDS}
        self._by_first: dict[str, list[tuple[str, str]]] = {}
        for word in sorted(known, key=len, reverse=True):
            self._by_first.setdefault(word[0], []).append((word, known[word]))
        self._kept = lru_cache(MOST_TEXTS)(self._read)

    def read(self, text: str) -> list[Part]:
        """The parts of a text in order; joined, their first halves are the text. Short texts are read once."""
        return self._kept(text) if len(text) <= LONGEST_KEPT else self._read(text)

    def _read(self, text: str) -> list[Part]:
        parts: list[Part] = []
        start = place = 0
        while place < len(text):
            length, own = self._own(text, place)
            if length:
                parts += [*_by_dictionary(text[start:place]), *own]
                place += length
                start = place
            else:
                place += 1
        return [*parts, *_by_dictionary(text[start:])]

    def _own(self, text: str, place: int) -> tuple[int, list[Part]]:
        letter, before = text[place], text[place - 1 : place]
        if (letter.isdecimal() and not before.isdecimal()) or letter in "（(":
            return read_number(text, place, after=before)
        for word, reading in self._by_first.get(letter, ()):
            if text.startswith(word, place):
                return len(word), aligned(word, reading)
        return 0, []


def _by_dictionary(text: str) -> Iterator[Part]:
    for at in range(0, len(text), _LONGEST_AT_ONCE):
        piece = text[at : at + _LONGEST_AT_ONCE]
        if not KANJI.search(piece):
            yield piece, ""
            continue
        for morpheme in _tokenizer()(piece):
            word = morpheme.surface()
            if KANJI.search(word):
                yield from _readable(word, in_hiragana(morpheme.reading_form()))
            else:
                yield word, ""


def _readable(word: str, reading: str) -> Iterator[Part]:
    """Nothing over a word that the dictionary does not know: its reading would be the word itself or a guess."""
    if not reading or KANJI.search(reading) or reading == "きごう":
        yield word, ""
    else:
        yield from aligned(word, reading)


def _tokenizer() -> Callable[[str], Any]:
    """This thread's own, as Sudachi refuses to let two threads use one."""
    tokenize: Callable[[str], Any] | None = getattr(_OF_THREAD, "tokenize", None)
    if tokenize is None:
        tokenize = _OF_THREAD.tokenize = _dictionary().tokenizer("C").tokenize
    return tokenize


@cache
def _dictionary() -> Any:
    """Read once a process, for the first reader who asks: it is mapped into memory and shared between processes."""
    import sudachipy

    return sudachipy.Dictionary(dict="core")
