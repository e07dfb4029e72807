"""Later work on listings: ending them after their last day, hiding them when the owner's consent runs out."""

from typing import Any

from webapp.core.actor import system_actor
from webapp.core.i18n import lazy as _l
from webapp.core.i18n import recorded
from webapp.core.jobs import handler
from webapp.listings import actions, queries
from webapp.listings.life.rounds import keep_up
from webapp.listings.models import Listing


@handler(actions.EXPIRE, title=_l("期限の来た掲載を終える"))
def expire(payload: dict[str, Any]) -> None:
    """End one listing whose last day has passed."""
    actions.expire(queries.by_id(payload["listing"]), by=system_actor(actions.EXPIRE))


@handler(actions.CONSENT_ENDS, title=_l("所有者の同意の期限を確かめる"))
def consent_ends(payload: dict[str, Any]) -> None:
    """Hide one home whose owner's consent has run out; nothing happens where another one covers it."""
    listing = queries.by_id(payload["listing"])
    _check_consent(listing)


def catch_up() -> None:
    """Do what a job should have done or will have to: for rows older than the job, and after jobs that failed.

    Repeating it changes nothing: what is over is ended once, and a day that is to come has one job.
    """
    for listing in queries.shown_past_their_day():
        actions.expire(listing, by=system_actor(actions.EXPIRE))
    for listing in queries.shown_by_an_ending_consent():
        _check_consent(listing)
    keep_up()


def _check_consent(listing: Listing) -> None:
    reason = recorded("所有者の同意の期限が過ぎました。")
    actions.check_consent(listing, by=system_actor(actions.CONSENT_ENDS), reason=reason)
