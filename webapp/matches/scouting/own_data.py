"""A person's scouts as their own data: to take along, and to be erased; and what a town's leaving does to them."""

from typing import Any

from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.corporations.queries import names_of_places
from webapp.matches.people.wording import Fact
from webapp.matches.scouting import actions, queries
from webapp.matches.scouting.models import OPEN, Scout, ScoutStatus

_NOT_THEIRS = {"user_id", "sent_by", "is_demo", "facts", "corporation_id"}


def exported(actor: Actor) -> dict[str, Any]:
    """Everything places asked the person, what they answered, and whom they blocked."""
    rows = queries.own_scouts(actor)
    blocks = queries.blocks_of(actor)
    names = names_of_places({scout.sender for scout, _listing in rows} | {block.sender for block in blocks})
    return {
        "scouts": [
            scout.model_dump(mode="json", exclude=_NOT_THEIRS)
            | {
                "sender": names.get(scout.sender, ""),
                "listing": listing.title,
                "reasons": [Fact.read(fact).to_person() for fact in scout.facts],
            }
            for scout, listing in rows
        ],
        "blocked_senders": [{"sender": names.get(block.sender, ""), "at": block.at.isoformat()} for block in blocks],
    }


def erase(user_id: str, *, by: Actor) -> None:
    """Cut a person off from every scout: open ones are declined, contact, words and the account go; blocks too."""
    for scout in session().exec(select(Scout).where(Scout.user_id == user_id)):
        if scout.status is ScoutStatus.ACCEPTED:
            actions.retract(scout, by=by)
        elif scout.is_open:
            actions.decline(scout, by=by)
        scout.contact, scout.message, scout.answer, scout.facts = {}, "", "", []
        scout.user_id = None
        trail.record(scout, "scout.erase", by=Actor(name="erasure", is_system=True))
    for block in queries.blocks_of(by):
        session().delete(block)


def withdraw_all_in(municipality_code: str, *, by: Actor, reason: str) -> None:
    """A town has left: nobody there can keep what its scouts promise."""
    chosen = select(Scout).where(Scout.municipality_code == municipality_code, col(Scout.status).in_(OPEN))
    for scout in session().exec(chosen):
        actions.end(scout, by=by, reason=reason)
