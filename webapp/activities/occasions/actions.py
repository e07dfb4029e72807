"""What an organiser does with an occasion: plan it, open and close its check-in, renew the poster, call it off."""

from datetime import datetime

from webapp.activities.capacity import must_attest
from webapp.activities.models import Activity
from webapp.activities.occasions.models import OCCASION, ActivityOccasion
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import in_tokyo
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.ids import new_public_code

LONGEST_HOURS = 72
trail.ACTION_LABELS |= {
    "activity_occasion.plan": _l("開催を決めた"),
    "activity_occasion.renew_poster": _l("掲示のQRを新しくした"),
}


def plan(
    activity: Activity, *, place: str, starts_at: datetime, ends_at: datetime, minutes: int, by: Actor
) -> ActivityOccasion:
    """One time and place. Raises RuleBroken for times that cannot be, and for days on which the activity does not count."""
    must_attest(by, activity)
    _check_times(activity, starts_at, ends_at)
    row = ActivityOccasion(
        activity_id=activity.id,
        municipality_code=activity.municipality_code,
        place=place,
        starts_at=starts_at,
        ends_at=ends_at,
        minutes=minutes,
        created_by=by.user_id,
        is_demo=activity.is_demo,
    )
    session().add(row)
    session().flush()
    trail.record(row, "activity_occasion.plan", by=by, to_status=row.status)
    return row


def open_check_in(occasion: ActivityOccasion, activity: Activity, *, by: Actor) -> None:
    """From now on whoever reads the screen is attested in the name of this person's organisation."""
    attester = must_attest(by, activity)
    OCCASION.apply(occasion, "open", by=by)
    occasion.opened_by = by.user_id
    occasion.attester_kind, occasion.attester_name = attester.kind, attester.name
    occasion.attester_corporation_id = attester.corporation_id


def close_check_in(occasion: ActivityOccasion, activity: Activity, *, by: Actor) -> None:
    """The screen shows no code any more."""
    must_attest(by, activity)
    OCCASION.apply(occasion, "close", by=by)


def cancel(occasion: ActivityOccasion, activity: Activity, *, reason: str, by: Actor) -> None:
    """It does not take place."""
    must_attest(by, activity)
    OCCASION.apply(occasion, "cancel", by=by, reason=reason)


def renew_poster(occasion: ActivityOccasion, activity: Activity, *, by: Actor) -> None:
    """A poster that went astray is worthless from now on."""
    must_attest(by, activity)
    occasion.poster_code = new_public_code()
    trail.record(occasion, "activity_occasion.renew_poster", by=by)


def _check_times(activity: Activity, starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise RuleBroken(_("終わりの時刻が、始まりの時刻より前になっています。時刻を直してください。"))
    if (ends_at - starts_at).total_seconds() > LONGEST_HOURS * 3600:
        raise RuleBroken(_("1回の開催は3日までです。日をまたぐときは、回を分けてください。"))
    if not activity.counts_on(in_tokyo(starts_at).date()) or not activity.is_open:
        raise RuleBroken(_("この日は、活動の指定の期間に入っていません。活動の期間か、開催の日を直してください。"))
