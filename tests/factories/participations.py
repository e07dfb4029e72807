"""Listings that take people in, and applications to them."""

from datetime import timedelta
from typing import Any

from tests.factories.accounts import a_resident_user, actor_of
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_programme
from webapp.accounts.models import User
from webapp.core.clock import today
from webapp.listings.models import Listing, ListingKind
from webapp.municipalities import queries as municipalities
from webapp.participations import applying
from webapp.participations.applying import Answers
from webapp.participations.models import Participation

TOWN = "202151"


def an_event(days: int = 10, code: str = TOWN, **changes: Any) -> Listing:
    """A published event of the town, so many days from now, from ten to three."""
    if municipalities.programme(code) is None:
        a_programme(code)
    day = (today() + timedelta(days=days)).isoformat()
    details = {"starts_on": day, "hours": "10:00〜15:00", "type": "help", **changes.pop("details", {})}
    return a_listing(code, ListingKind.EVENT, **{"title": "りんご畑のお手伝い", "details": details, **changes})


def a_need(code: str = TOWN, **changes: Any) -> Listing:
    """A published local need of the town, whose makers choose."""
    if municipalities.programme(code) is None:
        a_programme(code)
    return a_listing(code, ListingKind.NEED, **{"title": "草刈りの手を求めています", **changes})


def an_application(listing: Listing, person: User | None = None, **answers: Any) -> Participation:
    """Somebody applies."""
    person = person or a_resident_user()
    known: dict[str, Any] = {"shown_name": person.display_name, "message": "手伝いたいです。"}
    return applying.apply(listing, Answers(**{**known, **answers}), by=actor_of(person))
