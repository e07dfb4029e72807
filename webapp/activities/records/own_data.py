"""A person's records as their own data: to take along, and to be erased."""

from typing import Any

from webapp.activities.records import evidence, queries
from webapp.activities.records.models import ACTIVITY_RECORD, RecordStatus
from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.errors import NotAllowed
from webapp.core.i18n import gettext as _
from webapp.core.i18n import recorded

_NOT_THEIRS = {"user_id", "decided_by", "is_demo"}


def exported(actor: Actor) -> dict[str, Any]:
    """Everything that was noted of the person's taking part."""
    lines = queries.own(actor)
    return {
        "activities": [
            {
                **record.model_dump(mode="json", exclude=_NOT_THEIRS),
                "activity": activity.title,
                "evidence": [row.model_dump(mode="json") for row in queries.evidence_of(record)],
            }
            for record, activity in lines
        ]
    }


def erase(user_id: str, *, by: Actor) -> None:
    """Cut the person off from every record: words, files and the account go, that somebody took part remains."""
    if by.user_id != user_id and not by.is_system:
        raise NotAllowed(_("この操作をする権限がありません。"))
    service = system_actor("erasure")
    for record, _activity in queries.own(Actor(user_id=user_id)):
        if record.status is RecordStatus.CLAIMED:
            ACTIVITY_RECORD.apply(record, "refuse", by=service, reason=recorded("本人が記録の消去を求めたため"))
        evidence.forget(record)
        record.note, record.decision_reason, record.user_id = "", "", None
        trail.record(record, "activity_record.erase", by=service)
