"""What is known about records: one's own, those an attester may see, and how many count."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.accounts import queries as accounts
from webapp.activities.capacity import Attester, capacity_of
from webapp.activities.models import Activity
from webapp.activities.records.models import ActivityEvidence, ActivityRecord, RecordStatus
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.residents import queries as residents

Line = tuple[ActivityRecord, Activity]


@dataclass(frozen=True)
class AttestedActivity:
    """What an attestation says: nothing in it names a person."""

    record_id: str
    user_id: str | None
    municipality_code: str
    title: str
    day: date
    minutes: int
    attester: str


def attested(user_id: str, municipality_code: str, since: date, until: date) -> list[AttestedActivity]:
    """What was attested of a person in a municipality on the days from `since` to `until`, oldest first."""
    return [_told(*line) for line in session().exec(_attested(user_id, municipality_code, since, until))]


def attested_count(user_id: str, municipality_code: str, since: date, until: date) -> int:
    """How many times that was."""
    return len(attested(user_id, municipality_code, since, until))


def attestation(record_id: str) -> AttestedActivity | None:
    """One attested record, for a certificate; None for one that is not attested (any more)."""
    record = session().get(ActivityRecord, record_id)
    if record is None or record.status is not RecordStatus.ATTESTED:
        return None
    return _told(record, session().get_one(Activity, record.activity_id))


def _attested(user_id: str, municipality_code: str, since: date, until: date) -> Any:
    return (
        _lines()
        .where(
            ActivityRecord.user_id == user_id,
            ActivityRecord.municipality_code == municipality_code,
            ActivityRecord.status == RecordStatus.ATTESTED,
            col(ActivityRecord.done_on).between(since, until),
        )
        .order_by(col(ActivityRecord.done_on), col(ActivityRecord.id))
    )


def _told(record: ActivityRecord, activity: Activity) -> AttestedActivity:
    return AttestedActivity(
        record.id, record.user_id, record.municipality_code, activity.title,
        record.done_on, record.minutes, record.attester_name,
    )  # fmt: skip


def _lines() -> Any:
    return select(ActivityRecord, Activity).join(Activity, col(Activity.id) == ActivityRecord.activity_id)


def own_at(user_id: str, occasion_id: str) -> ActivityRecord | None:
    """A person's record of an occasion, unless it was withdrawn."""
    chosen = select(ActivityRecord).where(
        ActivityRecord.user_id == user_id,
        ActivityRecord.activity_occasion_id == occasion_id,
        ActivityRecord.status != RecordStatus.WITHDRAWN,
    )
    return session().exec(chosen).first()


def own_on(user_id: str, activity_id: str, day: date) -> ActivityRecord | None:
    """A person's record of an activity on a day that stands or waits."""
    chosen = select(ActivityRecord).where(
        ActivityRecord.user_id == user_id,
        ActivityRecord.activity_id == activity_id,
        ActivityRecord.done_on == day,
        col(ActivityRecord.status).in_((RecordStatus.CLAIMED, RecordStatus.ATTESTED)),
    )
    return session().exec(chosen).first()


def own(actor: Actor, municipality_code: str = "") -> list[Line]:
    """The actor's own records, the newest first, of all towns or one."""
    chosen = _lines().where(ActivityRecord.user_id == actor.user_id)
    if municipality_code:
        chosen = chosen.where(ActivityRecord.municipality_code == municipality_code)
    return list(session().exec(chosen.order_by(col(ActivityRecord.done_on).desc(), col(ActivityRecord.id).desc())))


def own_record_for(actor: Actor, record_id: str, *, to_change: bool = False) -> ActivityRecord:
    """One of the actor's own, locked if it is to change. Raises NotThere."""
    found = session().get(ActivityRecord, record_id, with_for_update=to_change or None)
    if found is None or actor.user_id is None or found.user_id != actor.user_id:
        raise NotThere
    return found


def desk_record_for(
    actor: Actor, record_id: str, *, to_change: bool = False
) -> tuple[ActivityRecord, Activity, Attester]:
    """One that this person may attest and that was not taken back, locked if it is to change. Raises NotThere."""
    found = session().get(ActivityRecord, record_id, with_for_update=to_change or None)
    activity = session().get_one(Activity, found.activity_id) if found else None
    attester = capacity_of(actor, activity) if activity else None
    if found is None or activity is None or attester is None or found.status is RecordStatus.WITHDRAWN:
        raise NotThere
    return found, activity, attester


def at_occasion(occasion_id: str) -> list[ActivityRecord]:
    """Who checked in, in the order in which they came."""
    chosen = select(ActivityRecord).where(
        ActivityRecord.activity_occasion_id == occasion_id, ActivityRecord.status != RecordStatus.WITHDRAWN
    )
    return list(session().exec(chosen.order_by(col(ActivityRecord.id))))


def claims_of(activity: Activity) -> list[ActivityRecord]:
    """What residents handed in themselves, what waits first."""
    chosen = select(ActivityRecord).where(
        ActivityRecord.activity_id == activity.id,
        col(ActivityRecord.activity_occasion_id).is_(None),
        ActivityRecord.status != RecordStatus.WITHDRAWN,
    )
    return sorted(session().exec(chosen.order_by(col(ActivityRecord.id))), key=lambda row: row.decided_at is not None)


def evidence_of(record: ActivityRecord) -> list[ActivityEvidence]:
    """Its files, in the order in which they came."""
    chosen = select(ActivityEvidence).where(ActivityEvidence.activity_record_id == record.id)
    return list(session().exec(chosen.order_by(col(ActivityEvidence.id))))


def evidence_for(actor: Actor, evidence_id: str) -> ActivityEvidence:
    """A file, for the person it is about and for who may attest it. Raises NotThere."""
    found = session().get(ActivityEvidence, evidence_id)
    if found is None:
        raise NotThere
    record = session().get_one(ActivityRecord, found.activity_record_id)
    if actor.user_id is None or record.user_id != actor.user_id:
        desk_record_for(actor, record.id)
    return found


def names_of(records: list[ActivityRecord]) -> dict[str, str]:
    """How each record's person is called in a list, by the record's id: who asks for secrecy by number only."""
    people = {record.user_id for record in records if record.user_id}
    secret, names = residents.confidential_among(people), accounts.names_of(people)
    return {record.id: _name(record, secret, names) for record in records}


def _name(record: ActivityRecord, secret: set[str], names: dict[str, str]) -> str:
    if record.user_id in secret or record.user_id not in names:
        return _("番号 %(number)s", number=record.reference)
    return names[record.user_id]


def attested_by_town(user_id: str, since: Mapping[str, date], until: date) -> dict[str, int]:
    """How many times a person took part in each municipality from its own first day on; one question for all."""
    chosen = sa.select(col(ActivityRecord.municipality_code), col(ActivityRecord.done_on)).where(
        col(ActivityRecord.user_id) == user_id,
        col(ActivityRecord.municipality_code).in_(since),
        col(ActivityRecord.status) == RecordStatus.ATTESTED,
        col(ActivityRecord.done_on) <= until,
    )
    found = Counter(code for code, day in session().execute(chosen) if day >= since[code])
    return {code: found[code] for code in since}
