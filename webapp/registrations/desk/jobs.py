"""The morning after somebody's last day in the office, what lay on that desk goes on."""

from typing import Any

from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler
from webapp.registrations.desk.assigning import HAND_ON, hand_on


@handler(HAND_ON, title=_l("異動した職員の担当を引き継ぐ"))
def hand_on_work(payload: dict[str, Any]) -> None:
    """Nothing happens when the person works there again by then."""
    hand_on(payload["leaver"], payload["town"], payload["successor"])
