"""The sections of a draft as its form lists them: which one is written, what each still lacks."""

from dataclasses import dataclass
from typing import Any

from webapp.listings.kinds import kind_of
from webapp.listings.models import Listing


@dataclass(frozen=True)
class Part:
    """One section in the list beside the form."""

    id: str
    label: Any
    answered: int
    asked: int
    open_musts: int
    is_now: bool


def answers_so_far(listing: Listing) -> dict[str, Any]:
    """Everything answered, by the name of the question."""
    kind = kind_of(listing.kind)
    columns = {name: getattr(listing, name) for name in kind.columns}
    return {**kind.details.read(listing.details).model_dump(), **columns}


def sections_of(listing: Listing, now: str = "") -> list[Part]:
    """Every section that is asked, in order."""
    kind = kind_of(listing.kind)
    known, missing = answers_so_far(listing), set(kind.missing_names(listing))
    return [
        Part(
            section.id,
            section.label,
            sum(known[name] not in (None, "", False) for name in section.names),
            len(section.names),
            len(missing.intersection(section.names)),
            section.id == now,
        )
        for section in kind.steps(listing)
    ]
