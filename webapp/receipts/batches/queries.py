"""How far the sheets of a year are, which receipts come next, and the finished files by part."""

from dataclasses import dataclass
from typing import Final

from sqlmodel import col, func, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.pledges.models import Pledge
from webapp.receipts.batches.models import ReceiptBatch, ReceiptSheet
from webapp.receipts.models import Receipt, ReceiptCopy, ReceiptVoid
from webapp.residents.secrecy import hidden_people

IN_A_FILE: Final = 500
SHOWN: Final = 20


@dataclass(frozen=True)
class File:
    """A finished sheet: what it is called in the archive, and where it lies."""

    name: str
    key: str


def batch_for(actor: Actor, batch_id: str, *, to_change: bool = False) -> ReceiptBatch:
    """What the actor's municipality ordered. Raises NotThere."""
    found = session().get(ReceiptBatch, batch_id, with_for_update=to_change or None)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def batches_of(actor: Actor) -> list[ReceiptBatch]:
    """The newest orders of the actor's municipalities."""
    chosen = select(ReceiptBatch).where(col(ReceiptBatch.municipality_code).in_(actor.municipalities))
    return list(session().exec(chosen.order_by(col(ReceiptBatch.id).desc()).limit(SHOWN)))


def valid_in(municipality_code: str, year: int) -> int:
    """How many valid receipts a year has."""
    chosen = (
        select(func.count())
        .select_from(Receipt)
        .outerjoin(ReceiptVoid, col(ReceiptVoid.receipt_id) == Receipt.id)
        .where(*_of(municipality_code, year), col(ReceiptVoid.receipt_id).is_(None))
    )
    return int(session().exec(chosen).one())


def next_part(batch: ReceiptBatch, size: int) -> list[Receipt]:
    """The receipts after the last number that was looked at, valid or void."""
    chosen = select(Receipt).where(*_of(batch.municipality_code, batch.year), Receipt.number > batch.last_number)
    return list(session().exec(chosen.order_by(col(Receipt.number)).limit(size)))


def files_of(batch: ReceiptBatch, part: int) -> tuple[list[File], list[str | None]]:
    """The sheets of one archive, by number, and whose they are: valid ones, as last given, without who asks for secrecy.

    `part` counts from 1: numbers 1 to 500, 501 to 1,000 and so on.
    """
    again = (
        select(ReceiptCopy.receipt_id, func.max(ReceiptCopy.number).label("number"))
        .group_by(col(ReceiptCopy.receipt_id))
        .subquery()
    )
    chosen = (
        select(Receipt, ReceiptSheet.file_key, Pledge.user_id)
        .join(Pledge, col(Pledge.id) == Receipt.pledge_id)
        .outerjoin(again, again.c.receipt_id == Receipt.id)
        .join(
            ReceiptSheet,
            (col(ReceiptSheet.receipt_id) == Receipt.id)
            & (col(ReceiptSheet.copy_number) == func.coalesce(again.c.number, 0)),
        )
        .outerjoin(ReceiptVoid, col(ReceiptVoid.receipt_id) == Receipt.id)
        .where(
            *_of(batch.municipality_code, batch.year),
            col(Receipt.number).between((part - 1) * IN_A_FILE + 1, part * IN_A_FILE),
            col(ReceiptVoid.receipt_id).is_(None),
            col(Pledge.user_id).is_(None) | col(Pledge.user_id).not_in(hidden_people()),
        )
        .order_by(col(Receipt.number))
    )
    rows = list(session().exec(chosen))
    return [File(f"{receipt.shown_number}.pdf", key) for receipt, key, _who in rows], [who for *_file, who in rows]


def parts_of(batch: ReceiptBatch) -> int:
    """How many archives its numbers take as far as they are looked at."""
    return -(-batch.last_number // IN_A_FILE)


def _of(municipality_code: str, year: int) -> tuple[bool, bool]:
    return Receipt.municipality_code == municipality_code, Receipt.year == year
