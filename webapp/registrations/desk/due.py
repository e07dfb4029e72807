"""Last days of the desk of registrations: answers that are due, and registrations that end."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.templating import link
from webapp.desk.deadlines.days import AHEAD, Deadline, counted, few_or_counted
from webapp.registrations.models import PENDING, STANDING, Registration, RegistrationStatus

_KINDS = {
    RegistrationStatus.SUBMITTED: _l("登録の審査"),
    RegistrationStatus.PROPOSED: _l("登録の二人目の確認"),
    RegistrationStatus.CORRECTION: _l("登録の補正待ち"),
}


def deadlines(actor: Actor) -> Iterator[Deadline]:
    """By the number of the application; ends of registrations only as how many."""
    mine = col(Registration.municipality_code).in_(actor.municipalities)
    waiting = select(col(Registration.id), col(Registration.status), col(Registration.due_on)).where(
        mine, col(Registration.status).in_(PENDING), col(Registration.due_on).is_not(None)
    )
    rows, queue = session().exec(waiting).all(), link("registrations_staff.queue")
    for status, kind in _KINDS.items():
        ones = (_one(id_, kind, day) for id_, at, day in rows if at == status and day is not None)
        yield from few_or_counted(ones, queue, f"reg-{status.value}")
    ends = select(col(Registration.valid_until)).where(
        mine,
        col(Registration.status).in_(STANDING),
        col(Registration.valid_until) >= today(),
        col(Registration.valid_until) <= today() + AHEAD,
    )
    yield from counted(session().exec(ends), _l("登録の期限（更新）"), link("renewals_staff.index"), "reg-end")


def _one(id_: str, kind: Any, day: date) -> Deadline:
    href = link("registrations_staff.review", registration_id=id_)
    return Deadline(day, kind, f"{id_[-8:-4]}-{id_[-4:]}", href, f"reg:{id_}")
