"""The worker's part of leaving."""

from typing import Any

from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler
from webapp.privacy.leaving import actions


@handler(actions.LEAVE, title=_l("申し込まれた情報の消去をする"))
def leave(payload: dict[str, Any]) -> None:
    """Done once, in the transaction of the job."""
    actions.carry_out(str(payload["departure"]))
