"""Later work of accounts: finding out whether a forgotten password is anybody's."""

from typing import Any

from webapp.accounts import actions
from webapp.core.jobs import handler


@handler(actions.RESET_ASKED)
def send_reset_link(payload: dict[str, Any]) -> None:
    """Write the letter if there is such an account."""
    actions.send_reset_link(payload["email"])
