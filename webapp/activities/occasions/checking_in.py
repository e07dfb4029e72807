"""Checking in: what a code leads to, when it counts at once, and when it waits for the organiser's word."""

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from webapp.activities import following
from webapp.activities.capacity import capacity_of
from webapp.activities.models import Activity
from webapp.activities.occasions import codes, queries
from webapp.activities.occasions.codes import Ticket
from webapp.activities.occasions.models import ActivityOccasion, OccasionStatus
from webapp.activities.occasions.queries import CLOSES_AFTER
from webapp.activities.records import queries as records
from webapp.activities.records.models import ACTIVITY_RECORD, ActivityRecord, Way
from webapp.core import trail
from webapp.core.actor import Actor, Role, system_actor
from webapp.core.clock import in_tokyo, now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l

OPENS_BEFORE = timedelta(hours=2)
#: so long after the end checking in is not called late
ON_TIME_UNTIL = timedelta(minutes=30)
BY_SCREEN = "activity-check-in"
trail.ACTION_LABELS |= {"activity_record.check_in": _l("チェックインした")}


def read_screen(occasion_id: str, typed: str) -> Ticket:
    """A ticket for a code read from a screen. Raises RuleBroken with what is wrong with it and what to do."""
    found, moment = queries.by_id(occasion_id), now()
    if found is None or found[0].status is not OccasionStatus.OPEN:
        if found is not None and found[0].status is OccasionStatus.CLOSED:
            raise RuleBroken(
                _("この回の受付は終わりました。参加したのにチェックインできなかったときは、主催者に伝えてください。")
            )
        raise RuleBroken(_unknown())
    if not codes.is_fresh(occasion_id, typed, moment):
        raise RuleBroken(_old() if codes.is_old(occasion_id, typed, moment) else _unknown())
    return Ticket(occasion_id, Way.SCREEN, moment)


def read_typed(typed: str) -> Ticket:
    """A ticket for a code typed by hand, of any check-in that is open. Raises RuleBroken."""
    moment, candidates = now(), queries.open_now()
    for occasion in candidates:
        if codes.is_fresh(occasion.id, typed, moment):
            return Ticket(occasion.id, Way.SCREEN, moment)
    if any(codes.is_old(occasion.id, typed, moment) for occasion in candidates):
        raise RuleBroken(_old())
    raise RuleBroken(_unknown())


def read_poster(code: str) -> Ticket:
    """A ticket for the code of a printed poster. Raises RuleBroken."""
    found = queries.by_poster(code)
    if found is None:
        raise RuleBroken(_unknown())
    return Ticket(found[0].id, Way.POSTER, now())


def _old() -> str:
    return _(
        "このコードは古くなっています。コードは30秒ごとに変わり、90秒だけ使えます。会場の画面をもう一度読み取ってください。"
    )


def _unknown() -> str:
    return _(
        "このコードは、いま受付中の会のものではありません。会場の画面か掲示のQRコードを、もう一度読み取ってください。"
    )


def obstacle(occasion: ActivityOccasion, activity: Activity, moment: datetime) -> str:
    """Why nobody can check in at that moment, as a sentence; empty when one can."""
    if occasion.status is OccasionStatus.CANCELLED or not activity.is_open:
        return _("この回は中止になったか、活動の指定が終わっています。主催者に確かめてください。")
    if moment < occasion.starts_at - OPENS_BEFORE:
        return _("チェックインは、始まりの2時間前からできます。当日に会場でもう一度読み取ってください。")
    if moment > occasion.ends_at + CLOSES_AFTER:
        return _(
            "この回が終わってから24時間を過ぎたため、チェックインできません。参加したことは「自分で届ける」から、写真などを添えて届けられます。"
        )
    return ""


def check_in(ticket: Ticket, *, by: Actor) -> ActivityRecord:
    """Note that this person is there: attested at once by a screen on time, else waiting for the organiser's word.

    Raises RuleBroken when it is too early, too late, or was done before.
    """
    found = queries.by_id(ticket.occasion_id)
    if not by.has(Role.RESIDENT) or by.user_id is None:
        raise NotAllowed(_("チェックインは、二地域居住者のアカウントでしてください。"))
    if found is None:
        raise RuleBroken(_unknown())
    occasion, activity = found
    sentence = obstacle(occasion, activity, ticket.read_at)
    if sentence:
        raise RuleBroken(sentence)
    record = _noted(occasion, activity, ticket, by)
    if counts_at_once(occasion, activity, ticket, by):
        _attest_by_screen(record, occasion)
    return record


def _noted(occasion: ActivityOccasion, activity: Activity, ticket: Ticket, by: Actor) -> ActivityRecord:
    if is_there(occasion, by):
        raise RuleBroken(_twice())
    row = ActivityRecord(
        user_id=by.user_id,
        municipality_code=occasion.municipality_code,
        activity_id=activity.id,
        activity_occasion_id=occasion.id,
        way=ticket.way,
        done_on=in_tokyo(occasion.starts_at).date(),
        minutes=occasion.minutes,
        is_late=ticket.read_at > occasion.ends_at + ON_TIME_UNTIL,
        is_demo=occasion.is_demo,
    )
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        raise RuleBroken(_twice()) from None
    trail.record(row, "activity_record.check_in", by=by, to_status=row.status)
    return row


def is_there(occasion: ActivityOccasion, by: Actor) -> bool:
    """Whether this person has checked in before."""
    return records.own_at(by.user_id or "", occasion.id) is not None


def _twice() -> str:
    return _("この回には、もうチェックインしています。同じ回に2度はチェックインできません。")


def counts_at_once(occasion: ActivityOccasion, activity: Activity, ticket: Ticket, by: Actor) -> bool:
    """Not after the time, and not for who may attest this very activity: somebody else must say it of them."""
    is_on_time = ticket.read_at <= occasion.ends_at + ON_TIME_UNTIL
    return ticket.way is Way.SCREEN and is_on_time and capacity_of(by, activity) is None


def _attest_by_screen(record: ActivityRecord, occasion: ActivityOccasion) -> None:
    service = system_actor(BY_SCREEN)
    ACTIVITY_RECORD.apply(record, "attest", by=service)
    record.decided_at, record.decided_by = now(), occasion.opened_by
    record.attester_kind, record.attester_name = occasion.attester_kind, occasion.attester_name
    record.attester_corporation_id = occasion.attester_corporation_id
    following.tell(record, by=service)
