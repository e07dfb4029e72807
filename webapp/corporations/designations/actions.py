"""What an applicant does: begins, writes, asks beforehand, sends, corrects, takes back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.corporations.designations import letters, queries, rules
from webapp.corporations.designations.models import DESIGNATION, Designation, DesignationStatus
from webapp.municipalities import queries as municipalities

trail.ACTION_LABELS |= {
    "designation.start": _l("下書きを作った"),
    "designation.edit": _l("申請を書いた"),
}


def start(municipality_code: str, *, by: Actor, is_demo: bool = False) -> Designation:
    """Begin an application, or go on with the one begun."""
    if not by.is_signed_in:
        raise NotAllowed(_("申請するには、ログインしてください。"))
    begun = queries.draft_of(by, municipality_code)
    if begun is not None:
        return begun
    row = Designation(municipality_code=municipality_code, applicant_id=by.user_id, is_demo=is_demo)
    rules.refuse_if_broken(row, (rules.town_takes_part, rules.policy_lets_in))
    session().add(row)
    session().flush()
    trail.record(row, "designation.start", by=by, to_status=row.status.value)
    return row


def edit(designation: Designation, answers: Mapping[str, Any], *, by: Actor) -> None:
    """Write answers down: names of columns of the designation. Nothing has to be complete yet."""
    rules.must_be_editable(designation, by)
    changed = {name: value for name, value in answers.items() if getattr(designation, name) != value}
    if "corporate_number" in changed:
        _must_stay_the_same(designation)
    for name, value in changed.items():
        setattr(designation, name, value)
    if changed:
        _flush_as_the_only_one()
        trail.record(designation, "designation.edit", by=by)


def _must_stay_the_same(designation: Designation) -> None:
    if designation.submitted_at is not None:
        raise RuleBroken(_("送ったあとに法人番号は変えられません。取り下げてから、申請し直してください。"))


def state(designation: Designation, *, by: Actor) -> None:
    """Declare that no ground for disqualification applies."""
    rules.must_be_editable(designation, by)
    edit(designation, {"stated_at": now(), "statement_version": rules.STATEMENT_VERSION}, by=by)


def consult(designation: Designation, question: str, *, by: Actor) -> None:
    """Ask the town before applying: it sees what is written so far."""
    rules.must_be_editable(designation, by)
    if not question.strip():
        raise RuleBroken(_("相談したいことを書いてください。"))
    rules.refuse_if_broken(designation, rules.BEFORE_CONSULT)
    DESIGNATION.apply(designation, "consult", by=by)
    _flush_as_the_only_one()
    designation.question = question.strip()
    letters.tell_town(designation, letters.consulted)


def submit(designation: Designation, *, by: Actor) -> None:
    """Hand in, the first time or after a correction. Raises RuleBroken with every rule that is broken."""
    rules.must_be_editable(designation, by)
    rules.refuse_if_broken(designation, rules.BEFORE_SUBMIT)
    is_again = designation.status is DesignationStatus.CORRECTION
    DESIGNATION.apply(designation, "resubmit" if is_again else "submit", by=by)
    _flush_as_the_only_one()
    days = int(municipalities.setting("designation_review_days", designation.municipality_code))
    designation.due_on = today() + timedelta(days=days)
    designation.submitted_at = designation.submitted_at or now()
    designation.resubmitted_at = now() if is_again else None
    designation.decision_reason = ""
    letters.tell_corporation(designation, letters.received)
    letters.tell_town(designation, letters.arrived)


def withdraw(designation: Designation, *, by: Actor, reason: str = "") -> None:
    """The applicant takes it back."""
    if not queries.is_applicant(by, designation):
        raise NotAllowed(_("ほかの人の申請は扱えません。"))
    was_seen = designation.status is not DesignationStatus.DRAFT
    DESIGNATION.apply(designation, "withdraw", by=by, reason=reason)
    designation.due_on, designation.decided_at = None, now()
    if was_seen:
        letters.tell_town(designation, letters.withdrawn)


def _flush_as_the_only_one() -> None:
    """The index on corporation and town decides between two who send at once."""
    try:
        session().flush()
    except IntegrityError:
        raise RuleBroken(_("この法人の申請は、たったいま別の画面から送られました。一覧から開いてください。")) from None
