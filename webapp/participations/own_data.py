"""A person's applications as their own data: to take along, and to be erased."""

from typing import Any

from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.database import session
from webapp.core.errors import NotAllowed
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.participations import applying, letters, queries
from webapp.participations.feedback.models import ParticipationFeedback, Side
from webapp.participations.models import OPEN, PARTICIPATION, ParticipationStatus

_NOT_THEIRS = {"user_id", "decided_by", "corporation_id", "is_demo"}
_OF_OTHERS = {"written_by", "handled_by", "handled_note", "confidential"}

trail.ACTION_LABELS |= {"participation.erase": _l("本人の求めで応募から本人を消した")}


def exported(actor: Actor) -> dict[str, Any]:
    """Everything the person applied to, what was answered, and what was said afterwards."""
    return {
        "participations": [
            {
                **row.model_dump(mode="json", exclude=_NOT_THEIRS),
                "listing": listing.title,
                "feedback": [_said(one) for one in _feedback_on(row.id)],
            }
            for row, listing, _town in queries.own(actor)
        ]
    }


def _said(one: ParticipationFeedback) -> dict[str, Any]:
    """One's own words whole; of the other side's what may be seen of it is on the page, here stands that there is some."""
    if one.side is Side.PERSON:
        return one.model_dump(mode="json", exclude=_OF_OTHERS - {"confidential"})
    return {"side": one.side.value, "written_at": one.written_at.isoformat()}


def _feedback_on(participation_id: str) -> list[ParticipationFeedback]:
    chosen = select(ParticipationFeedback).where(ParticipationFeedback.participation_id == participation_id)
    return list(session().exec(chosen.order_by(col(ParticipationFeedback.id))))


def erase(user_id: str, *, by: Actor) -> None:
    """Cut the person off from every application: what is open is taken back, words and the account go."""
    if by.user_id != user_id and not by.is_system:
        raise NotAllowed(_("この操作をする権限がありません。"))
    service = system_actor("erasure")
    for row, _listing, _town in queries.own(Actor(user_id=user_id)):
        if row.status in OPEN:
            held = row.status is ParticipationStatus.ACCEPTED
            listing = applying.locked(row.listing_id)
            PARTICIPATION.apply(row, "withdraw", by=service)
            letters.tell_makers(row, letters.was_withdrawn)
            if held:
                applying.move_up(listing)
        row.shown_name, row.message, row.children_ages, row.wished_days = "", "", "", []
        row.shares_contact, row.user_id = False, None
        for said in _feedback_on(row.id):
            said.written_by = None if said.side is Side.PERSON else said.written_by
            if said.side is Side.PERSON:
                said.text, said.confidential = "", ""
        trail.record(row, "participation.erase", by=service)
