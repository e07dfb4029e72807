"""When money comes: the pledge takes it, or nobody stands for it and it goes back as 過誤納還付."""

from webapp.core import trail
from webapp.core.actor import system_actor
from webapp.core.clock import in_tokyo, now
from webapp.core.i18n import lazy as _l
from webapp.payments.models import PaymentAttempt
from webapp.payments.refunds.actions import give_back
from webapp.payments.states import RefundOrigin
from webapp.pledges import actions as pledges
from webapp.pledges.models import PaymentMethod, Pledge, PledgeStatus
from webapp.projects.models import ProjectStatus
from webapp.projects.queries import locked

trail.ACTION_LABELS |= {
    "payment.surplus": _l("二重の支払いを見つけ、返金に回した"),
    "payment.late": _l("受付が終わった後の入金を見つけ、返金に回した"),
}
BY = system_actor("payments")
UNPAID = (PledgeStatus.PENDING, PledgeStatus.AWAITING, PledgeStatus.LAPSED)
#: what was given is counted and not yet decided upon
STILL_COUNTING = (ProjectStatus.PUBLISHED, ProjectStatus.WAITING_FUNDS, ProjectStatus.CLOSED)
_METHODS = {method.value: method for method in PaymentMethod}


def take_or_return(attempt: PaymentAttempt, pledge: Pledge) -> None:
    """The first time that money of a locked attempt is seen."""
    if pledge.status not in UNPAID:
        _return(attempt, pledge, RefundOrigin.SURPLUS)
    elif _comes_too_late(attempt, pledge):
        _return(attempt, pledge, RefundOrigin.LATE)
        pledges.mark_lapsed(pledge, is_told=False, by=BY)  # money did come: its own letter says that it goes back
    else:
        method = _METHODS.get(attempt.method)
        pledges.mark_paid(pledge, attempt.paid_at or now(), method=method, by=BY)


def _comes_too_late(attempt: PaymentAttempt, pledge: Pledge) -> bool:
    """Whether the project does not count it any more: by when the donor paid, not by when we heard of it."""
    project = locked(pledge.project_id)
    if project.status not in STILL_COUNTING:
        return True
    paid_at = attempt.paid_at or now()
    in_time = in_tokyo(paid_at).date() <= project.closes_on
    if project.status is ProjectStatus.CLOSED:
        return not in_time or (project.closed_at is not None and paid_at > project.closed_at)
    return not in_time and pledge.status is PledgeStatus.LAPSED


def _return(attempt: PaymentAttempt, pledge: Pledge, origin: RefundOrigin) -> None:
    attempt.is_surplus = True
    trail.record(pledge, f"payment.{origin.value}", by=BY)
    give_back(attempt, pledge, origin)
