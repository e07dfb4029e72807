"""Words for the reader: Japanese is the source language, gettext holds the others."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from flask import g
from flask_babel import LazyString, force_locale, get_locale, get_translations
from flask_babel import ngettext as _ngettext

#: locale code → the language's own name; the first is the source language
LOCALES = {"ja": "日本語", "en": "English"}
DEFAULT_LOCALE = "ja"


class _Reader(NamedTuple):
    """The language of who reads the present page, and the way to its messages."""

    locale: Any
    code: str
    translate: Callable[[str], str]


def _reader() -> _Reader | None:
    """Who reads; None outside of an app.

    A page has hundreds of messages: the catalogue is found once for each language of a request, because
    flask-babel's own way to it costs six microseconds a message.
    """
    try:
        values = g._get_current_object()
    except RuntimeError:
        return None
    kept: _Reader | None = getattr(values.get("_flask_babel"), "reader", None)
    if kept is None or kept.locale is not values._flask_babel.babel_locale:
        locale, catalogue = get_locale(), get_translations()
        kept = values._flask_babel.reader = _Reader(locale, str(locale or DEFAULT_LOCALE), catalogue.ugettext)
    return kept


def look_up(message: str) -> str:
    """The message in the reader's language, nothing filled in."""
    reader = _reader()
    return reader.translate(message) if reader else message


def current_locale() -> str:
    """The language of the page being made."""
    reader = _reader()
    return reader.code if reader else DEFAULT_LOCALE


def gettext(message: str, **values: Any) -> str:
    """The message in the reader's language, `%(name)s` filled from values."""
    found = look_up(message)
    return found % values if values else found


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """The singular or plural form for num; `%(num)s` is filled too."""
    return str(_ngettext(singular, plural, num, **values))


def lazy(message: str, **values: Any) -> Any:
    """Like gettext, but looked up when it is shown: for class bodies and tables."""
    return LazyString(gettext, message, **values)


def joined(words: Iterable[Any]) -> str:
    """Words in a row as the reader's language does it: 「海、山」, "sea, mountains"; what is empty is left out."""
    return gettext("、").join(str(word) for word in words if word)


def labelled(label: Any, words: Any) -> str:
    """A label and what it says: 「家賃：3万円」, "Rent: 30,000 yen"."""
    return gettext("%(label)s：%(words)s", label=label, words=words)


def measured(number: str, unit: Any) -> str:
    """A number that is already written out and its unit: 「82㎡」「12日」, "82 ㎡", "12 days"; a percentage stays whole."""
    word = str(unit).strip()
    if not word or word == "%":
        return f"{number}{word}"
    return gettext("%(number)s%(unit)s", number=number, unit=word)


@contextmanager
def in_language(locale: str) -> Iterator[None]:
    """Everything inside speaks this locale: letters are written in the language of who gets them."""
    with force_locale(locale if locale in LOCALES else DEFAULT_LOCALE):
        yield


_ = gettext
_l = lazy
