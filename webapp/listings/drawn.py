"""Cards of listings, and what their pages say of themselves, as HTML: drawn once and kept while nothing in them changes."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

from flask import get_template_attribute, request
from markupsafe import Markup

from webapp.core.clock import today
from webapp.core.i18n import current_locale
from webapp.listings.cards import card
from webapp.listings.kinds import kind_of
from webapp.listings.models import Listing
from webapp.listings.wording import topic_labels

#: the parts of a page that a listing's own row decides: macros of `listings/_told.html`
TOLD: Final = ("deciding", "words", "answers", "themes")
_MOST_TOLD = 1000
_COLUMNS: Final = tuple(Listing.model_fields)
_told: dict[tuple[Any, ...], dict[str, Markup]] = {}


def told(listing: Listing) -> dict[str, Markup]:
    """The parts of its page that a listing's own row decides, by name.

    The whole row, the language, the day and the place of the service are the key, so nothing can be stale.
    """
    read = vars(listing)  # to ask the listing itself for each column takes five times as long
    row = [read[name] if name in read else getattr(listing, name) for name in _COLUMNS]
    mark = blake2b(repr(row).encode(), digest_size=16).digest()  # what is private in it is not kept
    key = (current_locale(), today(), request.script_root, mark)
    if key not in _told:
        if len(_told) >= _MOST_TOLD:
            _told.pop(next(iter(_told)), None)
        _told[key] = _draw(listing)
    return _told[key]


def _draw(listing: Listing) -> dict[str, Markup]:
    kind = kind_of(listing.kind)
    besides = kind.besides(listing, kind.details.read(listing.details))
    given = (listing, kind.deciding_facts(listing), kind.facts_by_section(listing), topic_labels(listing), besides)
    draws = ((name, get_template_attribute("listings/_told.html", name)) for name in TOLD)
    return {name: Markup(draw(*given)) for name, draw in draws}  # noqa: S704 - a macro's own, escaped output


def tiles(rows: Sequence[Any], ways: Sequence[str] = ()) -> list[Markup]:
    """The cards of rows of `search.search` or `queries.related`, with the way to each where it is known.

    The row itself is the key, so nothing can be stale.
    """
    locale = current_locale()
    return [_tile(locale, row, way) for row, way in zip(rows, ways or [""] * len(rows), strict=True)]


@lru_cache(maxsize=2048)
def _tile(_locale: str, row: Any, way: str) -> Markup:
    draw = get_template_attribute("listings/_cards.html", "listing_tile")
    return Markup(draw(card(row), way=way))  # noqa: S704 - a macro's own, escaped output
