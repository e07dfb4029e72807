"""What the worker does for payments: notices that could not be taken in at once, attempts nobody told us about, surplus."""

from typing import Any

from webapp.accounts.models import User
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler
from webapp.core.services import services
from webapp.payments import actions, collecting
from webapp.payments.gateway import GatewayRefused
from webapp.payments.models import ENDED, PaymentAttempt
from webapp.pledges.models import Pledge

LAST_ROUND = 60


@handler("payment_event", title=_l("支払いの知らせを取り込む"), outside=True)
def take_in_event(payload: dict[str, Any]) -> None:
    """Try a notice again."""
    database = services().database
    collecting.sync(database, payload["ref"])
    collecting.finish(database, payload["event"])


@handler("payment_check", title=_l("支払いの状況を確かめる"), outside=True)
def check_attempt(payload: dict[str, Any]) -> None:
    """Ask how an attempt stands, and again later while it is open."""
    database = services().database
    state = collecting.check(database, payload["attempt"])
    if state not in ENDED and payload["round"] < LAST_ROUND:
        with database.transaction() as s:
            actions.look_again_later(s.get_one(PaymentAttempt, payload["attempt"]), payload["round"] + 1)


@handler("payment_refund_surplus", title=_l("重なった支払いを返す"), outside=True)
def refund_surplus(payload: dict[str, Any]) -> None:
    """Give back a second payment of the same pledge."""
    database = services().database
    with database.transaction(read_only=True) as s:
        attempt = s.get_one(PaymentAttempt, payload["attempt"])
        ref, owed = attempt.provider_ref, attempt.captured - attempt.refunded
        donor = s.get_one(User, s.get_one(Pledge, attempt.pledge_id).user_id)
    assert ref is not None
    if owed > 0:
        gateway = collecting.gateway()
        payment_ref = gateway.snapshot(ref).payment_ref
        if payment_ref is None:
            raise GatewayRefused("the provider names no payment to give back")
        gateway.refund(payment_ref, owed, key=f"surplus:{payload['attempt']}", email=donor.email)
    collecting.sync(database, ref)
