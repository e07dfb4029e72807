"""Donations that have no receipt yet, as a number."""

import sqlalchemy as sa
from sqlmodel import col

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.pledges.models import HOLDING, Pledge
from webapp.receipts.models import Receipt, ReceiptVoid


def outstanding_for(actor: Actor) -> int:
    """Donations that the actor's municipalities hold and for which no receipt stands."""
    stands = (
        sa.exists()
        .where(col(Receipt.pledge_id) == col(Pledge.id))
        .where(~sa.exists().where(col(ReceiptVoid.receipt_id) == col(Receipt.id)))
    )
    chosen = sa.select(sa.func.count()).where(
        col(Pledge.municipality_code).in_(actor.municipalities), col(Pledge.status).in_(HOLDING), ~stands
    )
    return int(session().execute(chosen).scalar_one())
