"""Cards of listings as HTML, drawn once and kept while nothing in them changes."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from flask import get_template_attribute
from markupsafe import Markup

from webapp.core.i18n import current_locale
from webapp.listings.cards import card


def tiles(rows: Sequence[Any]) -> list[Markup]:
    """The cards of rows of `search.search` or `queries.related`. The row itself is the key, so nothing can be stale."""
    locale = current_locale()
    return [_tile(locale, row) for row in rows]


@lru_cache(maxsize=2048)
def _tile(_locale: str, row: Any) -> Markup:
    draw = get_template_attribute("listings/_cards.html", "listing_tile")
    return Markup(draw(card(row)))  # noqa: S704 - a macro's own, escaped output
