"""What is done with payments inside a transaction; nothing here talks to the provider."""

from datetime import timedelta

from sqlmodel import col, func, select

from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import enqueue
from webapp.payments import ledger
from webapp.payments.gateway import HostedPage, PaymentSnapshot, PaymentState
from webapp.payments.models import ENDED, AttemptState, PaymentAttempt
from webapp.pledges import actions as pledges
from webapp.pledges.models import PLEDGE, Pledge, PledgeStatus
from webapp.projects.models import Project

trail.ACTION_LABELS |= {
    "payment.start": _l("支払い画面を用意した"),
    "payment.quarantine": _l("金額などが合わないため、支払いを保留した"),
    "payment.surplus": _l("二重の支払いを見つけ、返金に回した"),
}
PAGE_OPEN = timedelta(hours=1)
CHECK_AFTER = timedelta(minutes=10)
BY = system_actor("payments")
_STATES = {
    PaymentState.OPEN: AttemptState.OPEN,
    PaymentState.PROCESSING: AttemptState.PROCESSING,
    PaymentState.PAID: AttemptState.SUCCEEDED,
    PaymentState.FAILED: AttemptState.FAILED,
    PaymentState.EXPIRED: AttemptState.EXPIRED,
}


def prepare(pledge: Pledge, project: Project, *, by: Actor) -> PaymentAttempt:
    """The attempt to collect a pledge with now: the one whose page is still open, or a new one."""
    if pledge.status not in (PledgeStatus.PENDING, PledgeStatus.LAPSED):
        raise RuleBroken(_("この申出は、もう支払いの手続きが進んでいます。"))
    pledges.must_take(project, pledge.amount)
    standing = (
        session()
        .exec(
            select(PaymentAttempt)
            .where(PaymentAttempt.pledge_id == pledge.id, col(PaymentAttempt.state).not_in(ENDED))
            .order_by(col(PaymentAttempt.sequence).desc())
        )
        .first()
    )
    if standing is not None and _can_be_used_again(standing):
        return standing
    if pledge.status is PledgeStatus.LAPSED:
        PLEDGE.apply(pledge, "try_again", by=BY)
    tried = (
        session()
        .exec(select(func.count()).select_from(PaymentAttempt).where(PaymentAttempt.pledge_id == pledge.id))
        .one()
    )
    attempt = PaymentAttempt(
        pledge_id=pledge.id, sequence=tried + 1, key="", amount=pledge.amount, expires_at=now() + PAGE_OPEN
    )
    attempt.key = f"attempt:{attempt.id}"
    session().add(attempt)
    session().flush()
    trail.record(pledge, "payment.start", by=by)
    look_again_later(attempt, 1)
    return attempt


def _can_be_used_again(attempt: PaymentAttempt) -> bool:
    """Its page stays open for a while, or its start may be repeated with the very same words."""
    is_fresh = attempt.page_url is not None or attempt.created_at > now() - CHECK_AFTER
    return is_fresh and attempt.expires_at > now() + timedelta(minutes=2)


def look_again_later(attempt: PaymentAttempt, round_: int) -> None:
    """Have the worker ask the provider later, in case no notice reaches us."""
    wait = CHECK_AFTER * min(round_, 36)
    enqueue(
        "payment_check",
        {"attempt": attempt.id, "round": round_},
        key=f"check:{attempt.id}:{round_}",
        run_at=now() + wait,
    )


def opened(attempt: PaymentAttempt, page: HostedPage) -> None:
    """The provider opened its page."""
    attempt.provider_ref = page.ref
    attempt.page_url = page.url
    if attempt.state is AttemptState.CREATED:
        attempt.state = AttemptState.OPEN


def locked(attempt_id: str) -> PaymentAttempt:
    """The attempt, locked until this transaction ends."""
    chosen = select(PaymentAttempt).where(PaymentAttempt.id == attempt_id).with_for_update()
    return session().exec(chosen.execution_options(populate_existing=True)).one()


