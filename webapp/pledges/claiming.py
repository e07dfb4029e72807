"""Pledges given without an account, added to the account of whoever shows the same e-mail address to be theirs."""

from sqlmodel import col, select

from webapp.accounts.queries import user
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.pledges.models import Pledge
from webapp.projects.supporters import actions as supporters

trail.ACTION_LABELS |= {"pledge.claim": _l("自分のアカウントに加えた")}


def claimable(actor: Actor) -> list[Pledge]:
    """What was given with the actor's own, verified address."""
    person = user(actor.user_id) if actor.user_id else None
    if person is None or not person.is_verified or not person.email:
        return []
    chosen = select(Pledge).where(col(Pledge.user_id).is_(None), Pledge.email == person.email)
    return list(session().exec(chosen.order_by(col(Pledge.id))))


def claim(*, by: Actor) -> int:
    """Make them the actor's, so that the links in the letters open nothing any more; how many there were."""
    found = claimable(by)
    for pledge in found:
        pledge.user_id, pledge.email = by.user_id, ""
        trail.record(pledge, "pledge.claim", by=by)
        if by.user_id:
            supporters.belong_to(pledge.id, by.user_id)
    return len(found)
