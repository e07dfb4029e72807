"""The gift that goes with a donation: promised once, never more often than there are."""

from sqlmodel import col, func, select

from webapp.core.database import session
from webapp.pledges.models import HOLDING, Pledge, PledgeStatus
from webapp.projects.gifts.models import Gift
from webapp.projects.gifts.queries import for_donor, left_of
from webapp.projects.models import Project

#: a gift is kept for these
KEPT_FOR = (PledgeStatus.PENDING, PledgeStatus.AWAITING, *HOLDING)


def taken(gift_ids: list[str]) -> dict[str, int]:
    """How often each gift is promised now; lent to projects, the layer below."""
    rows = session().exec(
        select(Pledge.gift_id, func.count())
        .where(col(Pledge.gift_id).in_(gift_ids), col(Pledge.status).in_(KEPT_FOR))
        .group_by(col(Pledge.gift_id))
    )
    return {gift_id: int(count) for gift_id, count in rows if gift_id}


def promise(project: Project, amount: int, home_code: str) -> Gift | None:
    """The gift for a donor from there, taken from the stock until this transaction ends."""
    found = for_donor(project, amount, home_code).gift
    if found is None or found.stock is None:
        return found
    _lock(found.id)  # two donors at once do not both get the last one
    return for_donor(project, amount, home_code).gift


def withdraw_if_gone(pledge: Pledge) -> None:
    """For money that comes after a pledge had lapsed: its gift may have gone to somebody else meanwhile."""
    if is_gone(pledge):
        pledge.gift_id, pledge.gift_name = None, ""


def is_gone(pledge: Pledge) -> bool:
    """Whether the gift of a lapsed pledge is no longer to be had; what is left stays so until this transaction ends."""
    return pledge.gift_id is not None and left_of(_lock(pledge.gift_id)) == 0


def _lock(gift_id: str) -> Gift:
    return session().exec(select(Gift).where(Gift.id == gift_id).with_for_update()).one()
