"""Asking for the copy, making it, handing it over once, forgetting it."""

from datetime import timedelta
from typing import Final

from sqlmodel import col, select

from webapp.accounts import queries as accounts
from webapp.core import storage, trail
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import enqueue
from webapp.privacy.papers.models import PAPER, OwnDataFile, PaperStatus
from webapp.privacy.papers.sealing import box
from webapp.privacy.papers.setting import paper_of

MAKE: Final = "privacy.make_paper"
FORGET: Final = "privacy.forget_paper"
KEPT: Final = timedelta(hours=24)
SERVICE: Final = system_actor("privacy.paper")
_OPEN: Final = (PaperStatus.WAITING, PaperStatus.READY)
trail.ACTION_LABELS |= {"own_data_file.ask": _l("自分の情報のPDFを頼んだ")}


def latest_of(actor: Actor) -> OwnDataFile | None:
    """The newest copy that was asked for."""
    chosen = select(OwnDataFile).where(OwnDataFile.user_id == actor.user_id)
    return session().exec(chosen.order_by(col(OwnDataFile.id).desc())).first()


def ask(*, by: Actor) -> OwnDataFile:
    """Have the worker make a copy; an earlier one that was not taken gives way, one in the making is enough."""
    before = latest_of(by)
    if before is not None and before.status is PaperStatus.WAITING:
        return before
    if before is not None and before.status is PaperStatus.READY:
        _drop(before)
    row = OwnDataFile(user_id=by.user_id or "", expires_at=now() + KEPT)
    session().add(row)
    session().flush()
    trail.record(row, "own_data_file.ask", by=by)
    enqueue(MAKE, {"file": row.id}, key=f"{MAKE}:{row.id}")
    enqueue(FORGET, {"file": row.id}, key=f"{FORGET}:{row.id}", run_at=row.expires_at)
    return row


def made(file_id: str) -> bytes | None:
    """The sealed copy of somebody who waits for it; None when nobody does any more."""
    row = session().get(OwnDataFile, file_id)
    if row is None or row.status is not PaperStatus.WAITING:
        return None
    return box().encrypt(paper_of(accounts.user(row.user_id)))


def keep(file_id: str, sealed: bytes) -> None:
    """Lay it down, unless it is wanted no more."""
    row = session().get(OwnDataFile, file_id, with_for_update=True)
    if row is not None and row.status is PaperStatus.WAITING:
        row.file_key, row.ready_at = storage.save(sealed, "bin"), now()
        PAPER.apply(row, "finish", by=SERVICE)


def take(file_id: str, *, by: Actor) -> bytes:
    """Hand the copy to its owner, once. Raises NotThere for anybody else's, and for one that is gone."""
    row = session().get(OwnDataFile, file_id, with_for_update=True)
    if row is None or row.user_id != by.user_id or row.status is not PaperStatus.READY or row.expires_at <= now():
        raise NotThere
    content = box().decrypt(storage.load(row.file_key))
    PAPER.apply(row, "take", by=SERVICE)
    row.taken_at = now()
    _remove(row)
    return content


def forget(file_id: str) -> None:
    """Its day is over."""
    row = session().get(OwnDataFile, file_id, with_for_update=True)
    if row is not None and row.status in _OPEN:
        _drop(row)


def erase(user_id: str, *, by: Actor) -> None:  # noqa: ARG001 - every feature erases by the same call
    """No copy outlives what it is a copy of."""
    for row in session().exec(select(OwnDataFile).where(OwnDataFile.user_id == user_id)):
        _remove(row)
        session().delete(row)
    session().flush()


def _drop(row: OwnDataFile) -> None:
    PAPER.apply(row, "expire", by=SERVICE)
    _remove(row)


def _remove(row: OwnDataFile) -> None:
    if row.file_key:
        storage.remove(row.file_key)
        row.file_key = ""
