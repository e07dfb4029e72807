"""A bank as the one search over all knows it: its name and towns."""

from webapp.banks import queries
from webapp.banks.models import AkiyaBank, BankStatus
from webapp.core.database import session
from webapp.listings.finding.banks import Bank


def bank_of(bank_id: str) -> Bank | None:
    """The bank with this id, if it is in operation."""
    found = session().get(AkiyaBank, bank_id)
    if found is None or found.status is not BankStatus.OPEN:
        return None
    return Bank(found.name, frozenset(town.code for _member, town in queries.joined(found)))
