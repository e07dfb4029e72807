"""What happens to a record: a resident's own claim, taking it back; attesting, refusing and revoking."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.exc import IntegrityError

from webapp.activities import following
from webapp.activities.capacity import Attester, must_attest
from webapp.activities.models import Activity
from webapp.activities.records import letters
from webapp.activities.records.models import ACTIVITY_RECORD, ActivityRecord, RecordStatus, Way
from webapp.activities.records.queries import own_on
from webapp.core import trail
from webapp.core.actor import Actor, Role
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l

#: so far back one's own claim may reach
OLDEST_CLAIM = timedelta(days=365)
trail.ACTION_LABELS |= {
    "activity_record.claim": _l("参加を届けた"),
    "activity_record.erase": _l("本人の求めで記録から本人を消した"),
}


def claim(activity: Activity, *, done_on: date, minutes: int, note: str, by: Actor) -> ActivityRecord:
    """A resident says that they took part; somebody of the place decides. Raises RuleBroken with what is wrong."""
    if not by.has(Role.RESIDENT) or by.user_id is None:
        raise NotAllowed(_("届けは、二地域居住者のアカウントで出してください。"))
    _refuse_claim(activity, done_on, by.user_id)
    row = ActivityRecord(
        user_id=by.user_id,
        municipality_code=activity.municipality_code,
        activity_id=activity.id,
        way=Way.CLAIM,
        done_on=done_on,
        minutes=minutes,
        note=note,
        is_demo=activity.is_demo,
    )
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        raise RuleBroken(_same_day()) from None
    trail.record(row, "activity_record.claim", by=by, to_status=row.status)
    letters.tell_town(row, activity)
    return row


def _refuse_claim(activity: Activity, done_on: date, user_id: str) -> None:
    if not activity.takes_claims:
        raise RuleBroken(_("この活動は、会場でのチェックインだけで証明します。開催の日に会場で受け付けてください。"))
    if done_on > today():
        raise RuleBroken(_("これからの日は届けられません。参加したあとに届けてください。"))
    if done_on < today() - OLDEST_CLAIM:
        raise RuleBroken(_("1年より前の参加は届けられません。登録の条件は、最近12か月の活動で確かめるためです。"))
    if not activity.counts_on(done_on):
        raise RuleBroken(_("この日は、活動が指定されていない日です。日付を確かめてください。"))
    if own_on(user_id, activity.id, done_on) is not None:
        raise RuleBroken(_same_day())


def _same_day() -> str:
    return _("同じ活動の同じ日の記録が、もうあります。活動の記録を確かめてください。")


def withdraw(record: ActivityRecord, *, by: Actor) -> None:
    """The person takes back what nobody has decided yet."""
    if by.user_id != record.user_id:
        raise NotAllowed(_("ほかの人の記録は扱えません。"))
    ACTIVITY_RECORD.apply(record, "withdraw", by=by)


def attest(records: Sequence[ActivityRecord], activity: Activity, *, by: Actor) -> int:
    """Say of each that the person was there; all of them or none. How many it was.

    Raises RuleBroken for one's own record, and for one that somebody else decided meanwhile.
    """
    attester = must_attest(by, activity)
    for record in records:
        _must_not_be_own(record, by)
        ACTIVITY_RECORD.apply(record, "attest", by=by)
        _note_decision(record, attester, "", by)
        if record.way is not Way.SCREEN:
            letters.tell_person(record, letters.attested)
        following.tell(record, by=by)
    return len(records)


def refuse(record: ActivityRecord, activity: Activity, *, reason: str, by: Actor) -> None:
    """Say that it cannot be attested, and why."""
    attester = must_attest(by, activity)
    _must_not_be_own(record, by)
    ACTIVITY_RECORD.apply(record, "refuse", by=by, reason=reason)
    _note_decision(record, attester, reason, by)
    letters.tell_person(record, letters.refused)


def revoke(record: ActivityRecord, activity: Activity, *, reason: str, by: Actor) -> None:
    """Take an attestation back, and say why; it does not count from now on."""
    attester = must_attest(by, activity)
    _must_not_be_own(record, by)
    ACTIVITY_RECORD.apply(record, "revoke", by=by, reason=reason)
    _note_decision(record, attester, reason, by)
    letters.tell_person(record, letters.revoked)
    following.tell(record, by=by)


def _must_not_be_own(record: ActivityRecord, by: Actor) -> None:
    if record.user_id == by.user_id:
        raise RuleBroken(_("自分の参加は、自分では証明できません。公平のため、ほかの担当者に頼んでください。"))


def _note_decision(record: ActivityRecord, attester: Attester, reason: str, by: Actor) -> None:
    record.decided_at, record.decided_by, record.decision_reason = now(), by.user_id, reason.strip()
    if record.status is RecordStatus.ATTESTED:
        record.attester_kind, record.attester_name = attester.kind, attester.name
        record.attester_corporation_id = attester.corporation_id
