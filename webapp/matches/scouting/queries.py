"""What is known about scouts: a place's own, and a person's own."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.actor import Actor, Role
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.listings.models import Listing
from webapp.matches.scouting import rules
from webapp.matches.scouting.models import OPEN, Scout, ScoutBlock, ScoutStatus
from webapp.residents.queries import confidential_among

MOST_ROWS = 300
_ANSWERED = (ScoutStatus.ACCEPTED, ScoutStatus.DECLINED)
Row = tuple[Scout, Listing]


def by_id(scout_id: str) -> Scout:
    """The scout, whoever asks. Raises NotThere."""
    found = session().get(Scout, scout_id)
    if found is None:
        raise NotThere
    return found


def of_listing(listing_id: str, sender: str) -> list[Scout]:
    """What a sender asked for one listing, oldest first."""
    chosen = select(Scout).where(Scout.listing_id == listing_id, Scout.sender == sender)
    return list(session().exec(chosen.order_by(col(Scout.id))))


def blocking(sender: str) -> set[str]:
    """Who wants to hear nothing more from a sender."""
    return set(session().exec(select(ScoutBlock.user_id).where(ScoutBlock.sender == sender)))


def standing_of(sender: str) -> rules.Standing:
    """How many scouts the sender may still send, and why."""
    since = now() - rules.A_WEEK
    sent = sa.select(sa.func.count()).where(col(Scout.sender) == sender, col(Scout.sent_at) > since)
    ended = (
        select(Scout.status)
        .where(Scout.sender == sender, col(Scout.status).in_((*_ANSWERED, ScoutStatus.EXPIRED)))
        .order_by(col(Scout.sent_at).desc(), col(Scout.id).desc())
        .limit(rules.JUDGED)
    )
    statuses = list(session().exec(ended))
    answered = sum(status in _ANSWERED for status in statuses)
    return rules.Standing(int(session().execute(sent).scalar_one()), len(statuses), answered)


def messages_of(sender: str) -> list[str]:
    """What a sender wrote to people lately."""
    since = now() - rules.COMPARED
    chosen = select(Scout.message).where(Scout.sender == sender, col(Scout.sent_at) > since, Scout.message != "")
    return list(session().exec(chosen.order_by(col(Scout.sent_at).desc()).limit(MOST_ROWS)))


def open_to(user_id: str) -> list[Scout]:
    """What a person has not answered yet."""
    return list(session().exec(select(Scout).where(Scout.user_id == user_id, col(Scout.status).in_(OPEN))))


def between(sender: str, user_id: str) -> list[Scout]:
    """Everything a sender ever asked a person, newest first."""
    chosen = select(Scout).where(Scout.sender == sender, Scout.user_id == user_id)
    return list(session().exec(chosen.order_by(col(Scout.id).desc())))


def _visible(actor: Actor) -> Any:
    """A town's for its staff, a corporation's for its people, a hub's own."""
    is_towns = col(Scout.corporation_id).is_(None)
    here = col(Scout.municipality_code)
    return sa.or_(
        sa.and_(is_towns, here.in_(actor.municipalities)),
        col(Scout.corporation_id).in_(actor.corporations),
        sa.and_(is_towns, here.in_(actor.organisations(Role.HUB)), col(Listing.created_by) == actor.user_id),
    )


def _rows() -> Any:
    return select(Scout, Listing).join(Listing, col(Listing.id) == Scout.listing_id)


def scouts_for(actor: Actor) -> list[Row]:
    """What the actor's town or corporation asked people, newest first."""
    chosen = _rows().where(_visible(actor)).order_by(col(Scout.sent_at).desc(), col(Scout.id).desc())
    return list(session().exec(chosen.limit(MOST_ROWS)))


def scout_for(actor: Actor, scout_id: str) -> Row:
    """One of them. Raises NotThere."""
    found = session().exec(_rows().where(Scout.id == scout_id, _visible(actor))).first()
    if found is None:
        raise NotThere
    row: Row = found
    return row


def contact_of(scout: Scout) -> dict[str, str]:
    """How to reach who accepted; nothing once they ask for secrecy."""
    is_hidden = scout.user_id is None or scout.user_id in confidential_among({scout.user_id})
    return {} if is_hidden else {name: str(value) for name, value in scout.contact.items()}


def own_scouts(actor: Actor) -> list[Row]:
    """What places asked the actor, newest first."""
    chosen = _rows().where(Scout.user_id == actor.user_id).order_by(col(Scout.id).desc())
    return list(session().exec(chosen.limit(MOST_ROWS))) if actor.user_id else []


def waiting_for(actor: Actor) -> int:
    """How many questions wait for the actor's answer."""
    return len(open_to(actor.user_id)) if actor.user_id else 0


def own_scout_for(actor: Actor, scout_id: str) -> Row:
    """One of them. Raises NotThere."""
    found = session().exec(_rows().where(Scout.id == scout_id, Scout.user_id == actor.user_id)).first()
    if found is None or actor.user_id is None:
        raise NotThere
    row: Row = found
    return row


def blocks_of(actor: Actor) -> list[ScoutBlock]:
    """Whom the actor blocked, newest first."""
    chosen = select(ScoutBlock).where(ScoutBlock.user_id == actor.user_id).order_by(col(ScoutBlock.id).desc())
    return list(session().exec(chosen)) if actor.user_id else []


def block_for(actor: Actor, scout_block_id: str) -> ScoutBlock:
    """One of them. Raises NotThere."""
    found = session().get(ScoutBlock, scout_block_id)
    if found is None or found.user_id != actor.user_id:
        raise NotThere
    return found


def is_over(scout: Scout, moment: datetime) -> bool:
    """Whether the time to answer has passed."""
    return scout.is_open and scout.reply_by <= moment
