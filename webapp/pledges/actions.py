"""What is done with pledges; money itself is moved by `payments`, the layer above."""

from datetime import datetime
from typing import Any

from webapp.accounts.models import User
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.municipalities import queries as municipalities
from webapp.pledges import agreement, following, letters
from webapp.pledges.models import PLEDGE, Pledge, PledgeStatus
from webapp.projects.models import Project

trail.ACTION_LABELS |= {"pledge.offer": _l("寄附を申し出た")}
HIGHEST_YEN = 10_000_000


def must_take(project: Project, amount: int) -> None:
    """Raise RuleBroken when the project takes no pledge of this amount now."""
    if not project.takes_pledges:
        raise RuleBroken(_("この取り組みは、いま寄附を受け付けていません。受付期間を確かめてください。"))
    if not municipalities.is_running(project.municipality_code):
        raise RuleBroken(_("この市町村はいま、ふたまちで受付をしていません。"))
    lowest = int(municipalities.setting("pledge_minimum_yen", project.municipality_code))
    if not lowest <= amount <= HIGHEST_YEN:
        raise RuleBroken(_("寄附は%(low)s円から%(high)s円までです。", low=f"{lowest:,}", high=f"{HIGHEST_YEN:,}"))


def offer(project: Project, *, amount: int, donor: dict[str, Any], by: Actor) -> Pledge:
    """Write down a donor's commitment with the agreement they accepted; nothing is paid yet."""
    must_take(project, amount)
    if by.user_id is None:
        raise NotAllowed(_("寄附をするには、サインインしてください。"))
    pledge = Pledge(
        project_id=project.id,
        municipality_code=project.municipality_code,
        user_id=by.user_id,
        amount=amount,
        agreement_version=agreement.VERSION,
        agreed_at=now(),
        is_demo=project.is_demo,
        **donor,
    )
    session().add(pledge)
    session().flush()
    trail.record(pledge, "pledge.offer", by=by)
    return pledge


def mark_paid(pledge: Pledge, paid_at: datetime, *, by: Actor) -> None:
    """The money is there: the pledge is paid, who follows is told, the donor gets a letter."""
    PLEDGE.apply(pledge, "pay", by=by)
    pledge.paid_at = paid_at
    following.tell(following.PAID, pledge, at=paid_at, by=by)
    letters.thanks(pledge, session().get_one(User, pledge.user_id), session().get_one(Project, pledge.project_id))


def mark_awaiting(pledge: Pledge, *, by: Actor) -> None:
    """A convenience-store slip was issued."""
    if pledge.status is PledgeStatus.PENDING:
        PLEDGE.apply(pledge, "await_slip", by=by)


def mark_lapsed(pledge: Pledge, *, by: Actor) -> None:
    """Nothing was paid in time; tell the donor once."""
    if pledge.status in (PledgeStatus.PENDING, PledgeStatus.AWAITING):
        PLEDGE.apply(pledge, "lapse", by=by)
        letters.lapsed(pledge, session().get_one(User, pledge.user_id), session().get_one(Project, pledge.project_id))


def mark_refunded(pledge: Pledge, *, by: Actor) -> None:
    """Everything was given back."""
    if pledge.status is PledgeStatus.PAID:
        PLEDGE.apply(pledge, "refund", by=by)
        following.tell(following.UNPAID, pledge, at=now(), by=by)
