"""Which moves wait, and what became of those that did."""

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.desk.waiting.models import WaitingMove, WaitingStatus

SHOWN = 30


def waiting_for(actor: Actor) -> list[WaitingMove]:
    """What waits in the actor's towns, the next first."""
    chosen = select(WaitingMove).where(
        col(WaitingMove.municipality_code).in_(actor.municipalities), WaitingMove.status == WaitingStatus.WAITING
    )
    return list(session().exec(chosen.order_by(col(WaitingMove.takes_effect_at), col(WaitingMove.id))))


def settled_for(actor: Actor) -> list[WaitingMove]:
    """What waited, the newest first."""
    chosen = select(WaitingMove).where(
        col(WaitingMove.municipality_code).in_(actor.municipalities), WaitingMove.status != WaitingStatus.WAITING
    )
    return list(session().exec(chosen.order_by(col(WaitingMove.id).desc()).limit(SHOWN)))


def own_move(actor: Actor, move_id: str) -> WaitingMove:
    """One that the actor asked for themselves, locked. Raises NotThere."""
    found = session().get(WaitingMove, move_id, with_for_update=True)
    is_own = found is not None and found.made_by == actor.user_id and actor.may_act_for(found.municipality_code)
    if found is None or not is_own:
        raise NotThere
    return found
