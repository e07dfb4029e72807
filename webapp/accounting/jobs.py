"""What the worker does for the books: comparing with the provider every night, and checking the ledger."""

from typing import Any

from webapp.accounting.days import COMPARE
from webapp.accounting.differences import actions
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler
from webapp.core.services import services


@handler(COMPARE, title=_l("決済会社の記録と照合する"), outside=True)
def compare(payload: dict[str, Any]) -> None:
    """One account of the provider."""
    actions.run(services().database, payload["account"])
