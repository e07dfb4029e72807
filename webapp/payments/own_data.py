"""What payments know of a person, to take along: how their own donations were paid, and what went back."""

from typing import Any

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.payments.models import PaymentAttempt
from webapp.payments.queries import refunds_of
from webapp.pledges.models import Pledge

OF_ATTEMPT = {
    "id",
    "pledge_id",
    "amount",
    "state",
    "method",
    "captured",
    "refunded",
    "disputed",
    "paid_at",
    "created_at",
}
OF_REFUND = {"id", "amount", "origin", "status", "created_at", "settled_at"}


def exported(actor: Actor) -> dict[str, Any]:
    """Every attempt to pay one's own pledges with its refunds; what staff wrote about a refund is the town's."""
    chosen = (
        select(PaymentAttempt)
        .join(Pledge, col(Pledge.id) == PaymentAttempt.pledge_id)
        .where(Pledge.user_id == actor.user_id)
        .order_by(col(PaymentAttempt.id))
    )
    return {"payments": [_as_data(attempt) for attempt in session().exec(chosen)]}


def _as_data(attempt: PaymentAttempt) -> dict[str, Any]:
    refunds = [row.model_dump(mode="json", include=OF_REFUND) for row in refunds_of(attempt.id)]
    return {**attempt.model_dump(mode="json", include=OF_ATTEMPT), "refunds": refunds}
