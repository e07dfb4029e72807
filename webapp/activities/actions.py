"""What a municipality does with its activities: designate, revise, end, designate again."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import col, select

from webapp.activities.capacity import corporations_of
from webapp.activities.models import ACTIVITY, Activity, ActivityAttester
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.corporations import queries as corporations
from webapp.listings.models import Listing, ListingKind
from webapp.municipalities import queries as municipalities

trail.ACTION_LABELS |= {
    "activity.designate": _l("活動を指定した"),
    "activity.revise": _l("活動の内容を直した"),
}


def designate(activity: Activity, attesters: Iterable[str], *, by: Actor) -> Activity:
    """Let something count from now on. Raises RuleBroken where the town takes no part."""
    _must_be_staff(activity.municipality_code, by)
    if not municipalities.is_running(activity.municipality_code):
        raise RuleBroken(_("いまは活動を指定できません。まちの参加が始まってから、もう一度お試しください。"))
    _check(activity)
    activity.created_by = by.user_id
    session().add(activity)
    session().flush()
    _set_attesters(activity, attesters)
    trail.record(activity, "activity.designate", by=by, to_status=activity.status)
    return activity


def revise(activity: Activity, changes: dict[str, Any], attesters: Iterable[str], *, by: Actor) -> None:
    """Change what it is and who attests it; what was attested stays as it is."""
    _must_be_staff(activity.municipality_code, by)
    for name, value in changes.items():
        setattr(activity, name, value)
    _check(activity)
    _set_attesters(activity, attesters)
    trail.record(activity, "activity.revise", by=by)


def end(activity: Activity, *, reason: str, by: Actor) -> None:
    """It does not count any more; what was attested before does."""
    _must_be_staff(activity.municipality_code, by)
    ACTIVITY.apply(activity, "end", by=by, reason=reason)
    activity.ends_on = min(activity.ends_on or today(), today())


def resume(activity: Activity, *, by: Actor) -> None:
    """It counts again, without a last day."""
    _must_be_staff(activity.municipality_code, by)
    ACTIVITY.apply(activity, "resume", by=by)
    activity.ends_on = None


def _must_be_staff(municipality_code: str, by: Actor) -> None:
    if not by.may_act_for(municipality_code):
        raise NotAllowed(_("活動を指定できるのは、その市町村の担当者だけです。"))


def _check(activity: Activity) -> None:
    if activity.ends_on is not None and activity.ends_on < activity.starts_on:
        raise RuleBroken(_("終わりの日が、始まりの日より前になっています。日付を直してください。"))
    event = session().get(Listing, activity.listing_id) if activity.listing_id else None
    if activity.listing_id and not _is_event_of(event, activity.municipality_code):
        raise RuleBroken(_("結びつけられるのは、このまちのイベントの掲載だけです。選び直してください。"))


def _is_event_of(listing: Listing | None, municipality_code: str) -> bool:
    if listing is None:
        return False
    return listing.kind is ListingKind.EVENT and listing.municipality_code == municipality_code


def _set_attesters(activity: Activity, wanted: Iterable[str]) -> None:
    """Only corporations that the town designates today can be chosen anew; who was chosen before may stay."""
    chosen, before = set(wanted), corporations_of(activity)
    for corporation_id in chosen - before:
        if corporations.designation_in(corporation_id, activity.municipality_code, today()) is None:
            raise RuleBroken(_("証明を任せられるのは、このまちが指定している支援法人だけです。選び直してください。"))
        session().add(ActivityAttester(activity_id=activity.id, corporation_id=corporation_id))
    gone = select(ActivityAttester).where(
        ActivityAttester.activity_id == activity.id, col(ActivityAttester.corporation_id).in_(before - chosen)
    )
    for row in session().exec(gone):
        session().delete(row)
    session().flush()
