"""Plays what happens away from the screen: the shop's till, the card holder's bank, the donor's bank account."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from webapp.payments.local_stripe.checkout import Checkout, NotPossible
from webapp.payments.local_stripe.objects import Object
from webapp.payments.local_stripe.refunds import Disputes, Refunds
from webapp.payments.local_stripe.store import Store


@dataclass(frozen=True)
class Till:
    """What can happen next to a payment, and making it happen."""

    store: Store
    checkout: Checkout
    refunds: Refunds
    disputes: Disputes

    def actions(self, intent: Object) -> tuple[str, ...]:
        """The names of what can happen now."""
        if intent["status"] == "requires_action":
            return "pay_slip", "lapse_slip"
        if intent["status"] != "succeeded":
            return ()
        if self._waiting("refund", intent):
            return "pay_out_refund", "fail_refund"
        if self._waiting("dispute", intent):
            return "win_dispute", "lose_dispute"
        charge = self.store.get("charge", intent["latest_charge"])
        is_card = charge["payment_method_details"]["type"] == "card"
        return ("open_dispute",) if is_card and not charge["disputed"] else ()

    def perform(self, action: str, intent: Object, *, chain: str) -> None:
        """Let it happen; NotPossible when it can't, or no longer."""
        if action not in self.actions(intent):
            raise NotPossible(action)
        ref = intent["id"]
        deeds: Mapping[str, Callable[[], Any]] = {
            "pay_slip": lambda: self.checkout.pay_slip(ref, store=chain),
            "lapse_slip": lambda: self.checkout.lapse_slip(ref),
            "open_dispute": lambda: self.disputes.open(ref),
            "pay_out_refund": lambda: self.refunds.settle(self._waiting("refund", intent), is_paid_out=True),
            "fail_refund": lambda: self.refunds.settle(self._waiting("refund", intent), is_paid_out=False),
            "win_dispute": lambda: self.disputes.close(self._waiting("dispute", intent), is_won=True),
            "lose_dispute": lambda: self.disputes.close(self._waiting("dispute", intent), is_won=False),
        }
        deeds[action]()

    def _waiting(self, kind: str, intent: Object) -> str:
        status = "requires_action" if kind == "refund" else "needs_response"
        found = self.store.where(kind, payment_intent=intent["id"], status=status)
        return found[-1]["id"] if found else ""
