"""What a listing can be found by: one normalised text of everything public that is said in it."""

from typing import Any

from webapp.core.i18n import DEFAULT_LOCALE, in_language
from webapp.core.table import max_length_of
from webapp.core.textnorm import normalise
from webapp.core.themes import LICENCE_LABELS, SKILL_LABELS, THEME_LABELS
from webapp.listings.kinds import kind_of
from webapp.listings.models import Deal, Listing
from webapp.municipalities.models import Municipality

_LONGEST = max_length_of(Listing, "search_text") or 0
_DEALS = {Deal.SALE: "売買 売り家", Deal.RENT: "賃貸 貸し家", Deal.BOTH: "売買 賃貸", Deal.TRIAL: "お試し住宅 移住体験"}


def searchable(listing: Listing, place: Municipality, corporation_name: str = "") -> str:
    """Title, texts, place with its reading, words of the kind, themes and public answers, as `normalise` writes them."""
    with in_language(DEFAULT_LOCALE):
        parts = [
            listing.title,
            listing.summary,
            place.official_name,
            place.romaji,
            place.kana,
            listing.public_address,
            str(listing.kind.label),
            kind_of(listing.kind).also_found_by,
            _DEALS.get(listing.deal, "") if listing.deal else "",
            *(str(label) for label in topic_labels(listing)),
            corporation_name,
            *_answers(listing),
            listing.body,
        ]
    return normalise(" ".join(part for part in parts if part))[:_LONGEST]


def topic_labels(listing: Listing) -> list[Any]:
    """The words of its themes, skills and licences."""
    tables = ((THEME_LABELS, listing.themes), (SKILL_LABELS, listing.skills), (LICENCE_LABELS, listing.licences))
    return [labels[code] for labels, codes in tables for code in codes if code in labels]


def _answers(listing: Listing) -> list[str]:
    kind = kind_of(listing.kind)
    details = kind.details.read(listing.details)
    values = [getattr(details, name) for name, ask in details.asks().items() if ask.is_public]
    return [str(getattr(value, "label", value)) for value in values if isinstance(value, str)]
