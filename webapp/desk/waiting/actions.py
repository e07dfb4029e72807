"""Putting a move off, taking it back, doing it: one of the last two happens, once."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from webapp.accounts import queries as accounts
from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.i18n import recorded
from webapp.core.jobs import enqueue
from webapp.core.services import settings
from webapp.desk.waiting.kinds import Done, kind_of
from webapp.desk.waiting.models import WAITING_MOVE, WaitingMove, WaitingStatus

TAKE_EFFECT = "waiting.take_effect"
trail.ACTION_LABELS |= {"waiting_move.ask": _l("まとめた操作を頼んだ")}


def check_choice(ids: Collection[str], *, most: int, nothing: str) -> None:
    """What was ticked on a list can be asked for at once. Raises RuleBroken for nothing, in these words, or too much."""
    if not ids:
        raise RuleBroken(nothing)
    if len(set(ids)) > most:
        raise RuleBroken(_("まとめて扱えるのは%(n)s件までです。分けて行ってください。", n=most))


def put_off(kind: str, municipality_code: str, content: dict[str, Any], *, count: int, by: Actor) -> WaitingMove:
    """Ask for it; it is done when the minutes are over. Without minutes it is done at once."""
    if not by.may_act_for(municipality_code):
        raise NotAllowed(_("この市町村の担当者だけができます。"))
    at = now() + timedelta(minutes=settings().undo_minutes)
    row = WaitingMove(
        municipality_code=municipality_code,
        made_by=by.user_id or "",
        kind=kind,
        count=count,
        content=content,
        takes_effect_at=at,
    )
    session().add(row)
    session().flush()
    trail.record(row, "waiting_move.ask", by=by)
    if settings().undo_minutes:
        enqueue(TAKE_EFFECT, {"move": row.id}, key=f"{TAKE_EFFECT}:{row.id}", run_at=at)
    else:
        take_effect(row.id)
    return row


def take_back(row: WaitingMove, *, by: Actor) -> None:
    """Nothing happens. Raises RuleBroken when it was done or taken back meanwhile."""
    WAITING_MOVE.apply(row, "take_back", by=by)
    _settle(row, {})


def take_effect(move_id: str) -> None:
    """Do it in the open transaction, unless it was taken back; a worker that dies here has done nothing."""
    row = session().get(WaitingMove, move_id, with_for_update=True, populate_existing=True)
    if row is None or row.status is not WaitingStatus.WAITING:
        return
    person, service = accounts.user(row.made_by), system_actor(TAKE_EFFECT)
    actor = accounts.actor_of(person)
    if not person.is_active or not actor.may_act_for(row.municipality_code):
        WAITING_MOVE.apply(
            row, "take_back", by=service, reason=recorded("頼んだ人が、いまはこのまちの担当ではありません。")
        )
        _settle(row, {})
        return
    done = _act(row, actor)
    row.result_id = done.result_id
    WAITING_MOVE.apply(row, "take_effect", by=service, is_locked=True)
    _settle(row, {"done": done.done, "kept": done.kept})


def _act(row: WaitingMove, actor: Actor) -> Done:
    """All of it, or none with the sentence why."""
    try:
        with session().begin_nested():
            done = kind_of(row).act(row, actor)
            session().flush()
    except NotThere:
        return Done(0, [_("頼んだものは、もうありません。")])
    except (RuleBroken, NotAllowed) as refusal:
        return Done(0, [refusal.sentence])
    return done


def _settle(row: WaitingMove, told: dict[str, Any]) -> None:
    """What was asked for is needed no more; what became of it is numbers and sentences, no names."""
    row.settled_at, row.content = now(), told
