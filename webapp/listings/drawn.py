"""Cards of listings as HTML, drawn once and kept while nothing in them changes."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from flask import get_template_attribute
from markupsafe import Markup

from webapp.core.i18n import current_locale
from webapp.listings.cards import card


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
