"""Looking through kept searches for what is new: in small transactions, and a second time without effect."""

from typing import Any

from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler
from webapp.core.services import services
from webapp.listings.saved import actions, queries
from webapp.listings.saved.days import ROUND
from webapp.listings.saved.stopping import stop_link

AT_ONCE = 100


@handler(ROUND, title=_l("保存した検索の新着を知らせる"), outside=True)
def look(_payload: dict[str, Any]) -> None:
    """Tell everybody whose time has come."""
    cursor, is_done = "", False
    while not is_done:
        with services().database.transaction():
            rows = queries.due(cursor, AT_ONCE)
            for row in rows:
                actions.tell(row, stop_link=stop_link(row))
            cursor, is_done = (rows[-1].id if rows else ""), len(rows) < AT_ONCE
