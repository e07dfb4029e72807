"""The worker's part: some sheets at a time, each part ends with the order for the next, so a stopped worker goes on."""

from dataclasses import dataclass, field
from typing import Any, Final

from webapp.core import storage
from webapp.core.actor import system_actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler
from webapp.core.services import services
from webapp.receipts import queries as receipts
from webapp.receipts import sheets
from webapp.receipts.batches import actions, queries
from webapp.receipts.batches.models import BATCH, BatchStatus, ReceiptBatch, ReceiptSheet
from webapp.receipts.models import Receipt

PART: Final = 50
WORKER: Final = system_actor("receipts")


@dataclass
class Part:
    """What one part came to, from the number after which it began to the last it looked at."""

    after: int
    last: int
    valid: int = 0
    made: list[ReceiptSheet] = field(default_factory=list)
    failed: list[list[str]] = field(default_factory=list)


@handler(actions.MAKE, title=_l("受領証明書のPDFを作る"), outside=True)
def make(payload: dict[str, Any]) -> None:
    """Draw and sign without holding the database; then keep the part, unless somebody else kept it meanwhile."""
    database = services().database
    with database.transaction(read_only=True) as reading:
        batch = reading.get(ReceiptBatch, str(payload["batch"]))
        part = _drawn(batch) if batch is not None and batch.status is BatchStatus.WORKING else None
    if part is not None:
        with database.transaction():
            _keep(str(payload["batch"]), part)


def _drawn(batch: ReceiptBatch) -> Part:
    found = queries.next_part(batch, PART)
    part = Part(batch.last_number, found[-1].number if found else batch.last_number)
    for receipt in found:
        _draw(receipt, part)
    return part


def _draw(receipt: Receipt, part: Part) -> None:
    standing = receipts.standing(receipt)
    if standing.void is not None:
        return
    part.valid += 1
    if session().get(ReceiptSheet, (receipt.id, standing.copy_number)) is not None:
        return
    try:
        key = storage.save(sheets.made(standing), "pdf")
    except RuleBroken:
        part.failed.append([receipt.id, receipt.shown_number])
    else:
        part.made.append(ReceiptSheet(receipt_id=receipt.id, copy_number=standing.copy_number, file_key=key))


def _keep(batch_id: str, part: Part) -> None:
    batch = session().get_one(ReceiptBatch, batch_id, with_for_update=True)
    if batch.last_number != part.after or batch.status is BatchStatus.DONE:
        return
    for sheet in part.made:
        if session().get(ReceiptSheet, (sheet.receipt_id, sheet.copy_number)) is None:
            session().add(sheet)
            batch.made += 1
    batch.done += part.valid
    batch.failed = [*batch.failed, *part.failed]
    batch.last_number = part.last
    if batch.status is not BatchStatus.WORKING:
        return
    if part.last > part.after:
        actions.go_to_work(batch)
    else:
        BATCH.apply(batch, "finish", by=WORKER)
        batch.finished_at = now()
