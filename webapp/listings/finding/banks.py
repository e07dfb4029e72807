"""A search limited to a joint bank of several towns; the bank itself is a higher feature's, which lends its towns."""

from dataclasses import dataclass

from webapp.core.services import services

#: under this name a higher feature lends `bank_of(bank_id) -> Bank | None`
KEY = "bank_of_listings"


@dataclass(frozen=True)
class Bank:
    """The name of a bank, and the codes of its towns."""

    name: str
    towns: frozenset[str]


def bank_of(bank_id: str) -> Bank | None:
    """The bank with this id, if there is one that everybody may see."""
    lent = services().extras.get(KEY)
    found: Bank | None = lent(bank_id) if lent else None
    return found
