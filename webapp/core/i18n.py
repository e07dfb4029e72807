"""Words for the reader: Japanese is the source language, gettext holds the others."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, NamedTuple, Self

from babel import Locale
from flask import g
from flask_babel import LazyString, force_locale, get_locale, get_translations
from flask_babel import ngettext as _ngettext
from werkzeug.datastructures import LanguageAccept


class Language(NamedTuple):
    """A language of the reader: its own name, its BCP 47 tag for HTML and mail, and what Babel and gettext call it."""

    name: str
    tag: str
    babel: Locale


#: what cookies and accounts keep → the language; the first is the source language (docs/decisions/0026)
LANGUAGES = {
    "ja": Language("日本語", "ja", Locale.parse("ja")),
    "en": Language("English", "en", Locale.parse("en")),
    "easy": Language("やさしい日本語", "ja-simple", Locale.parse("ja@easy")),
}
#: the same → the language's own name
LOCALES = {code: language.name for code, language in LANGUAGES.items()}
DEFAULT_LOCALE = "ja"
_CODES = {str(language.babel): code for code, language in LANGUAGES.items()}


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
        kept = values._flask_babel.reader = _Reader(locale, _CODES.get(str(locale), DEFAULT_LOCALE), catalogue.ugettext)
    return kept


def look_up(message: str) -> str:
    """The message in the reader's language, nothing filled in."""
    reader = _reader()
    return reader.translate(message) if reader else message


def current_locale() -> str:
    """The language of the page being made."""
    reader = _reader()
    return reader.code if reader else DEFAULT_LOCALE


def is_japanese() -> bool:
    """Whether the page is in Japanese, plain or not; letters and jobs without a reader are."""
    return LANGUAGES[current_locale()].babel.language == DEFAULT_LOCALE


def babel_locale() -> Locale:
    """The reader's language as Babel's functions take it: for dates, months, numbers."""
    return LANGUAGES[current_locale()].babel


def language_tag(code: str) -> str:
    """The BCP 47 tag of a language of ours, for `lang` and `Content-Language`; Japanese for any other code."""
    return LANGUAGES[code if code in LANGUAGES else DEFAULT_LOCALE].tag


def best_language(accepted: LanguageAccept) -> str:
    """The language that a browser asks for, Japanese when it asks for none of ours."""
    asked = accepted.best_match([language.tag for language in LANGUAGES.values()])
    return next((code for code, language in LANGUAGES.items() if language.tag == asked), DEFAULT_LOCALE)


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
    with force_locale(LANGUAGES[locale if locale in LANGUAGES else DEFAULT_LOCALE].babel):
        yield


def recorded(words: Any, **values: Any) -> str:
    """Words of ours, or a label, that stay with a decision or in the trail: in the source language, whoever acts."""
    with in_language(DEFAULT_LOCALE):
        said = str(words)
        return said % {name: str(value) for name, value in values.items()} if values else said


class Words(str):
    """What a message says, still knowing which message it is and what was filled in: see `remembering`."""

    message = ""
    values: ClassVar[Mapping[str, Any]] = {}

    @classmethod
    def of(cls, text: str, message: str, values: Mapping[str, Any]) -> Self:
        """The text of a message with what was filled in."""
        words = cls(text)
        words.message, words.values = message, values  # type: ignore[misc]
        return words

    def __mod__(self, values: Any) -> "Words":
        return Words.of(super().__mod__(values), self.message, values)


@contextmanager
def remembering() -> Iterator[None]:
    """Inside, what `gettext` gives is `Words`, which can be kept and said again in another language."""
    reader = _reader()
    if reader is None:
        yield
        return
    translate = reader.translate
    g._flask_babel.reader = reader._replace(translate=lambda message: Words.of(translate(message), message, {}))
    try:
        yield
    finally:
        g._flask_babel.reader = reader


_ = gettext
_l = lazy
