"""What the worker could not bring to an end: somebody looks at it and decides, and that leaves a trace."""

from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import Actor, Role
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import Job, JobStatus

UNSETTLED = (JobStatus.FAILED, JobStatus.DOUBTFUL)
SHOWN = 200
RETRY, SET_ASIDE = "job.retry", "job.set_aside"

trail.ACTION_LABELS |= {RETRY: _l("もう一度行うことにした"), SET_ASIDE: _l("行わずに片づけた")}


def unsettled() -> list[Job]:
    """Failed and doubtful jobs, oldest first, at most 200 at once."""
    chosen = select(Job).where(col(Job.status).in_(UNSETTLED)).order_by(col(Job.id))
    return list(session().exec(chosen.limit(SHOWN)))


def job(job_id: str, *, to_change: bool = False) -> Job:
    """One job, locked if it is to change. Raises NotThere."""
    found = session().get(Job, job_id, with_for_update=to_change or None)
    if found is None:
        raise NotThere(_("この番号の処理はありません。"))
    return found


def settled_lately(limit: int = 20) -> list[trail.TrailEntry]:
    """The last decisions on jobs, newest first."""
    chosen = select(trail.TrailEntry).where(col(trail.TrailEntry.action).in_((RETRY, SET_ASIDE)))
    return list(session().exec(chosen.order_by(col(trail.TrailEntry.id).desc()).limit(limit)))


def retry(row: Job, *, by: Actor, reason: str = "") -> None:
    """Have the worker try once more, now. Raises RuleBroken when there is nothing to decide any more."""
    _decide(row, JobStatus.QUEUED, RETRY, by=by, reason=reason)
    row.run_at, row.finished_at, row.lease_until = now(), None, None


def set_aside(row: Job, *, by: Actor, reason: str) -> None:
    """Leave it undone for good, or say that it was done otherwise. Raises RuleBroken without a reason."""
    if not reason.strip():
        raise RuleBroken(_("片づけるには理由が必要です。何を確かめたかを書いてください。"))
    _decide(row, JobStatus.SET_ASIDE, SET_ASIDE, by=by, reason=reason)
    row.finished_at = now()


def _decide(row: Job, target: JobStatus, action: str, *, by: Actor, reason: str) -> None:
    if not (by.is_system or by.has(Role.OPERATOR)):
        raise NotAllowed(_("止まった処理を扱えるのは、運営者だけです。"))
    if row.status not in UNSETTLED:
        raise RuleBroken(_("この処理は、もう止まっていません（%(status)s）。", status=row.status.label))
    before, row.status = row.status, target
    trail.record(row, action, by=by, reason=reason.strip(), from_status=before.value, to_status=target.value)
