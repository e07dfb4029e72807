"""The worker's part of copies: drawn without a lock on the database, then laid down."""

from typing import Any

from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler
from webapp.core.services import services
from webapp.privacy.papers import actions


@handler(actions.MAKE, title=_l("自分の情報のPDFを作る"), outside=True)
def make(payload: dict[str, Any]) -> None:
    """Read and draw in one moment of the database, then keep the file."""
    database, file_id = services().database, str(payload["file"])
    with database.transaction(read_only=True):
        sealed = actions.made(file_id)
    if sealed is not None:
        with database.transaction():
            actions.keep(file_id, sealed)


@handler(actions.FORGET, title=_l("受け取られなかったPDFを消す"))
def forget(payload: dict[str, Any]) -> None:
    """After a day."""
    actions.forget(str(payload["file"]))
