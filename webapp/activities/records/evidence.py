"""Evidence: pictures are drawn anew without what the camera noted, PDF files are kept as they are and never shown inline."""

from dataclasses import dataclass

from sqlmodel import col, func, select

from webapp.activities.records.models import ActivityEvidence, ActivityRecord, EvidenceKind, RecordStatus
from webapp.core import storage, trail
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import BadFile, NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.pictures import shrink

MOST = 3
LARGEST_PICTURE = 10 * 2**20
LARGEST_PDF = 5 * 2**20
trail.ACTION_LABELS |= {"activity_record.add_evidence": _l("写真や書類を添えた")}


@dataclass(frozen=True)
class Prepared:
    """A file that may be kept."""

    kind: EvidenceKind
    body: bytes


def prepare(data: bytes) -> Prepared:
    """A PDF as it is, anything else as a picture drawn anew. Raises BadFile with what to do."""
    if data.startswith(b"%PDF-"):
        return Prepared(EvidenceKind.PDF, _checked_pdf(data))
    if len(data) > LARGEST_PICTURE:
        raise BadFile(_("写真は1枚10MBまでです。小さくしてから選んでください。"))
    return Prepared(EvidenceKind.PICTURE, shrink(data)[0])


def _checked_pdf(data: bytes) -> bytes:
    if len(data) > LARGEST_PDF:
        raise BadFile(_("PDFは5MBまでです。必要なページだけにしてから選んでください。"))
    if b"%%EOF" not in data[-2048:]:
        raise BadFile(_("PDFが途中で切れています。もう一度保存し直して選んでください。"))
    return data


def check_room(record: ActivityRecord, *, by: Actor) -> None:
    """Raises NotAllowed for other people's records, RuleBroken when it is decided or has files enough."""
    if by.user_id != record.user_id:
        raise NotAllowed(_("ほかの人の記録は扱えません。"))
    if record.status is not RecordStatus.CLAIMED:
        raise RuleBroken(_("この届けはもう確かめられているので、書類を足せません。"))
    count = select(func.count()).select_from(ActivityEvidence).where(ActivityEvidence.activity_record_id == record.id)
    if session().exec(count).one() >= MOST:
        raise RuleBroken(_("添えられるのは%(most)sつまでです。", most=MOST))


def add(record: ActivityRecord, prepared: Prepared, *, by: Actor) -> ActivityEvidence:
    """Keep one file with a record that waits."""
    check_room(record, by=by)
    suffix = "pdf" if prepared.kind is EvidenceKind.PDF else "webp"
    row = ActivityEvidence(
        activity_record_id=record.id,
        kind=prepared.kind,
        file_key=storage.save(prepared.body, suffix),
        size=len(prepared.body),
    )
    session().add(row)
    session().flush()
    trail.record(record, "activity_record.add_evidence", by=by)
    return row


def forget(record: ActivityRecord) -> None:
    """Remove its files, also from the disk unless somebody else handed in the same one."""
    for row in session().exec(select(ActivityEvidence).where(ActivityEvidence.activity_record_id == record.id)).all():
        key = row.file_key
        session().delete(row)
        session().flush()
        if session().exec(select(ActivityEvidence.id).where(col(ActivityEvidence.file_key) == key)).first() is None:
            storage.remove(key)
