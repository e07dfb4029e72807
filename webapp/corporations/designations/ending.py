"""How a designation ends: revoked after a hearing, ended, or with its town's leaving."""

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.corporations.designations import following, letters, rules
from webapp.corporations.designations.models import DESIGNATION, PENDING, STANDING, Designation, DesignationStatus
from webapp.corporations.designations.notices import actions as notices
from webapp.corporations.designations.notices.models import NoticeKind


def revoke(designation: Designation, *, reason: str, hearing: str, by: Actor) -> None:
    """Take it back for a reason, after the corporation was heard; what it carried ends in the same transaction."""
    rules.must_examine(designation, by)
    if not hearing.strip():
        raise RuleBroken(
            _("取消しの前に、法人の言い分を聞いた記録が必要です。いつ、どのように聞いたかを書いてください。")
        )
    designation.hearing = hearing.strip()
    _finish(designation, "revoke", NoticeKind.REVOCATION, reason=reason, by=by)


def end(designation: Designation, *, reason: str, by: Actor) -> None:
    """End it without blame: asked for by the corporation, dissolved, merged."""
    rules.must_examine(designation, by)
    _finish(designation, "end", NoticeKind.ENDING, reason=reason, by=by)


def _finish(designation: Designation, move: str, kind: NoticeKind, *, reason: str, by: Actor) -> None:
    DESIGNATION.apply(designation, move, by=by, reason=reason)
    designation.ended_on, designation.end_reason = today(), reason.strip()
    notices.drop_open(designation)
    notices.make(designation, kind)
    letters.tell_corporation(designation, letters.ended)
    following.tell(designation, by=by)


def end_all_in(municipality_code: str, *, by: Actor, reason: str) -> None:
    """Nobody is left in a town that has left: what stood ends, what waited is declined; a draft is nobody's business."""
    chosen = select(Designation).where(
        Designation.municipality_code == municipality_code,
        col(Designation.status).in_((DesignationStatus.CONSULT, *PENDING, *STANDING)),
    )
    for row in session().exec(chosen.order_by(col(Designation.id))):
        if row.status in STANDING:
            DESIGNATION.apply(row, "end", by=by, reason=reason)
            row.ended_on, row.end_reason = today(), reason
            letters.tell_corporation(row, letters.ended)
            following.tell(row, by=by)
        elif row.status in PENDING:
            DESIGNATION.apply(row, "decline", by=by, reason=reason)
            row.decided_at, row.decision_reason, row.due_on = now(), reason, None
            letters.tell_corporation(row, letters.declined)
