"""What is known of a person who applied for a corporation: taken along, and blanked when they erase themselves."""

from typing import Any

from sqlmodel import select

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.i18n import recorded
from webapp.corporations.designations import letters
from webapp.corporations.designations.documents import checklist
from webapp.corporations.designations.models import DESIGNATION, STANDING, Designation, DesignationStatus

trail.ACTION_LABELS |= {"designation.erase": _l("個人の情報を消した")}
_GIVEN = {
    "status", "municipality_code", "corporate_number", "body", "officers", "tasks", "plans", "area", "accounts",
    "question", "answer", "comments", "created_at", "submitted_at", "decided_at", "decision_reason", "designated_on",
    "number", "ended_on", "end_reason",
}  # fmt: skip


def exported(actor: Actor) -> dict[str, Any]:
    """The applications this person wrote, with the names of the papers handed in."""
    rows = session().exec(select(Designation).where(Designation.applicant_id == actor.user_id)).all()
    return {"designations": [_one(row) for row in rows]}


def _one(row: Designation) -> dict[str, Any]:
    papers = [document.file_name for document in checklist.documents_of(row, replaced_too=True)]
    return {**row.model_dump(mode="json", include=_GIVEN), "reference": row.reference, "documents": papers}


def erase(user_id: str, *, by: Actor) -> None:
    """What is not decided is withdrawn; what no town decided on is blanked. A standing designation is the town's record."""
    for row in session().exec(select(Designation).where(Designation.applicant_id == user_id)).all():
        was = row.status
        if was in DESIGNATION.moves["withdraw"].sources:
            DESIGNATION.apply(row, "withdraw", by=by, reason=recorded("本人がデータを消したため"))
            row.due_on, row.decided_at = None, now()
            if was is not DesignationStatus.DRAFT:
                letters.tell_town(row, letters.withdrawn)
        if row.status not in STANDING:
            _blank(row)
            trail.record(row, "designation.erase", by=by)


def _blank(row: Designation) -> None:
    row.officers, row.question, row.answer = [], "", ""
    row.body = {key: value for key, value in row.body.items() if key in ("name", "legal_form", "seat")}
    for document in checklist.documents_of(row, replaced_too=True):
        session().delete(document)
