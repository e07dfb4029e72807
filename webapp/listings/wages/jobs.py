"""Later work on wages: jobs are looked at on the first day of a new minimum."""

from typing import Any

from webapp.core.actor import system_actor
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler
from webapp.listings.wages import actions


@handler(actions.RECHECK, title=_l("最低賃金の変わった日に仕事を確かめる"))
def recheck(payload: dict[str, Any]) -> None:
    """Hide what pays too little from today on; a second time finds nothing."""
    actions.recheck(payload["prefecture"], by=system_actor(actions.RECHECK))
