"""The town's yearly run: everybody who confirmed is renewed in chunks, and a worker that dies loses at most one."""

from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from webapp.accounts.models import User
from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.jobs import enqueue
from webapp.core.services import services
from webapp.municipalities import queries as municipalities
from webapp.registrations import following
from webapp.registrations.life import queries
from webapp.registrations.life.chunks import CHUNK
from webapp.registrations.life.models import Renewal, RenewalRun, RunStatus
from webapp.registrations.life.renewing import renew
from webapp.registrations.models import Registration
from webapp.residents.models import Resident

RUN = "registrations.renewal_run"
#: more reasons than this help nobody on one page
MOST_SKIPPED = 500


def waiting_in(municipality_code: str, *, with_changed: bool, by: Actor) -> int:
    """How many a run would renew now. Raises RuleBroken when nobody has confirmed."""
    if not by.may_act_for(municipality_code):
        raise NotThere
    total = queries.count_confirmed(municipality_code, with_changed=with_changed)
    if not total:
        raise RuleBroken(_("更新を待っている人はいません。本人が確かめると、ここに出ます。"))
    return total


def start(municipality_code: str, *, with_changed: bool, by: Actor) -> RenewalRun:
    """Queue the run. Raises RuleBroken when one is at work already or nobody has confirmed."""
    total = waiting_in(municipality_code, with_changed=with_changed, by=by)
    run = RenewalRun(municipality_code=municipality_code, with_changed=with_changed, total=total, started_by=by.user_id)
    try:
        with session().begin_nested():
            session().add(run)
    except IntegrityError:
        raise RuleBroken(
            _("まとめて更新する作業が、すでに進んでいます。終わってからもう一度試してください。")
        ) from None
    trail.record(run, "registration.renewal_run", by=by)
    enqueue(RUN, {"run": run.id}, key=f"{RUN}:{run.id}")
    return run


def go_on(run_id: str, *, chunk: int = CHUNK) -> None:
    """Do what is left of a run, one chunk a transaction; also after a worker died, and beside another one."""
    database = services().database
    is_left = True
    while is_left:
        try:
            with database.transaction():
                is_left = _do_chunk(run_id, chunk)
        except RuleBroken:
            if chunk == 1:
                raise
            chunk = 1  # somebody else was quicker with a row of this chunk: take the rest one by one


def _do_chunk(run_id: str, chunk: int) -> bool:
    """Renew the next rows and move the cursor in the same transaction; False when there are none."""
    run = session().get_one(RenewalRun, run_id, with_for_update=True)
    if run.status is not RunStatus.RUNNING:
        return False
    rows = _next(run, chunk)
    months = int(municipalities.setting("registration_valid_months", run.municipality_code))
    _town = municipalities.by_code(run.municipality_code)  # held, so that each letter finds it without a query
    skipped: list[Any] = []
    by = system_actor(RUN)
    with following.together(), session().no_autoflush:
        for renewal, registration, resident, _user in rows:
            reason = _obstacle(run, registration, resident)
            if reason:
                skipped.append([registration.id, reason])
            else:
                renew(renewal, registration, by=by, months=months, are_locked=True)
                renewal.decided_by = run.started_by
    run.done += len(rows) - len(skipped)
    run.skipped = [*run.skipped, *skipped][:MOST_SKIPPED]
    if rows:
        run.cursor = rows[-1][0].id
    else:
        run.status, run.finished_at = RunStatus.DONE, now()
    return bool(rows)


def _next(run: RenewalRun, limit: int) -> list[tuple[Renewal, Registration, Resident, User]]:
    """The accounts come along so that each letter finds its reader without another query."""
    chosen = queries.confirmed_in(
        run.municipality_code, select(Renewal, Registration, Resident, User), with_changed=run.with_changed
    )
    people = chosen.join(Resident, col(Resident.user_id) == Registration.user_id).join(
        User, col(User.id) == Registration.user_id
    )
    rows = people.where(col(Renewal.id) > run.cursor, col(Renewal.confirmed_at) <= run.started_at)
    return list(session().exec(rows.order_by(col(Renewal.id)).limit(limit).with_for_update(of=[Renewal, Registration])))


def _obstacle(run: RenewalRun, registration: Registration, resident: Resident) -> str:
    if registration.user_id == run.started_by:
        return _("この作業をはじめた担当者自身の登録です。ほかの担当者が更新してください。")
    if resident.home_code == registration.municipality_code:
        return _("プロフィールの住所が、このまちになっています。転入したかを確かめてください。")
    return ""
