"""What is done with refunds inside a transaction; the worker asks the provider afterwards."""

from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.ids import new_id
from webapp.core.jobs import enqueue
from webapp.payments import letters
from webapp.payments.models import PaymentAttempt, PaymentRefund
from webapp.payments.queries import disputes_of, locked, locked_pledge, refunds_of
from webapp.payments.states import (
    ACTIVE_REFUNDS,
    OPEN_DISPUTES,
    REFUND,
    AttemptState,
    RefundOrigin,
    RefundStatus,
)
from webapp.pledges.models import Pledge

trail.ACTION_LABELS |= {
    "payment_refund.propose": _l("返金を提案した"),
    "payment_refund.automatic": _l("自動で返金に回した"),
}
BY = system_actor("payments")
JOB = "payment_refund"
REASONS = {
    RefundOrigin.LATE: _l("受付が終わった後、または申出が終わった後に入金があったため"),
    RefundOrigin.SURPLUS: _l("同じ申出に二重の支払いがあったため"),
}


def refundable(attempt: PaymentAttempt) -> int:
    """Whole yen of an attempt that nobody has given back, is giving back or disputes."""
    spoken_for = sum(row.amount for row in refunds_of(attempt.id) if row.status in ACTIVE_REFUNDS)
    return max(0, attempt.captured - spoken_for - attempt.disputed)


def propose(attempt_id: str, *, amount: int, reason: str, by: Actor) -> PaymentRefund:
    """A clerk's proposal to give money back; somebody else looks at it before the provider is asked."""
    attempt = locked(attempt_id)
    pledge = locked_pledge(attempt.pledge_id)
    if not reason.strip():
        raise RuleBroken(_("返金には理由が必要です。過誤納と判断した事情を書いてください。"))
    _must_be_free(attempt)
    left = refundable(attempt)
    if not 0 < amount <= left:
        raise RuleBroken(
            _(
                "返せるのは、あと%(left)s円です。ほかの返金が先に進んでいないか、画面を開き直して確かめてください。",
                left=f"{left:,}",
            )
        )
    row = _add(attempt, pledge, RefundOrigin.STAFF, amount, reason.strip(), by.user_id)
    trail.record(row, "payment_refund.propose", by=by, reason=reason.strip())
    return row


def _must_be_free(attempt: PaymentAttempt) -> None:
    if attempt.state is not AttemptState.SUCCEEDED:
        raise RuleBroken(_("この支払いでは、お金を受け取っていません。返すものがありません。"))
    if any(row.status in OPEN_DISPUTES for row in disputes_of(attempt.id)):
        raise RuleBroken(_("カード会社が確認している間は返金できません。結果が出てから決めてください。"))


def approve(row: PaymentRefund, *, by: Actor) -> None:
    """The second look: another person agrees, and the worker asks the provider."""
    attempt = locked(row.attempt_id)
    if by.user_id == row.asked_by:
        raise RuleBroken(_("返金は、提案した人とは別の担当者が確認します。"))
    _must_be_free(attempt)
    REFUND.apply(row, "approve", by=by)
    row.decided_by = by.user_id
    _ask_provider(row)


def decline(row: PaymentRefund, *, reason: str, by: Actor) -> None:
    """The second look: this is not given back; also who proposed it may take it back."""
    locked(row.attempt_id)
    REFUND.apply(row, "decline", by=by, reason=reason)
    row.decided_by, row.settled_at = by.user_id, now()


def give_back(attempt: PaymentAttempt, pledge: Pledge, origin: RefundOrigin) -> PaymentRefund | None:
    """Give back all that is left of a locked attempt, because the rules say so; None when nothing is left."""
    left = refundable(attempt)
    if not left:
        return None
    row = _add(attempt, pledge, origin, left, str(REASONS[origin]), None, RefundStatus.REQUESTED)
    trail.record(row, "payment_refund.automatic", by=BY, reason=row.reason)
    _ask_provider(row)
    letters.goes_back(row, pledge)
    return row


def _add(
    attempt: PaymentAttempt,
    pledge: Pledge,
    origin: RefundOrigin,
    amount: int,
    reason: str,
    asked_by: str | None,
    status: RefundStatus = RefundStatus.PROPOSED,
) -> PaymentRefund:
    row = PaymentRefund(
        id=new_id(),
        attempt_id=attempt.id,
        municipality_code=pledge.municipality_code,
        origin=origin,
        status=status,
        amount=amount,
        key="",
        reason=reason,
        asked_by=asked_by,
    )
    row.key = f"refund:{row.id}"
    session().add(row)
    session().flush()
    return row


def _ask_provider(row: PaymentRefund) -> None:
    enqueue(JOB, {"refund": row.id}, key=row.key)


def retry(row: PaymentRefund, *, by: Actor, reason: str) -> PaymentRefund:
    """What came back or was refused is proposed anew, with a key of its own."""
    return propose(row.attempt_id, amount=row.amount, reason=reason, by=by)
