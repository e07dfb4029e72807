"""Limits on attempts, counted in the database so that they hold across processes."""

import hashlib
import math
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Field, col, delete, update

from webapp.core.clock import now
from webapp.core.database import current_scope, keep_after_refusal, session
from webapp.core.errors import TooMany
from webapp.core.i18n import gettext as _
from webapp.core.table import Table


class RateWindow(Table, table=True):
    """How often something was tried in one window of time; the key is hashed, so it names nobody."""

    __tablename__ = "rate_window"

    key: str = Field(primary_key=True, max_length=64)
    window_start: datetime = Field(primary_key=True)
    hits: int = 0


def hit(what: str, who: str, *, limit: int, per: timedelta) -> None:
    """Count one attempt by `who` (an address, an e-mail …) at `what`. Raises TooMany above the limit.

    The count survives a refused request; on a GET it is written in a transaction of its own.
    """
    from flask import current_app, has_app_context

    if has_app_context() and not current_app.extensions["futamachi"].settings.rate_limits:
        return
    key, start = _window(what, who, per)
    scope = current_scope()
    if scope.read_only:
        with scope.database.transaction():
            hits = _count(key, start)
    else:
        hits = _count(key, start)
        keep_after_refusal(lambda: _keep(key, start))
    if hits > limit:
        seconds = math.ceil((start + per - now()).total_seconds())
        raise TooMany(
            _(
                "短い時間に何度も試されたため、いったん止めています。%(minutes)s分ほど待ってからやり直してください。",
                minutes=math.ceil(seconds / 60),
            ),
            seconds,
        )


def forgive(what: str, who: str, *, per: timedelta) -> None:
    """Take back one counted attempt, because it was a right one; kept only if the request is."""
    key, start = _window(what, who, per)
    session().execute(
        update(RateWindow)
        .where(col(RateWindow.key) == key, col(RateWindow.window_start) == start, col(RateWindow.hits) > 0)
        .values(hits=RateWindow.hits - 1)
    )


def _window(what: str, who: str, per: timedelta) -> tuple[str, datetime]:
    """The hashed key and the start of the window of time that now falls into."""
    seconds = per.total_seconds()
    start = datetime.fromtimestamp(now().timestamp() // seconds * seconds, tz=UTC)
    return hashlib.sha256(f"{what}:{who}".encode()).hexdigest(), start


def _keep(key: str, start: datetime) -> None:
    _count(key, start)


def _count(key: str, start: datetime) -> int:
    insert: Any = sqlite_insert if session().get_bind().dialect.name == "sqlite" else pg_insert
    statement: Any = (
        insert(RateWindow)
        .values(key=key, window_start=start, hits=1)
        .on_conflict_do_update(index_elements=["key", "window_start"], set_={"hits": RateWindow.hits + 1})
        .returning(sa.column("hits"))
    )
    return int(session().execute(statement).scalar_one())


def forget_old(older_than: timedelta = timedelta(days=2)) -> None:
    """Drop windows that no limit looks at any more."""
    session().execute(delete(RateWindow).where(col(RateWindow.window_start) < now() - older_than))
