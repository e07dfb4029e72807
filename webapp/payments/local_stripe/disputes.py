"""A card holder goes to the bank: an inquiry first or the money at once, evidence, and a decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.payments.local_stripe import objects
from webapp.payments.local_stripe.balance import Balance, is_card
from webapp.payments.local_stripe.errors import ApiError, NotPossible
from webapp.payments.local_stripe.objects import Object
from webapp.payments.local_stripe.objects.balance import DISPUTE_FEE
from webapp.payments.local_stripe.outbox import NO_REQUEST, Clock, Outbox
from webapp.payments.local_stripe.store import Store

INQUIRY = ("warning_needs_response", "warning_under_review")
OPEN = ("needs_response", "under_review")
MODELLED = frozenset({"evidence", "expand", "metadata", "submit"})
AFTER_EVIDENCE = {"needs_response": "under_review", "warning_needs_response": "warning_under_review"}


@dataclass(frozen=True)
class Disputes:
    """Every method is one transaction that leaves the dispute, the charge, the balance and the events behind."""

    store: Store
    outbox: Outbox
    clock: Clock
    balance: Balance

    def open(self, payment_ref: str, *, amount: int | None = None, is_inquiry: bool = False) -> Object:
        """A new dispute over the payment or a part of it; only cards can be disputed, and only once."""
        with self.store.transaction():
            intent = self.store.get("payment_intent", payment_ref)
            charge = self.store.get("charge", intent["latest_charge"] or "")
            left = charge["amount"] - charge["amount_refunded"]
            asked = left if amount is None else amount
            if charge["disputed"] or charge["status"] != "succeeded" or not is_card(charge) or not 0 < asked <= left:
                raise NotPossible("this payment cannot be disputed")
            dispute = objects.dispute(now=self.clock.now(), of=charge, amount=asked, is_inquiry=is_inquiry)
            charge["disputed"] = True
            self.store.add(dispute)
            self.store.save(charge)
            self.outbox.emit("charge.dispute.created", dispute)
            if not is_inquiry:
                self._withdraw(dispute)
        return dispute

    def escalate(self, ref: str) -> Object:
        """The card holder is not content with an answer: the inquiry becomes a dispute and the money leaves."""
        with self.store.transaction():
            dispute = self._in_state(ref, *INQUIRY)
            charge = self.store.get("charge", dispute["charge"])
            before = {"status": dispute["status"], "amount": dispute["amount"]}
            amount = min(dispute["amount"], charge["amount"] - charge["amount_refunded"])
            if amount == 0:
                raise NotPossible("everything was given back already")
            dispute.update(status="needs_response", is_charge_refundable=False, amount=amount)
            dispute["payment_method_details"]["card"]["case_type"] = "chargeback"
            self.store.save(dispute)
            self.outbox.emit("charge.dispute.updated", dispute, before=before)
            self._withdraw(dispute)
        return dispute

    def update(self, ref: str, asked: Mapping[str, Any], *, cause: Object = NO_REQUEST) -> Object:
        """The payee writes down evidence and, unless told otherwise, hands it in."""
        for name in asked.keys() - MODELLED:
            raise ApiError(f"This local server does not model {name}.", code="not_modelled", param=name)
        with self.store.transaction():
            dispute = self.store.get("dispute", ref)
            if dispute["status"] not in AFTER_EVIDENCE:
                raise ApiError("This dispute is already closed or under review.", code="dispute_not_updatable")
            before = {"status": dispute["status"], "evidence": dict(dispute["evidence"])}
            dispute["evidence"].update(asked.get("evidence") or {})
            dispute["metadata"].update(asked.get("metadata") or {})
            dispute["evidence_details"]["has_evidence"] = bool(asked.get("evidence"))
            if asked.get("submit", True) and asked.get("evidence"):
                dispute["status"] = AFTER_EVIDENCE[dispute["status"]]
                dispute["evidence_details"]["submission_count"] += 1
            self.store.save(dispute)
            self.outbox.emit("charge.dispute.updated", dispute, before=before, cause=cause)
        return dispute

    def close(self, ref: str, *, is_won: bool, cause: Object = NO_REQUEST) -> Object:
        """The bank decides, or the payee gives in; an inquiry that ends moves no money."""
        with self.store.transaction():
            dispute = self._in_state(ref, *OPEN, *INQUIRY)
            before = {"status": dispute["status"]}
            is_inquiry = dispute["status"] in INQUIRY
            dispute["status"] = "warning_closed" if is_inquiry else "won" if is_won else "lost"
            comes_back = is_won and not is_inquiry
            if comes_back:
                self._line(dispute, "dispute_reversal", dispute["amount"])
            self.store.save(dispute)
            self.outbox.emit("charge.dispute.closed", dispute, before=before, cause=cause)
            if comes_back:
                self.outbox.emit("charge.dispute.funds_reinstated", dispute, cause=cause)
        return dispute

    def accept(self, ref: str, *, cause: Object = NO_REQUEST) -> Object:
        """The API's `close`: the payee does not fight. ApiError when there is nothing left to fight about."""
        if self.store.get("dispute", ref)["status"] not in OPEN:
            raise ApiError("This dispute is already closed.", code="dispute_not_closable")
        return self.close(ref, is_won=False, cause=cause)

    def lapse_due(self) -> int:
        """Who does not answer in time loses; how many disputes that were."""
        now = self.clock.now()
        waiting = [d for status in AFTER_EVIDENCE for d in self.store.where("dispute", status=status)]
        due = [dispute for dispute in waiting if dispute["evidence_details"]["due_by"] <= now]
        for dispute in due:
            self.close(dispute["id"], is_won=False)
        return len(due)

    def _in_state(self, ref: str, *states: str) -> Object:
        dispute = self.store.get("dispute", ref)
        if dispute["status"] not in states:
            raise NotPossible("this dispute is in another state")
        return dispute

    def _withdraw(self, dispute: Object) -> None:
        self._line(dispute, "dispute", -dispute["amount"], fee=DISPUTE_FEE)
        self.store.save(dispute)
        self.outbox.emit("charge.dispute.funds_withdrawn", dispute)

    def _line(self, dispute: Object, kind: str, amount: int, *, fee: int = 0) -> None:
        dispute["balance_transactions"].append(self.balance.book(kind, amount, dispute, fee=fee))
