"""What a guardian was asked and answered, found by the application or by the link in a letter."""

import hashlib
from typing import Any

from sqlmodel import col, select

from webapp.core.clock import in_tokyo
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.registrations.guardians.models import GuardianConsent, GuardianStatus
from webapp.registrations.models import Registration


def history_of(registration: Registration) -> list[GuardianConsent]:
    """Every time a guardian was asked about an application, oldest first."""
    chosen = select(GuardianConsent).where(GuardianConsent.registration_id == registration.id)
    return list(session().exec(chosen.order_by(col(GuardianConsent.id))))


def latest(registration: Registration) -> GuardianConsent | None:
    """The one that counts; None when nobody was asked."""
    rows = history_of(registration)
    return rows[-1] if rows else None


def hashed(token: str) -> str:
    """What is stored of the secret in a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def by_answer_token(token: str, *, to_change: bool = False) -> GuardianConsent:
    """The one whose letter holds this token. Raises NotThere."""
    return _one(col(GuardianConsent.answer_hash) == hashed(token), to_change)


def by_withdraw_token(token: str, *, to_change: bool = False) -> GuardianConsent:
    """The one whose later letter holds this token. Raises NotThere."""
    return _one(col(GuardianConsent.withdraw_hash) == hashed(token), to_change)


def _one(condition: Any, to_change: bool) -> GuardianConsent:
    chosen = select(GuardianConsent).where(condition)
    found = session().exec(chosen.with_for_update() if to_change else chosen).first()
    if found is None:
        raise NotThere
    return found


def as_content(registration: Registration) -> dict[str, Any] | None:
    """The standing consent as it goes into a handover; None when there is none."""
    row = latest(registration)
    if row is None or row.status is not GuardianStatus.GIVEN or row.answered_at is None:
        return None
    day = row.signed_on or in_tokyo(row.answered_at).date()
    return {
        "name": row.name,
        "relation": row.relation.value if row.relation else "",
        "on": day.isoformat(),
        "text_version": row.text_version,
        "is_on_paper": row.is_on_paper,
    }
