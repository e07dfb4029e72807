"""Which receipts there are, for whom, and whether they are valid."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, func, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.pledges.models import Pledge
from webapp.pledges.proofs import Proof
from webapp.pledges.queries import hidden_among, pledge_by_key
from webapp.projects.models import Project
from webapp.receipts.models import Receipt, ReceiptCopy, ReceiptVoid


@dataclass(frozen=True)
class Standing:
    """A receipt with everything that its page and its sheet say of it."""

    receipt: Receipt
    pledge: Pledge
    project: Project
    void: ReceiptVoid | None
    replaces: Receipt | None
    replaced_by: Receipt | None
    copy: ReceiptCopy | None  # the last time that it was given again

    @property
    def copy_number(self) -> int:
        """How often it was given again."""
        return self.copy.number if self.copy else 0


def receipt_for(actor: Actor, receipt_id: str) -> Receipt:
    """A receipt of one's own donation, or of the actor's municipality. Raises NotThere."""
    receipt, pledge = _with_pledge(receipt_id)
    if pledge.user_id is not None and actor.user_id == pledge.user_id:
        return receipt
    return _town_receipt(actor, receipt, pledge)


def town_receipt_for(actor: Actor, receipt_id: str) -> Receipt:
    """A receipt of the actor's municipality, unless it bears the name of who asks for secrecy. Raises NotThere."""
    return _town_receipt(actor, *_with_pledge(receipt_id))


def _with_pledge(receipt_id: str) -> tuple[Receipt, Pledge]:
    receipt = session().get(Receipt, receipt_id)
    if receipt is None:
        raise NotThere
    return receipt, session().get_one(Pledge, receipt.pledge_id)


def _town_receipt(actor: Actor, receipt: Receipt, pledge: Pledge) -> Receipt:
    if not actor.may_act_for(receipt.municipality_code) or hidden_among([pledge]):
        raise NotThere
    return receipt


def receipt_by_key(key: str, receipt_id: str) -> Receipt:
    """A receipt of a donor without an account, by the secret of their link. Raises NotThere."""
    pledge = pledge_by_key(key)
    receipt = session().get(Receipt, receipt_id)
    if receipt is None or receipt.pledge_id != pledge.id:
        raise NotThere
    return receipt


def any_receipt(receipt_id: str) -> Receipt:
    """A receipt by its id, for a page that names nobody. Raises NotThere."""
    return _with_pledge(receipt_id)[0]


def standing(receipt: Receipt) -> Standing:
    """Everything about one receipt."""
    pledge = session().get_one(Pledge, receipt.pledge_id)
    copies = select(ReceiptCopy).where(ReceiptCopy.receipt_id == receipt.id)
    return Standing(
        receipt,
        pledge,
        session().get_one(Project, pledge.project_id),
        void_of(receipt),
        session().get(Receipt, receipt.replaces_id) if receipt.replaces_id else None,
        session().exec(select(Receipt).where(Receipt.replaces_id == receipt.id)).first(),
        session().exec(copies.order_by(col(ReceiptCopy.number).desc())).first(),
    )


def chain_of(pledge: Pledge) -> list[Receipt]:
    """All receipts of a pledge, oldest first."""
    chosen = select(Receipt).where(Receipt.pledge_id == pledge.id).order_by(col(Receipt.year), col(Receipt.number))
    return list(session().exec(chosen))


def last_of(pledge: Pledge) -> Receipt | None:
    """The newest receipt of a pledge, valid or void."""
    newer = select(Receipt.replaces_id).where(Receipt.pledge_id == pledge.id, col(Receipt.replaces_id).is_not(None))
    chosen = select(Receipt).where(Receipt.pledge_id == pledge.id, col(Receipt.id).not_in(newer))
    return session().exec(chosen).first()


def standing_of(pledge: Pledge) -> Receipt | None:
    """The one receipt of a pledge that is valid."""
    last = last_of(pledge)
    return last if last is not None and void_of(last) is None else None


def void_of(receipt: Receipt) -> ReceiptVoid | None:
    """Why and when a receipt became void; None for a valid one."""
    return session().get(ReceiptVoid, receipt.id)


def copies_of(receipt: Receipt) -> int:
    """How often it was given again."""
    chosen = select(func.count()).select_from(ReceiptCopy).where(ReceiptCopy.receipt_id == receipt.id)
    return int(session().exec(chosen).one())


def proofs_of(pledges: Sequence[Pledge]) -> dict[str, Proof]:
    """What pages of pledges show of receipts, by pledge: the newest one."""
    chosen = (
        select(Receipt, ReceiptVoid)
        .outerjoin(ReceiptVoid, col(ReceiptVoid.receipt_id) == Receipt.id)
        .where(col(Receipt.pledge_id).in_([pledge.id for pledge in pledges]))
        .order_by(col(Receipt.year), col(Receipt.number))
    )
    return {
        found.pledge_id: Proof(found.id, found.shown_number, void is not None) for found, void in session().exec(chosen)
    }


def exported(actor: Actor) -> dict[str, Any]:
    """What a donor takes along: every receipt."""
    own = (
        select(Receipt, ReceiptVoid)
        .join(Pledge, col(Pledge.id) == Receipt.pledge_id)
        .outerjoin(ReceiptVoid, col(ReceiptVoid.receipt_id) == Receipt.id)
        .where(Pledge.user_id == actor.user_id)
        .order_by(col(Receipt.year), col(Receipt.municipality_code), col(Receipt.number))
    )
    return {
        "receipts": [
            {**receipt.model_dump(mode="json"), "void": void.model_dump(mode="json") if void else None}
            for receipt, void in session().exec(own)
        ]
    }
