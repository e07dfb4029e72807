"""A donor's pledges as their own data: to take along, and to be erased as far as the law on receipts and books allows."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, delete, select

from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.pledges import queries
from webapp.pledges.models import Pledge, PledgeDraft, PledgeStatus

_NOT_THEIRS = {"user_id", "entered_by", "agreement_digest", "agreement_source_digest", "is_demo"}
#: money that was on its way may still come so long after a pledge lapsed, and then needs a name on its receipt
MONEY_MAY_COME = timedelta(days=7)
#: a pledge that was never paid is forgotten after so long
UNPAID_KEPT = timedelta(days=90)

trail.ACTION_LABELS |= {
    "pledge.erase": _l("本人の求めで、寄附に添えたことばと公開する名前を消した"),
    "pledge.forget": _l("支払われなかった申出から本人を消した"),
}


def exported(actor: Actor) -> dict[str, Any]:
    """Every pledge with its project and the words accepted, and what is typed but not sent yet."""
    begun = select(PledgeDraft).where(PledgeDraft.user_id == actor.user_id, col(PledgeDraft.pledge_id).is_(None))
    return {
        "pledges": [
            {
                **pledge.model_dump(mode="json", exclude=_NOT_THEIRS),
                "project": project.title,
                "agreement": queries.accepted_words(pledge),
                "agreement_in_japanese": queries.source_words(pledge),
            }
            for pledge, project in queries.pledges_of(actor)
        ],
        "pledge_drafts": [
            {"answers": draft.answers, "updated_at": draft.updated_at.isoformat()} for draft in session().exec(begun)
        ],
    }


def erase(user_id: str, *, by: Actor) -> None:
    """Blank words and the shown name, forget what was only tried.

    Name, address and sum of a donation stay with its receipt: the town must keep them as proof for the tax and in its
    books. What is still to be paid stays until it lapses, and is forgotten then.
    """
    if by.user_id != user_id and not by.is_system:
        raise NotAllowed(_("この操作をする権限がありません。"))
    service = system_actor("erasure")
    session().execute(delete(PledgeDraft).where(col(PledgeDraft.user_id) == user_id))
    for pledge in session().exec(select(Pledge).where(Pledge.user_id == user_id)).all():
        pledge.message, pledge.shown_name, pledge.shows_name = "", "", False
        trail.record(pledge, "pledge.erase", by=service)
        if pledge.status is PledgeStatus.LAPSED and pledge.created_at < now() - MONEY_MAY_COME:
            forget(pledge, by=service)


def forget(pledge: Pledge, *, by: Actor) -> None:
    """Cut a person off from what they never paid."""
    pledge.donor_name, pledge.donor_address, pledge.email, pledge.message, pledge.shown_name = "", "", "", "", ""
    pledge.user_id, pledge.shows_name = None, False
    trail.record(pledge, "pledge.forget", by=by)
