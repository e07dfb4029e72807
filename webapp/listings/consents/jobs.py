"""Later work on consents: a letter before they end, deletion after they ended, reminders of that."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from webapp.core import letters as post
from webapp.core.actor import system_actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.i18n import recorded
from webapp.core.jobs import enqueue, handler
from webapp.listings import actions, queries
from webapp.listings.consents import letters, recall
from webapp.listings.models import ListingStatus, OwnerConsent
from webapp.municipalities import queries as municipalities

ENDS_SOON = "consents.ends_soon"
#: the longest notice a town may set, in days
LONGEST_NOTICE = 90
#: an ending is looked at for so long, in case the worker stood still
LOOK_BACK = timedelta(days=30)
BY = system_actor("consents.daily")


@handler(ENDS_SOON, title=_l("所有者の同意の期限を知らせる"))
def ends_soon(payload: dict[str, Any]) -> None:
    """Write to the owner and to who made the listing; nothing happens when the consent was taken back meanwhile."""
    consent = session().get_one(OwnerConsent, payload["consent"])
    if consent.withdrawn_at is not None or not consent.holds_on(today()):
        return
    listing = queries.by_id(consent.listing_id)
    place = municipalities.by_code(consent.municipality_code)
    if consent.owner_email:
        to = post.Recipient(consent.owner_email, consent.owner_name)
        post.queue(to, letters.ends_soon, consent=consent, listing=listing, place=place)
    actions.tell(actions.makers(listing), letters.ends_soon_for_makers, listing, consent=consent)


def catch_up() -> None:
    """What a day brings; repeating it changes nothing."""
    _plan_notices()
    _recall_ended()
    recall.keep_up(by=BY)


def _plan_notices() -> None:
    last = today() + timedelta(days=LONGEST_NOTICE)
    for consent in _ending(today(), last):
        days = int(municipalities.setting("consent_notice_days", consent.municipality_code))
        is_closed = queries.by_id(consent.listing_id).status is ListingStatus.CLOSED
        if consent.valid_until and consent.valid_until <= today() + timedelta(days=days) and not is_closed:
            key = f"{ENDS_SOON}:{consent.id}:{consent.valid_until.isoformat()}"
            enqueue(ENDS_SOON, {"consent": consent.id}, key=key)


def _recall_ended() -> None:
    reason = recorded("所有者の同意の期限が過ぎました。")
    for consent in _ending(today() - LOOK_BACK, today() - timedelta(days=1)):
        recall.after_loss(consent, by=BY, reason=reason)


def _ending(first: Any, last: Any) -> list[OwnerConsent]:
    """Consents that were given and not withdrawn, whose last day lies between these."""
    chosen = select(OwnerConsent).where(
        col(OwnerConsent.given_at).is_not(None),
        col(OwnerConsent.withdrawn_at).is_(None),
        col(OwnerConsent.valid_until).between(first, last),
    )
    return list(session().exec(chosen.order_by(col(OwnerConsent.id))))
