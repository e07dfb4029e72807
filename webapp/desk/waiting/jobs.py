"""When the minutes are over, the move is done."""

from typing import Any

from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler
from webapp.desk.waiting.actions import TAKE_EFFECT, take_effect


@handler(TAKE_EFFECT, title=_l("まとめた操作を実行する"))
def do_what_waited(payload: dict[str, Any]) -> None:
    """In one transaction with the mark that the job is done, so that it happens once."""
    take_effect(payload["move"])
