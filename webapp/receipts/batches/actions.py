"""What a town does about the sheets of a year: order them, stop, go on; the worker makes them part by part."""

from typing import Final

from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import enqueue
from webapp.receipts.actions import prepare_signing
from webapp.receipts.batches import queries
from webapp.receipts.batches.models import BATCH, BatchStatus, ReceiptBatch
from webapp.tenancy.taken import actions as taken
from webapp.tenancy.taken.models import Taken

trail.ACTION_LABELS |= {"receipt_batch.order": _l("1年分の受領証明書のPDFを頼んだ")}
MAKE: Final = "receipts.make_sheets"
OPEN: Final = (BatchStatus.WORKING, BatchStatus.STOPPED)


def order(municipality_code: str, year: int, *, by: Actor) -> ReceiptBatch:
    """Have the worker make every valid receipt's sheet of a year that is not there yet. Raises RuleBroken."""
    if not by.may_act_for(municipality_code):
        raise NotThere
    if year > today().year:
        raise RuleBroken(_("まだ来ていない年は選べません。"))
    waiting = select(ReceiptBatch.id).where(
        ReceiptBatch.municipality_code == municipality_code,
        ReceiptBatch.year == year,
        col(ReceiptBatch.status).in_(OPEN),
    )
    if session().exec(waiting.with_for_update()).first():
        raise RuleBroken(_("この年のPDFは、もう作りはじめています。一覧から進み具合を見てください。"))
    total = queries.valid_in(municipality_code, year)
    if not total:
        raise RuleBroken(_("%(year)s年の受領証明書はありません。", year=year))
    prepare_signing(municipality_code)
    batch = ReceiptBatch(municipality_code=municipality_code, year=year, total=total, created_by=by.user_id)
    session().add(batch)
    session().flush()
    trail.record(batch, "receipt_batch.order", by=by, to_status=batch.status)
    go_to_work(batch)
    return batch


def stop(batch: ReceiptBatch, *, by: Actor) -> None:
    """Leave what is made; the worker ends after its present part."""
    BATCH.apply(batch, "stop", by=by)


def go_on(batch: ReceiptBatch, *, by: Actor) -> None:
    """From where it was stopped."""
    BATCH.apply(batch, "go_on", by=by)
    go_to_work(batch)


def take(batch: ReceiptBatch, part: int, *, by: Actor) -> list[queries.File]:
    """The sheets of one archive, with a line for each donor that theirs left."""
    files, people = queries.files_of(batch, part)
    taken.note(Taken.RECEIPTS, people, code=batch.municipality_code, by=by)
    return files


def go_to_work(batch: ReceiptBatch) -> None:
    """Queue the next part."""
    enqueue(MAKE, {"batch": batch.id})
