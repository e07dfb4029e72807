"""The broker who answers for a home of a bank as long as the town has handed it over."""

from typing import Any

from sqlmodel import col, select

from webapp.banks.homes.models import BankHome
from webapp.banks.models import BankBroker
from webapp.banks.users.models import BankTalk, TalkStatus
from webapp.core.database import session
from webapp.inquiries import places
from webapp.inquiries.places import Place
from webapp.inquiries.threads.models import Thread
from webapp.listings.models import Listing
from webapp.municipalities import queries as municipalities


def place_of(listing: Listing) -> Place | None:
    """Who is asked about a listing in a thread: the broker of a home that was handed over, else who answers for it."""
    if not municipalities.is_running(listing.municipality_code):
        return None
    chosen = _standing().join(BankHome, col(BankHome.id) == BankTalk.home_id).where(BankHome.listing_id == listing.id)
    found = session().exec(chosen).first()
    if found is None:
        return places.of_listing(listing)
    talk, broker = found
    return Place(
        broker.id,
        broker.name,
        listing.municipality_code,
        broker_id=broker.id,
        handoff_id=talk.id,
        licence=broker.licence,
    )


def is_standing(thread: Thread) -> bool:
    """Whether who answers still does: a broker only while the home is theirs to mediate."""
    if thread.broker_id is None:
        return True
    chosen = _standing().where(BankTalk.id == thread.handoff_id, BankBroker.id == thread.broker_id)
    return session().exec(chosen).first() is not None


def broker_of(thread: Thread) -> BankBroker | None:
    """The broker who answers, if one does."""
    return session().get(BankBroker, thread.broker_id) if thread.broker_id else None


def _standing() -> Any:
    return (
        select(BankTalk, BankBroker)
        .join(BankBroker, col(BankBroker.id) == BankTalk.broker_id)
        .where(BankTalk.status == TalkStatus.HANDED, col(BankBroker.is_active))
    )
