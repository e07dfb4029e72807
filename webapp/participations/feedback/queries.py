"""What was said afterwards, and who may read it when."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.bulk import table_of
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.listings.models import Listing
from webapp.participations.feedback.models import ParticipationFeedback, Side

#: so long the first word waits for the second
BLIND = timedelta(days=14)


def of_side(participation_id: str, side: Side) -> ParticipationFeedback | None:
    """What one side said, if it did."""
    chosen = select(ParticipationFeedback).where(
        ParticipationFeedback.participation_id == participation_id, ParticipationFeedback.side == side
    )
    return session().exec(chosen).first()


def other_side(participation_id: str, side: Side) -> ParticipationFeedback | None:
    """What the other side said, once both did or a fortnight has passed: nobody writes in answer to the other."""
    theirs = of_side(participation_id, Side.PLACE if side is Side.PERSON else Side.PERSON)
    if theirs is None or theirs.is_hidden:
        return None
    both = of_side(participation_id, side) is not None
    return theirs if both or theirs.written_at <= now() - BLIND else None


def public_of(listing_id: str, limit: int = 5) -> list[ParticipationFeedback]:
    """What people who came say of a listing to everybody, the newest first; no name stands with it."""
    other = table_of(ParticipationFeedback).alias().c
    same = other.participation_id == col(ParticipationFeedback.participation_id)
    answered = sa.exists(sa.select(other.id).where(same, other.side == Side.PLACE))
    chosen = select(ParticipationFeedback).where(
        ParticipationFeedback.listing_id == listing_id,
        ParticipationFeedback.side == Side.PERSON,
        ParticipationFeedback.text != "",
        col(ParticipationFeedback.is_hidden).is_(False),
        sa.or_(answered, col(ParticipationFeedback.written_at) <= now() - BLIND),
    )
    return list(session().exec(chosen.order_by(col(ParticipationFeedback.written_at).desc()).limit(limit)))


def to_staff(actor: Actor) -> list[tuple[ParticipationFeedback, Listing]]:
    """What was said to the staff of the actor's towns alone, what waits first."""
    chosen = (
        select(ParticipationFeedback, Listing)
        .join(Listing, col(Listing.id) == ParticipationFeedback.listing_id)
        .where(
            col(ParticipationFeedback.municipality_code).in_(actor.municipalities),
            ParticipationFeedback.confidential != "",
        )
        .order_by(col(ParticipationFeedback.handled_at).is_not(None), col(ParticipationFeedback.written_at).desc())
    )
    return list(session().exec(chosen.limit(300)))


def staff_feedback_for(actor: Actor, feedback_id: str) -> tuple[ParticipationFeedback, Listing]:
    """One of the actor's towns. Raises NotThere."""
    found = session().get(ParticipationFeedback, feedback_id, with_for_update=True)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found, session().get_one(Listing, found.listing_id)
