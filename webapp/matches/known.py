"""What a listing's details say of days and months, as its kind tells; where they do not say it clearly, nothing is known."""

from collections.abc import Mapping
from typing import Any

from webapp.listings.kinds import kind_of
from webapp.listings.models import ListingKind


def weekend_ok(kind: ListingKind, details: Mapping[str, Any]) -> bool | None:
    """Whether weekends and holidays are enough; None where the listing does not say it clearly."""
    described = kind_of(kind)
    return described.weekend_ok(described.details.read(details))


def months(kind: ListingKind, details: Mapping[str, Any]) -> frozenset[int]:
    """The months in which it takes place; empty where it is not bound to any."""
    described = kind_of(kind)
    return described.months(described.details.read(details))
