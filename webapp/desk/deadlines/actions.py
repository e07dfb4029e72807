"""A staff person's private calendar address: making, replacing, removing it."""

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.accounts.links import hash_token
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, NotThere
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.ids import new_token
from webapp.desk.deadlines.models import DeadlineFeed

trail.ACTION_LABELS |= {
    "deadline_feed.make": _l("期限のカレンダーの専用アドレスをつくった"),
    "deadline_feed.remove": _l("期限のカレンダーの専用アドレスを消した"),
}


def feed_of(actor: Actor) -> DeadlineFeed | None:
    """The actor's own, if there is one."""
    return session().exec(select(DeadlineFeed).where(DeadlineFeed.user_id == actor.user_id)).first()


def make(*, by: Actor) -> str:
    """A new address; the token is told this once, and one made before opens nothing any more."""
    if not by.municipalities or by.user_id is None:
        raise NotAllowed(_("まちの担当者だけができます。"))
    token = new_token()
    row = feed_of(by) or DeadlineFeed(user_id=by.user_id, token_hash="")
    row.token_hash, row.created_at = hash_token(token), now()
    session().add(row)
    session().flush()
    trail.record(row, "deadline_feed.make", by=by)
    return token


def remove(*, by: Actor) -> None:
    """The address opens nothing any more."""
    row = feed_of(by)
    if row is not None:
        trail.record(row, "deadline_feed.remove", by=by)
        session().delete(row)


def owner_of(token: str) -> str:
    """Whose address it is. Raises NotThere."""
    row = session().exec(select(DeadlineFeed).where(DeadlineFeed.token_hash == hash_token(token))).first()
    if row is None:
        raise NotThere
    return row.user_id


def erase(user_id: str, *, by: Actor) -> None:  # noqa: ARG001 - every feature erases by the same call
    """A closed account has no calendar."""
    session().execute(sa.delete(DeadlineFeed).where(col(DeadlineFeed.user_id) == user_id))
