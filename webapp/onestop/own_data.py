"""A person's applications as their own data: to take along, and to be erased."""

from typing import Any

from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.database import session
from webapp.core.errors import NotAllowed
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.onestop import actions, queries
from webapp.onestop.models import (
    OneStopApplication,
    OneStopChoice,
    OneStopElsewhere,
    OneStopStatus,
    VoidCause,
)
from webapp.pledges.models import Pledge

trail.ACTION_LABELS |= {"onestop.erase": _l("本人の求めで申請から本人を消した")}
_NOT_THEIRS = {"is_demo"}


def exported(actor: Actor) -> dict[str, Any]:
    """Every application with its notices of a move, what was told of other donations, the choice of each year."""
    rows = _all_of(actor.user_id)
    return {
        "onestop": [
            {
                **row.model_dump(mode="json", exclude=_NOT_THEIRS),
                "changes": [change.model_dump(mode="json") for change in queries.changes_of([row])],
            }
            for row in rows
        ],
        "onestop_elsewhere": [row.model_dump(mode="json") for row in _told(OneStopElsewhere, actor.user_id)],
        "onestop_choices": [row.model_dump(mode="json") for row in _told(OneStopChoice, actor.user_id)],
    }


def erase(user_id: str, *, by: Actor) -> None:
    """What has not arrived is taken back; the rest stays valid at the town, without the person's data here."""
    if by.user_id != user_id and not by.is_system:
        raise NotAllowed(_("この操作をする権限がありません。"))
    service = system_actor("erasure")
    rows = _all_of(user_id)
    for row in rows:
        if row.status is OneStopStatus.APPLIED:
            actions.void(row, VoidCause.WITHDRAWN, by=service)
        row.name, row.address = "", ""
        forget_details(row)
        trail.record(row, "onestop.erase", by=service)
    for change in queries.changes_of(rows):
        change.old_name, change.old_address, change.new_name, change.new_address = "", "", "", ""
    for told in (*_told(OneStopElsewhere, user_id), *_told(OneStopChoice, user_id)):
        session().delete(told)


def forget_details(row: OneStopApplication) -> None:
    """What only the printed sheet needed."""
    row.kana, row.phone, row.birth_date = "", "", None


def _all_of(user_id: str | None) -> list[OneStopApplication]:
    chosen = (
        select(OneStopApplication)
        .join(Pledge, col(Pledge.id) == OneStopApplication.pledge_id)
        .where(Pledge.user_id == user_id, col(Pledge.user_id).is_not(None))
    )
    return list(session().exec(chosen.order_by(col(OneStopApplication.id))))


def _told(table: Any, user_id: str | None) -> list[Any]:
    return list(session().exec(select(table).where(table.user_id == user_id).order_by(col(table.id))))
