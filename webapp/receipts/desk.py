"""What a town sees of its receipts: a list to find one in, without names of who asks for secrecy."""

from dataclasses import dataclass

from sqlmodel import col, func, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.pledges.models import Pledge
from webapp.pledges.queries import hidden_among
from webapp.receipts.models import Receipt, ReceiptVoid

PAGE_SIZE = 50
VALID, VOID = "valid", "void"


@dataclass(frozen=True)
class Row:
    """One receipt in the list; `donor` is empty for who asks for secrecy."""

    receipt: Receipt
    void: ReceiptVoid | None
    donor: str


@dataclass(frozen=True)
class DeskPage:
    """One page of the list."""

    rows: list[Row]
    total: int
    pages: int


def desk_for(actor: Actor, *, year: int | None = None, state: str = "", word: str = "", page: int = 1) -> DeskPage:
    """The receipts of the actor's municipalities, the newest first; found by number, never by name."""
    chosen = (
        select(Receipt, ReceiptVoid, Pledge)
        .join(Pledge, col(Pledge.id) == Receipt.pledge_id)
        .outerjoin(ReceiptVoid, col(ReceiptVoid.receipt_id) == Receipt.id)
        .where(col(Receipt.municipality_code).in_(actor.municipalities))
    )
    if year:
        chosen = chosen.where(Receipt.year == year)
    if state in (VALID, VOID):
        is_void = col(ReceiptVoid.receipt_id).is_not(None)
        chosen = chosen.where(is_void if state == VOID else ~is_void)
    if number := _number(word):
        chosen = chosen.where(Receipt.number == number)
    total = int(session().exec(select(func.count()).select_from(chosen.subquery())).one())
    ordered = chosen.order_by(col(Receipt.year).desc(), col(Receipt.number).desc(), col(Receipt.id))
    found = list(session().exec(ordered.offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)))
    hidden = hidden_among(pledge for _receipt, _void, pledge in found)
    rows = [Row(receipt, void, "" if pledge.id in hidden else receipt.donor_name) for receipt, void, pledge in found]
    return DeskPage(rows, total, max(1, -(-total // PAGE_SIZE)))


def years_in(actor: Actor) -> list[int]:
    """The years of which there are receipts, newest first."""
    chosen = select(Receipt.year).where(col(Receipt.municipality_code).in_(actor.municipalities)).distinct()
    return list(session().exec(chosen.order_by(col(Receipt.year).desc())))


def _number(word: str) -> int | None:
    """12 of 「2026-000012」 or 「12」."""
    digits = word.strip().replace("－", "-").rpartition("-")[2]
    return int(digits) if digits.isdecimal() and len(digits) <= 9 else None
