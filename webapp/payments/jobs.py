"""What the worker does for payments: notices that could not be taken in at once, attempts nobody told us about, refunds."""

from typing import Any

from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler
from webapp.core.services import services
from webapp.payments import actions, collecting, inbox, janitor
from webapp.payments.models import ENDED, SHARED, PaymentAttempt
from webapp.payments.refunds import sending

LAST_ROUND = 60


@handler(inbox.JOB, title=_l("支払いの知らせを取り込む"), outside=True)
def take_in_event(payload: dict[str, Any]) -> None:
    """Try a notice again."""
    inbox.look_again(services().database, payload["event"], payload["ref"], payload.get("account", SHARED))


@handler("payment_check", title=_l("支払いの状況を確かめる"), outside=True)
def check_attempt(payload: dict[str, Any]) -> None:
    """Ask how an attempt stands, and again later while it is open."""
    database = services().database
    state = collecting.check(database, payload["attempt"])
    if state not in ENDED and payload["round"] < LAST_ROUND:
        with database.transaction() as s:
            actions.look_again_later(s.get_one(PaymentAttempt, payload["attempt"]), payload["round"] + 1)


@handler(sending.JOB, title=_l("返金を決済会社に依頼する"), outside=True)
def send_refund(payload: dict[str, Any]) -> None:
    """Ask the provider to give money back."""
    sending.send(services().database, payload["refund"])


@handler(janitor.JOB, title=_l("はっきりしない支払いを確かめる"), outside=True)
def clear_up(_payload: dict[str, Any]) -> None:
    """Ask the provider about everything whose end nobody told us."""
    janitor.clear_up(services().database)
