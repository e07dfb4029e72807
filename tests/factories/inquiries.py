"""Threads for tests, by the real actions."""

from typing import Any

from tests.factories.accounts import a_resident_user, actor_of
from webapp.accounts.models import User
from webapp.core.database import session
from webapp.inquiries import places
from webapp.inquiries.threads import asking
from webapp.inquiries.threads.models import Thread
from webapp.listings.models import Listing


def a_thread(listing: Listing, person: User | None = None, **changes: Any) -> Thread:
    """A question of somebody who signed up to who answers for a listing."""
    place = places.of_listing(listing)
    assert place is not None, "the town of the listing has to take part"
    words = asking.Words(changes.pop("text", "駐車場は何台分ありますか。"))
    by = actor_of(person or a_resident_user())
    thread = asking.open_thread(place, words, subject="駐車場について", by=by, listing=listing)
    for name, value in changes.items():
        setattr(thread, name, value)
    session().flush()
    return thread
