"""The daily work on pledges: end what nobody went to pay, forget what was never paid."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.accounts.models import User
from webapp.core.actor import system_actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler
from webapp.core.services import services
from webapp.pledges import actions, drafts, own_data
from webapp.pledges.days import DAY
from webapp.pledges.models import Pledge, PledgeStatus

CHUNK = 200
#: a payment page stays open for an hour; who has not gone there after so long does not come
ABANDONED = timedelta(days=2)


@handler(DAY, title=_l("支払われない申出を終わりにする"), outside=True)
def day(_payload: dict[str, Any]) -> None:
    """A second time it finds nothing to do."""
    by = system_actor(DAY)
    with services().database.transaction():
        drafts.forget_old()
    _work_through(_abandoned, lambda pledge: actions.mark_lapsed(pledge, by=by))
    _work_through(_to_forget, lambda pledge: own_data.forget(pledge, by=by))


def _work_through(find: Any, do: Any) -> None:
    """A chunk at a time, each its own transaction; what is done is not found again."""
    while True:
        with services().database.transaction():
            found = find()
            for pledge in found:
                do(pledge)
            if len(found) < CHUNK:
                return


def _abandoned() -> Sequence[Pledge]:
    chosen = select(Pledge).where(Pledge.status == PledgeStatus.PENDING, col(Pledge.created_at) < now() - ABANDONED)
    return _locked(chosen)


def _to_forget() -> Sequence[Pledge]:
    """What lapsed and is old, or whose donor left."""
    left = select(User.id).where(col(User.closed_at).is_not(None))
    is_due = sa.or_(
        col(Pledge.created_at) < now() - own_data.UNPAID_KEPT,
        sa.and_(col(Pledge.user_id).in_(left), col(Pledge.created_at) < now() - own_data.MONEY_MAY_COME),
    )
    return _locked(select(Pledge).where(Pledge.status == PledgeStatus.LAPSED, Pledge.donor_name != "", is_due))


def _locked(chosen: Any) -> Sequence[Pledge]:
    found: Sequence[Pledge] = session().exec(chosen.order_by(col(Pledge.id)).limit(CHUNK).with_for_update()).all()
    return found
