"""A person's premium requests, for the file of their own data."""

from typing import Any

from webapp.core.actor import Actor, system_actor
from webapp.core.errors import NotAllowed
from webapp.core.i18n import gettext as _
from webapp.registrations.premium import queries
from webapp.registrations.premium.models import PREMIUM_REQUEST, PremiumStatus

_NOT_THEIRS = {"user_id", "decided_by", "is_demo"}


def exported(actor: Actor) -> dict[str, Any]:
    """Every request with what was found and decided."""
    rows = queries.own(actor.user_id or "")
    return {"premium_requests": [row.model_dump(mode="json", exclude=_NOT_THEIRS) for row in rows]}


def erase(user_id: str, *, by: Actor) -> None:
    """Blank what was found of the person and why it was decided; that and when it was decided remains."""
    if by.user_id != user_id and not by.is_system:
        raise NotAllowed(_("この操作をする権限がありません。"))
    for row in queries.own(user_id):
        if row.status is PremiumStatus.REQUESTED:
            PREMIUM_REQUEST.apply(row, "lapse", by=system_actor("erasure"))
        row.found, row.decision_reason = [], ""
