"""The worker's part beside batches: a town's first receipt of a year makes sure that it can sign."""

from typing import Any

from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler
from webapp.receipts import actions


@handler(actions.PREPARE, title=_l("受領証明書に署名する鍵を確かめる"))
def prepare(payload: dict[str, Any]) -> None:
    """Done again it changes nothing."""
    actions.prepare_signing(str(payload["municipality"]))
