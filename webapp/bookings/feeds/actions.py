"""Making a private calendar address, replacing it, taking it away."""

from sqlmodel import select

from webapp.accounts.links import hash_token
from webapp.bookings.feeds.models import CalendarFeed
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, NotThere
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.ids import new_token

trail.ACTION_LABELS |= {
    "calendar_feed.make": _l("カレンダーの専用アドレスをつくった"),
    "calendar_feed.remove": _l("カレンダーの専用アドレスを消した"),
}


def feed_of(actor: Actor) -> CalendarFeed | None:
    """The actor's own, if there is one."""
    if actor.user_id is None:
        return None
    return session().exec(select(CalendarFeed).where(CalendarFeed.user_id == actor.user_id)).first()


def make(*, by: Actor) -> str:
    """A new address; the token is told this once, and one made before opens nothing any more."""
    if by.user_id is None:
        raise NotAllowed(_("サインインしてください。"))
    token = new_token()
    row = feed_of(by) or CalendarFeed(user_id=by.user_id, token_hash="")
    row.token_hash, row.created_at = hash_token(token), now()
    session().add(row)
    session().flush()
    trail.record(row, "calendar_feed.make", by=by)
    return token


def remove(*, by: Actor) -> None:
    """The address opens nothing any more."""
    row = feed_of(by)
    if row is not None:
        trail.record(row, "calendar_feed.remove", by=by)
        session().delete(row)


def owner_of(token: str) -> str:
    """Whose address it is. Raises NotThere."""
    row = session().exec(select(CalendarFeed).where(CalendarFeed.token_hash == hash_token(token))).first()
    if row is None:
        raise NotThere
    return row.user_id