def fold(attempt: PaymentAttempt, snapshot: PaymentSnapshot, *, livemode: bool) -> None:
    """Take in the provider's truth. Facts only grow, so any order and any repetition ends in the same state."""
    attempt.checked_at = now()
    if attempt.state is AttemptState.QUARANTINED:
        return
    if trouble := _mismatch(attempt, snapshot, livemode):
        attempt.state, attempt.trouble = AttemptState.QUARANTINED, trouble
        trail.record(session().get_one(Pledge, attempt.pledge_id), "payment.quarantine", by=BY, reason=trouble)
        return
    pledge = (
        session()
        .exec(
            select(Pledge)
            .where(Pledge.id == attempt.pledge_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        .one()
    )
    _take_facts(attempt, snapshot)
    if attempt.captured:
        _money_came(attempt, pledge)
    elif attempt.state is AttemptState.PROCESSING:
        pledges.mark_awaiting(pledge, by=BY)
    elif attempt.state in (AttemptState.FAILED, AttemptState.EXPIRED) and not _others_open(attempt):
        pledges.mark_lapsed(pledge, by=BY)
    if attempt.refunded:
        _money_went(attempt, pledge)


def _mismatch(attempt: PaymentAttempt, snapshot: PaymentSnapshot, livemode: bool) -> str:
    if snapshot.amount != attempt.amount or snapshot.currency.lower() != "jpy":
        return f"expected {attempt.amount} jpy, the provider says {snapshot.amount} {snapshot.currency}"
    if snapshot.reference != attempt.id:
        return "the provider names another attempt"
    if snapshot.livemode != livemode:
        return "test and live money are mixed"
    return ""


def _take_facts(attempt: PaymentAttempt, snapshot: PaymentSnapshot) -> None:
    attempt.captured = max(attempt.captured, snapshot.captured)
    attempt.refunded = max(attempt.refunded, min(snapshot.refunded, attempt.captured))
    attempt.disputed = snapshot.disputed
    attempt.provider_ref = attempt.provider_ref or snapshot.ref
    attempt.method = snapshot.method or attempt.method
    attempt.paid_at = attempt.paid_at or snapshot.paid_at
    told = _STATES[snapshot.state]
    if attempt.captured:
        attempt.state = AttemptState.SUCCEEDED
    elif attempt.state not in ENDED:
        attempt.state = told


def _money_came(attempt: PaymentAttempt, pledge: Pledge) -> None:
    at = attempt.paid_at or now()
    account = ledger.pledges_account(pledge)
    if not ledger.book(f"paid:{attempt.id}", "paid", attempt, ledger.CLEARING, account, attempt.captured, at):
        return
    if pledge.status in (PledgeStatus.PAID, PledgeStatus.REFUNDED):
        attempt.is_surplus = True
        trail.record(pledge, "payment.surplus", by=BY)
        enqueue("payment_refund_surplus", {"attempt": attempt.id}, key=f"surplus:{attempt.id}")
        return
    pledges.mark_paid(pledge, at, by=BY)


def _money_went(attempt: PaymentAttempt, pledge: Pledge) -> None:
    account = ledger.pledges_account(pledge)
    booked = ledger.refunds_booked(attempt)
    if attempt.refunded > booked:
        key = f"refund:{attempt.id}:{attempt.refunded}"
        ledger.book(key, "refund", attempt, account, ledger.CLEARING, attempt.refunded - booked, now())
    if attempt.refunded == attempt.captured and not attempt.is_surplus:
        pledges.mark_refunded(pledge, by=BY)


def _others_open(attempt: PaymentAttempt) -> bool:
    chosen = select(PaymentAttempt.id).where(
        PaymentAttempt.pledge_id == attempt.pledge_id,
        PaymentAttempt.id != attempt.id,
        col(PaymentAttempt.state).not_in(ENDED),
    )
    return session().exec(chosen).first() is not None
