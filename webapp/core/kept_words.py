"""Words that are kept as their message and what was filled in, so that each reader is told in their own language."""

from typing import Any

from flask_babel import LazyString

from webapp.core.i18n import Words, gettext

Kept = dict[str, Any] | str | int | float | None


def kept_words(words: Any) -> Kept:
    """Words as JSON: a message with its values where that is known (see `i18n.remembering`), else the text itself."""
    if isinstance(words, Words):
        return {"message": words.message, "values": {name: kept_words(value) for name, value in words.values.items()}}
    if isinstance(words, LazyString):
        message, *_rest = words._args
        return {"message": message, "values": {name: kept_words(value) for name, value in words._kwargs.items()}}
    return words if words is None or type(words) in {int, float} else str(words)


def said(kept: Kept) -> str:
    """Kept words in the language of who reads now."""
    return str(_value(kept))


def _value(kept: Kept) -> Any:
    if isinstance(kept, dict):
        message = kept["message"]
        return gettext(message, **{name: _value(value) for name, value in kept["values"].items()})
    return kept
