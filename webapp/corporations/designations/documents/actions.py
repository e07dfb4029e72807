"""What happens to papers: handed in, taken out, ticked; and to a town's checklist."""

from dataclasses import dataclass
from datetime import date

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.ids import new_id
from webapp.corporations.designations import rules
from webapp.corporations.designations.documents import checklist
from webapp.corporations.designations.documents.models import DesignationDocument, DocumentRequirement, Verdict
from webapp.corporations.designations.models import Designation, DesignationStatus
from webapp.corporations.files import Upload

trail.ACTION_LABELS |= {
    "designation.add_document": _l("書類を出した"),
    "designation.remove_document": _l("書類を取り下げた"),
    "designation.check_document": _l("書類を確かめた"),
    "document_requirement.set": _l("書類の一覧を変えた"),
}


@dataclass(frozen=True)
class Line:
    """What a town asks for in one line of its checklist."""

    title: str
    help: str = ""
    is_required: bool = True
    max_age_months: int | None = None


def add(
    designation: Designation, key: str, upload: Upload, *, by: Actor, issued_on: date | None = None
) -> DesignationDocument:
    """Hand a file in under a line of the checklist; an earlier one stays on record, but counts no more."""
    rules.must_be_editable(designation, by)
    if key not in {asked.key for asked in checklist.asked_by(designation.municipality_code)}:
        raise RuleBroken(_("この書類は、いまは求められていません。画面を開き直してください。"))
    if issued_on is not None and issued_on > today():
        raise RuleBroken(_("発行された日には、きょうまでの日を入れてください。"))
    _replace(designation, key)
    row = DesignationDocument(
        designation_id=designation.id,
        key=key,
        file_key=upload.key,
        file_name=upload.name,
        mime=upload.mime,
        size=upload.size,
        issued_on=issued_on,
        uploaded_by=by.user_id,
    )
    session().add(row)
    session().flush()
    trail.record(designation, "designation.add_document", by=by, reason=key)
    return row


def remove(designation: Designation, document: DesignationDocument, *, by: Actor) -> None:
    """Take a paper back before it is sent; once the town had it, it stays on record."""
    rules.must_be_editable(designation, by)
    if designation.submitted_at is None:
        session().delete(document)
    else:
        document.replaced_at = now()
    session().flush()
    trail.record(designation, "designation.remove_document", by=by, reason=document.key)


def _replace(designation: Designation, key: str) -> None:
    for document in checklist.documents_of(designation):
        if document.key == key:
            document.replaced_at = now()
    session().flush()


def check(designation: Designation, document: DesignationDocument, verdict: Verdict, note: str, *, by: Actor) -> None:
    """Tick a paper, or say why another one is needed."""
    rules.must_examine(designation, by)
    if designation.status not in (DesignationStatus.APPLIED, DesignationStatus.REVIEW):
        raise RuleBroken(_("書類を確かめられるのは、申請を受け付けてから決定するまでの間です。"))
    if verdict is Verdict.BAD and not note.strip():
        raise RuleBroken(_("差し替えてほしい理由を書いてください。"))
    document.verdict, document.verdict_note = verdict, note.strip()
    document.checked_by, document.checked_at = by.user_id, now()
    trail.record(designation, "designation.check_document", by=by, reason=f"{document.key} {verdict.value}")


def set_line(municipality_code: str, line: Line, *, by: Actor, row: DocumentRequirement | None = None) -> None:
    """Change one line of the checklist, or add one. The first change makes the built-in list the town's own."""
    _must_be_of_town(municipality_code, by)
    if row is None:
        own = own_list(municipality_code)
        row = DocumentRequirement(
            municipality_code=municipality_code, key=new_id(), position=len(own), title=line.title
        )
        session().add(row)
    row.title, row.help = line.title, line.help
    row.is_required, row.max_age_months = line.is_required, line.max_age_months
    session().flush()
    trail.record(row, "document_requirement.set", by=by, reason=line.title)


def own_list(municipality_code: str) -> list[DocumentRequirement]:
    """The town's own list; made from the built-in one when there is none."""
    own = checklist.own_lines(municipality_code)
    if own:
        return own
    for position, asked in enumerate(checklist.BUILT_IN):
        session().add(
            DocumentRequirement(
                municipality_code=municipality_code,
                key=asked.key,
                position=position,
                title=str(asked.label),
                help=str(asked.help),
                is_required=asked.is_required,
                max_age_months=asked.max_age_months,
            )
        )
    session().flush()
    return checklist.own_lines(municipality_code)


def drop(row: DocumentRequirement, *, is_dropped: bool, by: Actor) -> None:
    """Ask for it no longer, or again; one line has to remain."""
    _must_be_of_town(row.municipality_code, by)
    others = [line for line in checklist.own_lines(row.municipality_code) if not line.is_dropped and line.id != row.id]
    if is_dropped and not others:
        raise RuleBroken(_("書類の一覧を空にはできません。一つは残してください。"))
    row.is_dropped = is_dropped
    trail.record(row, "document_requirement.set", by=by, reason=row.title)


def _must_be_of_town(municipality_code: str, by: Actor) -> None:
    if not (by.is_system or by.may_act_for(municipality_code)):
        raise NotAllowed(_("この市町村の職員だけができる操作です。"))
