"""Later work on listings: ending them after their last day, hiding them when the owner's consent runs out."""

from typing import Any

from webapp.core.actor import system_actor
from webapp.core.i18n import gettext as _
from webapp.core.jobs import handler
from webapp.listings import actions, queries


@handler(actions.EXPIRE)
def expire(payload: dict[str, Any]) -> None:
    """End one listing whose last day has passed."""
    actions.expire(queries.by_id(payload["listing"]), by=system_actor("listings.expire"))


@handler(actions.CONSENT_ENDS)
def consent_ends(payload: dict[str, Any]) -> None:
    """Hide one home whose owner's consent has run out; nothing happens where another one covers it."""
    listing = queries.by_id(payload["listing"])
    reason = _("所有者の同意の期限が過ぎました。")
    actions.check_consent(listing, by=system_actor(actions.CONSENT_ENDS), reason=reason)
