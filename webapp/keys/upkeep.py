"""What the calendar does to keys: the next one is published in time, takes over on its day, old ones are forgotten."""

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from webapp.core.clock import now
from webapp.core.database import session
from webapp.keys import actions, queries
from webapp.keys.actions import KEPT_FOR_VERIFYING, OVERLAP, SERVICE, YEARLY
from webapp.keys.models import IssuerKey, KeyStatus


def keep_up() -> int:
    """Do what is due today, in the open transaction; how many keys it was. Doing it twice changes nothing more."""
    return _take_over() + _publish_next() + _forget_old()


def needs_hand(row: IssuerKey) -> bool:
    """Whether a key in a security module has to be followed by one that only a person can make there."""
    return bool(row.pkcs11_uri) and row.status is KeyStatus.ACTIVE and row.not_before + YEARLY - OVERLAP <= now()


def _take_over() -> int:
    due = _with_status(KeyStatus.PENDING, col(IssuerKey.not_before) <= now())
    for row in due:
        actions.activate(row)
    return len(due)


def _publish_next() -> int:
    old = _with_status(KeyStatus.ACTIVE, col(IssuerKey.not_before) <= now() - YEARLY + OVERLAP)
    due = [row for row in old if not row.pkcs11_uri and queries.pending(row.municipality_code, row.purpose) is None]
    for row in due:
        actions.rotate(row.municipality_code, row.purpose, by=SERVICE)
    return len(due)


def _forget_old() -> int:
    due = _with_status(KeyStatus.VERIFY_ONLY, col(IssuerKey.not_after) <= now() - KEPT_FOR_VERIFYING)
    for row in due:
        actions.retire(row)
    return len(due)


def _with_status(status: KeyStatus, condition: ColumnElement[bool]) -> list[IssuerKey]:
    chosen = select(IssuerKey).where(IssuerKey.status == status, condition)
    return list(session().exec(chosen.order_by(col(IssuerKey.municipality_code), col(IssuerKey.id)).with_for_update()))
