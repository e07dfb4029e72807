"""The signed status list of a municipality, made when it is asked for and kept in memory: a GET writes nothing."""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import select

from webapp.certificates import addresses
from webapp.certificates.status.models import StatusList
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.services import services
from webapp.credentials import statuslist
from webapp.credentials.signer import STATUS
from webapp.keys import queries as keys

#: how long an offline verifier may rely on a list before it says that it is old, and when it must not any more
TTL: Final = timedelta(hours=12)
LIFETIME: Final = timedelta(days=7)
#: a list that did not change is signed anew so often
AGAIN_AFTER: Final = timedelta(hours=1)
_KEPT: Final = "certificates.status_lists"
MOST_KEPT: Final = 500

Published = tuple[str, str]


def published(municipality_code: str, number: int) -> Published:
    """(version, token) of a list as it stands now. Raises NotThere."""
    chosen = select(StatusList.id, StatusList.version, StatusList.changed_at).where(
        StatusList.municipality_code == municipality_code, StatusList.number == number
    )
    found = session().exec(chosen).first()
    if found is None:
        raise NotThere
    list_id, version, changed = found
    issued = max(changed.replace(microsecond=0), _last_hour())
    signer = keys.signer_for(municipality_code, STATUS)
    stamp = f"{version}-{int(issued.timestamp())}-{signer.kid}"
    kept: dict[str, Published] = services().extras.setdefault(_KEPT, {})
    if kept.get(list_id, ("", ""))[0] != stamp:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[list_id] = stamp, _signed(list_id, municipality_code, issued)
    return kept[list_id]


def _signed(list_id: str, municipality_code: str, issued: datetime) -> str:
    row = session().get_one(StatusList, list_id, populate_existing=True)
    return statuslist.token(
        statuslist.StatusBits(row.size, 2, row.bitmap),
        addresses.status_list(municipality_code, row.number),
        keys.signer_for(municipality_code, STATUS),
        issued=issued,
        ttl=TTL,
        expires=issued + LIFETIME,
    )


def _last_hour() -> datetime:
    return now().replace(minute=0, second=0, microsecond=0)
