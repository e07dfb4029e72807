"""Which receipts there are, and for whom."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.pledges.models import Pledge
from webapp.pledges.proofs import Proof
from webapp.pledges.queries import hidden_among
from webapp.receipts.models import Receipt


def receipt_for(actor: Actor, receipt_id: str) -> tuple[Receipt, Pledge]:
    """A receipt of one's own donation, or of the actor's municipality. Raises NotThere."""
    receipt = session().get(Receipt, receipt_id)
    pledge = session().get(Pledge, receipt.pledge_id) if receipt else None
    if receipt is None or pledge is None:
        raise NotThere
    if actor.user_id != pledge.user_id and not actor.may_act_for(receipt.municipality_code):
        raise NotThere
    if actor.user_id != pledge.user_id and hidden_among([pledge]):
        raise NotThere  # it bears the name
    return receipt, pledge


def receipt_of(pledge: Pledge) -> Receipt | None:
    """The receipt of a pledge, once it is paid."""
    return session().exec(select(Receipt).where(Receipt.pledge_id == pledge.id)).first()


def proofs_of(pledges: Sequence[Pledge]) -> dict[str, Proof]:
    """What pages of pledges show of receipts, by pledge."""
    chosen = select(Receipt).where(col(Receipt.pledge_id).in_([pledge.id for pledge in pledges]))
    return {found.pledge_id: Proof(found.id, found.shown_number) for found in session().exec(chosen)}


def exported(actor: Actor) -> dict[str, Any]:
    """What a donor takes along: every receipt."""
    own = (
        select(Receipt)
        .join(Pledge, col(Pledge.id) == Receipt.pledge_id)
        .where(Pledge.user_id == actor.user_id)
        .order_by(col(Receipt.id))
    )
    return {"receipts": [receipt.model_dump(mode="json") for receipt in session().exec(own)]}
