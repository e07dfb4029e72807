"""Money going back: refunds asked for by the API, at once or in steps, and those that come back themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.payments.local_stripe import objects
from webapp.payments.local_stripe.balance import DAY, Balance, is_card
from webapp.payments.local_stripe.errors import ApiError, NotPossible
from webapp.payments.local_stripe.objects import Object
from webapp.payments.local_stripe.outbox import NO_REQUEST, Clock, Outbox
from webapp.payments.local_stripe.rules import check_metadata, refundable_amount, refundable_charge
from webapp.payments.local_stripe.store import Store

DAYS_TO_NAME_AN_ACCOUNT = 45
MODELLED = frozenset({"amount", "charge", "expand", "instructions_email", "metadata", "payment_intent", "reason"})
WAITING = ("requires_action", "pending")
OVER = ("failed", "canceled")


@dataclass(frozen=True)
class Refunds:
    """Cards and PayPay: at once, or pending for a while; convenience stores: after the donor names a bank account."""

    store: Store
    outbox: Outbox
    clock: Clock
    balance: Balance

    def create(self, asked: Mapping[str, Any], *, cause: Object = NO_REQUEST) -> Object:
        """Refund all that is left or a part; never more than is left."""
        for name in asked.keys() - MODELLED:
            raise ApiError(f"This local server does not model {name}.", code="not_modelled", param=name)
        check_metadata(asked.get("metadata") or {})
        with self.store.transaction():
            charge = refundable_charge(self.store, asked)
            amount = refundable_amount(charge, asked.get("amount"))
            refund = objects.refund(now=self.clock.now(), of=charge, amount=amount, asked=asked)
            if charge["payment_method_details"]["type"] == "konbini":
                self._ask_for_account(refund, asked.get("instructions_email") or charge["billing_details"]["email"])
            else:
                self._book(refund, charge)
                if self.balance.pace.refund_after:
                    refund.update(status="pending", pending_reason="processing")
            self.store.add(refund)
            self.outbox.emit("refund.created", refund, cause=cause)
            self._recount(charge, cause=cause)
        return refund

    def name_account(self, ref: str) -> Object:
        """The donor of a payment at a till told where to send it: the bank transfer begins."""
        with self.store.transaction():
            refund = self._in_state(ref, "requires_action")
            before = {"status": refund["status"], "next_action": refund.pop("next_action")}
            refund.update(status="pending", pending_reason="processing")
            self._book(refund, self.store.get("charge", refund["charge"]))
            self._tell(refund, before)
        return refund

    def settle(self, ref: str, *, is_paid_out: bool) -> Object:
        """A waiting refund ends: the money left, or it could not."""
        with self.store.transaction():
            refund = self._in_state(ref, *WAITING)
            if not is_paid_out:
                return self._end(refund, "failed", "unknown")
            before = self._stop_waiting(refund)
            if refund["balance_transaction"] is None:
                self._book(refund, self.store.get("charge", refund["charge"]))
            refund["status"] = "succeeded"
            self._tell(refund, before)
        return refund

    def bounce(self, ref: str, *, reason: str = "lost_or_stolen_card") -> Object:
        """A refund that seemed done comes back from the bank, as happens up to thirty days later."""
        with self.store.transaction():
            return self._end(self._in_state(ref, "succeeded", *WAITING), "failed", reason)

    def cancel(self, ref: str, *, cause: Object = NO_REQUEST) -> Object:
        """Called off by the payee while the donor has not named an account."""
        with self.store.transaction():
            refund = self.store.get("refund", ref)
            if refund["status"] != "requires_action":
                message = f"Refund {ref} has a status of {refund['status']} and cannot be canceled."
                raise ApiError(message, code="refund_not_cancelable")
            return self._end(refund, "canceled", "merchant_request", cause=cause)

    def settle_due(self) -> int:
        """What waited long enough: pending card refunds succeed, unanswered letters end; how many that were."""
        now, pace = self.clock.now(), self.balance.pace
        with self.store.transaction():
            slow = [r for r in self.store.where("refund", status="pending") if r["created"] + pace.refund_after <= now]
            unanswered = [r for r in self.store.where("refund", status="requires_action") if _deadline(r) <= now]
            for refund in slow:
                self.settle(refund["id"], is_paid_out=True)
            for refund in unanswered:
                self._end(refund, "canceled", "unknown")
        return len(slow) + len(unanswered)

    def _in_state(self, ref: str, *states: str) -> Object:
        refund = self.store.get("refund", ref)
        if refund["status"] not in states:
            raise NotPossible("this refund is in another state")
        return refund

    def _ask_for_account(self, refund: Object, email: str) -> None:
        now = self.clock.now()
        letter = {"email_sent_at": now, "email_sent_to": email}
        refund.update(
            status="requires_action",
            destination_details={"jp_bank_transfer": {"reference": None}, "type": "jp_bank_transfer"},
            instructions_email=email,
            next_action={
                "display_details": {"email_sent": letter, "expires_at": now + DAYS_TO_NAME_AN_ACCOUNT * DAY},
                "type": "display_details",
            },
        )

    def _book(self, refund: Object, charge: Object) -> None:
        line = self.balance.book("refund", -refund["amount"], refund, is_card=is_card(charge))
        refund["balance_transaction"] = line["id"]

    def _end(self, refund: Object, status: str, reason: str, *, cause: Object = NO_REQUEST) -> Object:
        before = self._stop_waiting(refund)
        refund.update(status=status, failure_reason=reason)
        if refund["balance_transaction"] is not None:
            back = self.balance.book("refund_failure", refund["amount"], refund)
            refund["failure_balance_transaction"] = back["id"]
        self._tell(refund, before, cause=cause)
        if status == "failed":
            self.outbox.emit("refund.failed", refund, cause=cause)
        self._recount(self.store.get("charge", refund["charge"]), cause=cause)
        return refund

    @staticmethod
    def _stop_waiting(refund: Object) -> Object:
        before = {"status": refund["status"]}
        for name in ("next_action", "pending_reason"):
            if name in refund:
                before[name] = refund.pop(name)
        return before

    def _tell(self, refund: Object, before: Object, *, cause: Object = NO_REQUEST) -> None:
        self.store.save(refund)
        self.outbox.emit("refund.updated", refund, before=before, cause=cause)

    def _recount(self, charge: Object, *, cause: Object = NO_REQUEST) -> None:
        refunds = self.store.where("refund", charge=charge["id"])
        given_back = sum(r["amount"] for r in refunds if r["status"] not in OVER)
        before = {"amount_refunded": charge["amount_refunded"], "refunded": charge["refunded"]}
        charge.update(amount_refunded=given_back, refunded=given_back == charge["amount"])
        self.store.save(charge)
        kind = "charge.refunded" if given_back > before["amount_refunded"] else "charge.updated"
        self.outbox.emit(kind, charge, cause=cause, before=before)


def _deadline(refund: Object) -> int:
    deadline: int = refund["next_action"]["display_details"]["expires_at"]
    return deadline
