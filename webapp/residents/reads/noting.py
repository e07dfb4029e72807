"""A page about a person notes who opened it, after the answer has left: a page that is read changes nothing itself."""

from collections.abc import Collection
from typing import Any

import structlog
from flask import Response, after_this_request, g
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import SQLAlchemyError

from webapp.core.actor import Actor, Role
from webapp.core.clock import now, today
from webapp.core.database import Database, current_scope, session
from webapp.core.ids import new_id
from webapp.core.permissions import current_actor
from webapp.residents.reads.models import DataRead, What

log = structlog.get_logger(__name__)
#: of several roles the one in which a person's page is opened
_READERS = (
    Role.CLERK, Role.MUNICIPALITY_ADMIN, Role.HUB, Role.CORPORATION, Role.PARTNER, Role.PREFECTURE, Role.OPERATOR
)  # fmt: skip
#: in the request: a page has said itself whom it is about
NOTED = "read_noted"
_ONCE = ["user_id", "reader_id", "what", "on_day", "organisation"]


def note(user_ids: Collection[str | None], what: What, *, place: str) -> None:
    """Remember that the present reader sees a page about these people, for `place`: a town's code or a corporation's id.

    One's own pages are not noted, nor are people who are known no more.
    """
    setattr(g, NOTED, True)

    @after_this_request
    def _later(response: Response) -> Response:
        note_after(response, user_ids, what, place=place)
        return response


def note_after(response: Response, user_ids: Collection[str | None], what: What, *, place: str) -> None:
    """The same for an answer that is ready to leave."""
    by = current_actor()
    seen = sorted({one for one in user_ids if one and one != by.user_id})
    if not seen or by.user_id is None or response.status_code >= 400:
        return
    database = current_scope().database
    rows = [_row(one, what, place, by) for one in seen]
    response.call_on_close(lambda: write(database, rows))


def write(database: Database, rows: list[dict[str, Any]]) -> None:
    """Keep the lines that are new today, in a transaction of their own; a failure is logged and hinders nobody."""
    try:
        with database.transaction():
            is_sqlite = session().get_bind().dialect.name == "sqlite"
            insert: Any = sqlite_insert if is_sqlite else pg_insert
            new = insert(DataRead).values(rows).on_conflict_do_nothing(index_elements=_ONCE)
            session().execute(new)
    except SQLAlchemyError as error:
        log.warning("reads not written", lines=len(rows), error=type(error).__name__)


def _row(user_id: str, what: What, place: str, by: Actor) -> dict[str, Any]:
    return {
        "id": new_id(),
        "user_id": user_id,
        "municipality_code": place if len(place) == 6 else None,
        "organisation": place,
        "reader_id": by.user_id,
        "role": next((role for role in _READERS if place in by.organisations(role)), Role.CLERK),
        "what": what,
        "on_day": today(),
        "at": now(),
    }
