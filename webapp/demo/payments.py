"""Demo work at the desk of payments: a refund that waits for its second look, and a card holder's dispute."""

from datetime import timedelta

from sqlmodel import col, select

from webapp.accounts.queries import actor_of
from webapp.core.clock import now
from webapp.core.database import session
from webapp.demo.world import MAIN_TOWN, World
from webapp.payments import actions as payments
from webapp.payments.gateway import DisputeSnapshot, DisputeState, PaymentSnapshot, PaymentState
from webapp.payments.models import PaymentAttempt
from webapp.payments.refunds import actions as refunds
from webapp.pledges.models import Pledge, PledgeStatus
from webapp.projects.models import Project, ProjectStatus

FEE_PERMILLE = 36


def seed(world: World) -> None:
    """Both in the town whose staff have demo accounts."""
    disputed, doubted = session().exec(
        select(PaymentAttempt)
        .join(Pledge, col(Pledge.id) == PaymentAttempt.pledge_id)
        .join(Project, col(Project.id) == Pledge.project_id)
        .where(
            Pledge.municipality_code == MAIN_TOWN,
            Pledge.status == PledgeStatus.PAID,
            Project.status == ProjectStatus.PUBLISHED,
        )
        .order_by(col(Pledge.id).desc())
        .limit(2)
    )
    _dispute(disputed)
    refunds.propose(
        doubted.id,
        amount=doubted.amount,
        reason="同じ内容の寄附を二回申し込んだと、本人から連絡がありました（見本）。",
        by=actor_of(world.users["clerk"]),
    )


def _dispute(attempt: PaymentAttempt) -> None:
    dispute = DisputeSnapshot(
        ref=f"dp_demo_{attempt.id}",
        state=DisputeState.NEEDS_RESPONSE,
        amount=attempt.amount,
        opened_at=now() - timedelta(days=2),
        withdrawn=attempt.amount,
        reason="fraudulent",
        due_at=now() + timedelta(days=5),
    )
    payments.fold(payments.locked(attempt.id), paid(attempt, disputes=(dispute,)), livemode=False)


def paid(attempt: PaymentAttempt, **changes: object) -> PaymentSnapshot:
    """A made-up answer of the provider: this attempt was paid by card; no money moves."""
    values = {
        "ref": f"cs_demo_{attempt.id}",
        "payment_ref": f"pi_demo_{attempt.id}",
        "reference": attempt.id,
        "state": PaymentState.PAID,
        "amount": attempt.amount,
        "currency": "jpy",
        "captured": attempt.amount,
        "refunded": 0,
        "disputed": 0,
        "livemode": False,
        "expires_at": attempt.expires_at,
        "paid_at": attempt.paid_at or now(),
        "method": "card",
        "fee": attempt.amount * FEE_PERMILLE // 1000,
    }
    return PaymentSnapshot(**{**values, **changes})  # type: ignore[arg-type]
