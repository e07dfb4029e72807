"""Keeping a filter, letting it open the queue, forgetting it."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.desk.kept.models import KeptFilter
from webapp.desk.kept.places import KNOWN, known_args

MOST = 12


def kept_by(actor: Actor, place: str) -> list[KeptFilter]:
    """The actor's own for one queue, in the order of their names."""
    chosen = select(KeptFilter).where(KeptFilter.user_id == actor.user_id, KeptFilter.place == place)
    return list(session().exec(chosen.order_by(col(KeptFilter.name))))


def own_filter(actor: Actor, filter_id: str) -> KeptFilter:
    """One of the actor's own. Raises NotThere."""
    found = session().get(KeptFilter, filter_id)
    if found is None or actor.user_id is None or found.user_id != actor.user_id:
        raise NotThere
    return found


def keep(place: str, name: str, args: Mapping[str, str], *, opens: bool = False, by: Actor) -> KeptFilter:
    """Keep what an address asks of a queue; the same name again is a change. Raises NotThere for what is no queue."""
    asked, known = known_args(place, args), kept_by(by, place)
    if place not in KNOWN:
        raise NotThere
    if not asked:
        raise RuleBroken(_("残す条件がありません。先に一覧をしぼりこんでから、残してください。"))
    row = next((one for one in known if one.name == name), None)
    if row is None and len(known) >= MOST:
        raise RuleBroken(_("残せるのは%(n)s個までです。使わない条件を消してください。", n=MOST))
    row = row or KeptFilter(user_id=by.user_id or "", place=place, name=name)
    row.args = asked
    session().add(row)
    if opens:
        let_open(row, by=by)
    session().flush()
    return row


def let_open(row: KeptFilter, *, by: Actor) -> None:
    """The queue opens with this one, and with no other any more."""
    session().execute(
        sa.update(KeptFilter)
        .where(col(KeptFilter.user_id) == by.user_id, col(KeptFilter.place) == row.place)
        .values(is_default=False)
    )
    row.is_default = True


def forget(row: KeptFilter) -> None:
    """It is gone."""
    session().delete(row)


def exported(actor: Actor) -> dict[str, Any]:
    """What a person takes along of it."""
    rows = session().exec(select(KeptFilter).where(KeptFilter.user_id == actor.user_id))
    return {"kept_filters": [row.model_dump(mode="json", exclude={"user_id"}) for row in rows]}


def erase(user_id: str, *, by: Actor) -> None:  # noqa: ARG001 - every feature erases by the same call
    """Nobody else needs it."""
    session().execute(sa.delete(KeptFilter).where(col(KeptFilter.user_id) == user_id))
