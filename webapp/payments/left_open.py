"""Refunds that are not done yet, as numbers."""

import sqlalchemy as sa
from sqlmodel import col

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.payments.models import PaymentRefund
from webapp.payments.states import WAITING_REFUNDS, RefundStatus

OPEN_REFUNDS = (RefundStatus.PROPOSED, *WAITING_REFUNDS)


def refunds_for(actor: Actor) -> tuple[int, int]:
    """How many refunds of the actor's municipalities are on their way, and how many yen."""
    chosen = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(col(PaymentRefund.amount)), 0)).where(
        col(PaymentRefund.municipality_code).in_(actor.municipalities), col(PaymentRefund.status).in_(OPEN_REFUNDS)
    )
    count, yen = session().execute(chosen).one()
    return int(count), int(yen)
