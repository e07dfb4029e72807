"""Plays what happens away from the screen: the shop's till, the bank or the wallet, the donor's bank account."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from webapp.payments.local_stripe.balance import is_card
from webapp.payments.local_stripe.checkout import Checkout, has_slip
from webapp.payments.local_stripe.disputes import INQUIRY, OPEN, Disputes
from webapp.payments.local_stripe.errors import NotPossible
from webapp.payments.local_stripe.objects import Object
from webapp.payments.local_stripe.redirects import OUTCOMES, Redirects
from webapp.payments.local_stripe.refunds import WAITING, Refunds
from webapp.payments.local_stripe.store import Store

DISPUTED = {
    **dict.fromkeys(OPEN, ("win_dispute", "lose_dispute")),
    **dict.fromkeys(INQUIRY, ("escalate_dispute", "close_inquiry")),
}


@dataclass(frozen=True)
class Till:
    """What can happen next to a payment, and making it happen."""

    store: Store
    checkout: Checkout
    redirects: Redirects
    refunds: Refunds
    disputes: Disputes

    def actions(self, intent: Object) -> tuple[str, ...]:
        """The names of what can happen now."""
        if intent["status"] == "requires_action":
            return ("pay_slip", "lapse_slip") if has_slip(intent) else OUTCOMES
        if intent["status"] != "succeeded":
            return ()
        if refund := self._latest("refund", intent, *WAITING):
            more = ("name_account",) if refund["status"] == "requires_action" else ()
            return *more, "pay_out_refund", "fail_refund"
        if dispute := self._latest("dispute", intent, *DISPUTED):
            return DISPUTED[dispute["status"]]
        charge = self.store.get("charge", intent["latest_charge"])
        is_whole = is_card(charge) and not charge["disputed"] and not charge["refunded"]
        bounces = ("bounce_refund",) if self._latest("refund", intent, "succeeded") else ()
        return (*(("open_dispute", "open_inquiry") if is_whole else ()), *bounces)

    def perform(self, action: str, intent: Object, *, chain: str) -> None:
        """Let it happen; NotPossible when it can't, or no longer."""
        if action not in self.actions(intent):
            raise NotPossible(action)
        ref = intent["id"]
        refund = (self._latest("refund", intent, *WAITING) or {}).get("id", "")
        dispute = (self._latest("dispute", intent, *DISPUTED) or {}).get("id", "")
        deeds: Mapping[str, Callable[[], Any]] = {
            "pay_slip": lambda: self.checkout.pay_slip(ref, store=chain),
            "lapse_slip": lambda: self.checkout.lapse_slip(ref),
            "open_dispute": lambda: self.disputes.open(ref),
            "open_inquiry": lambda: self.disputes.open(ref, is_inquiry=True),
            "escalate_dispute": lambda: self.disputes.escalate(dispute),
            "win_dispute": lambda: self.disputes.close(dispute, is_won=True),
            "lose_dispute": lambda: self.disputes.close(dispute, is_won=False),
            "close_inquiry": lambda: self.disputes.close(dispute, is_won=True),
            "name_account": lambda: self.refunds.name_account(refund),
            "pay_out_refund": lambda: self.refunds.settle(refund, is_paid_out=True),
            "fail_refund": lambda: self.refunds.settle(refund, is_paid_out=False),
            "bounce_refund": lambda: self.refunds.bounce(self._latest("refund", intent, "succeeded")["id"]),
            **{outcome: partial(self.redirects.finish, ref, outcome) for outcome in OUTCOMES},
        }
        deeds[action]()

    def _latest(self, kind: str, intent: Object, *states: str) -> Object:
        found = [one for one in self.store.where(kind, payment_intent=intent["id"]) if one["status"] in states]
        return found[0] if found else {}
