"""What follows when money goes back: nothing is left to deduct, or less than the town was going to pass on."""

from datetime import datetime

from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.i18n import lazy as _l
from webapp.core.money import show_yen
from webapp.onestop import actions, letters, queries
from webapp.onestop.models import OneStopStatus, VoidCause
from webapp.pledges.models import Pledge
from webapp.receipts.queries import standing_of

SERVICE = "onestop"
trail.ACTION_LABELS |= {"onestop.amount": _l("寄附の額が変わった")}
#: the town has the sheet, and may have told the town where the donor lives
WITH_THE_TOWN = (OneStopStatus.RECEIVED, OneStopStatus.ACCEPTED)


def unpaid(pledge: Pledge, *, at: datetime, by: Actor) -> None:  # noqa: ARG001 - as its neighbours are called
    """Called in the same transaction; a second time it finds nothing to do."""
    row = queries.application_of(pledge)
    if row is not None and row.is_counted:
        actions.void(row, VoidCause.REFUND, by=system_actor(SERVICE))


def changed(pledge: Pledge, *, at: datetime, by: Actor) -> None:  # noqa: ARG001 - as its neighbours are called
    """Tell the desk of another amount. Called before the receipt is replaced, which says what it was until now."""
    row, receipt = queries.application_of(pledge), standing_of(pledge)
    if row is None or receipt is None or row.status not in WITH_THE_TOWN or receipt.amount == pledge.kept_yen:
        return
    before, after = show_yen(receipt.amount), show_yen(pledge.kept_yen)
    trail.record(row, "onestop.amount", by=system_actor(SERVICE), reason=f"{before} → {after}")
    letters.tell_town(row, letters.amount_at_desk, before=before, after=after)
