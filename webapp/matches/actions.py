"""What a resident says about suggestions."""

from sqlmodel import select

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotAllowed
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.listings.models import Listing
from webapp.matches.models import MatchFeedback

trail.ACTION_LABELS |= {"match.put_aside": _l("おすすめから外した"), "match.take_back": _l("おすすめに戻した")}


def put_aside(listing: Listing, *, by: Actor) -> None:
    """Suggest this no more to this person; saying it twice changes nothing."""
    if by.user_id is None:
        raise NotAllowed(_("サインインしてください。"))
    if _feedback(listing, by) is None:
        feedback = MatchFeedback(user_id=by.user_id, listing_id=listing.id)
        session().add(feedback)
        session().flush()
        trail.record(feedback, "match.put_aside", by=by)


def take_back(listing: Listing, *, by: Actor) -> None:
    """Suggest it again."""
    feedback = _feedback(listing, by)
    if feedback is not None:
        trail.record(feedback, "match.take_back", by=by)
        session().delete(feedback)


def _feedback(listing: Listing, by: Actor) -> MatchFeedback | None:
    chosen = select(MatchFeedback).where(MatchFeedback.user_id == by.user_id, MatchFeedback.listing_id == listing.id)
    return session().exec(chosen).first()
