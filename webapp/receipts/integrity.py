"""Whether numbers have no gaps, and every donation that a town holds has exactly one valid receipt over its amount."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select

from webapp.core.database import session
from webapp.pledges.models import HOLDING, Pledge
from webapp.receipts.models import Receipt, ReceiptCounter, ReceiptVoid


def faults() -> list[str]:
    """Every broken rule in words for whoever keeps the books; empty when all is well."""
    return [*_gaps(), *_wrong_proofs(), *_wrong_years()]


def _gaps() -> Iterator[str]:
    counted = select(Receipt.municipality_code, Receipt.year, func.count(), func.max(Receipt.number)).group_by(
        col(Receipt.municipality_code), col(Receipt.year)
    )
    last = {(c.municipality_code, c.year): c.last_number for c in session().exec(select(ReceiptCounter))}
    for code, year, count, highest in session().exec(counted):
        counter = last.pop((code, year), None)
        if not count == highest == counter:
            yield f"receipts of {code} in {year}: {count} of {highest}, counter at {counter}"
    yield from (f"receipts of {code} in {year}: none, counter at {number}" for (code, year), number in last.items())


def _wrong_proofs() -> Iterator[str]:
    """Valid receipts against what the towns hold, both ways in one question each."""
    held: Any = col(Pledge.amount) - col(Pledge.refunded_yen)
    valid = (
        select(Receipt.pledge_id, func.count().label("count"), func.sum(Receipt.amount).label("amount"))
        .outerjoin(ReceiptVoid, col(ReceiptVoid.receipt_id) == Receipt.id)
        .where(col(ReceiptVoid.receipt_id).is_(None))
        .group_by(col(Receipt.pledge_id))
        .subquery()
    )
    is_held: Any = col(Pledge.status).in_(HOLDING)
    chosen = sa.select(col(Pledge.id), is_held, held, valid.c.count, valid.c.amount).outerjoin(
        valid, valid.c.pledge_id == Pledge.id
    )
    for pledge_id, holds, yen, count, amount in session().execute(chosen.where(is_held | valid.c.count.is_not(None))):
        if not count:
            yield f"pledge {pledge_id} has no valid receipt over {yen} yen"
        elif not holds:
            yield f"pledge {pledge_id} has a valid receipt and nothing is held of it"
        elif count != 1 or amount != yen:
            yield f"pledge {pledge_id} has {count} valid receipts over {amount} yen and {yen} are held"


def _wrong_years() -> Iterator[str]:
    chosen = sa.select(col(Receipt.id), col(Receipt.year), col(Receipt.received_on)).where(
        sa.extract("year", col(Receipt.received_on)) != Receipt.year
    )
    yield from (f"receipt {found} of {day} counts into {year}" for found, year, day in session().execute(chosen))
