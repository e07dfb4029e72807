"""Money going back: refunds asked for by the API, and disputes that a card holder opens at the bank."""

from collections.abc import Mapping
from typing import Any

from webapp.payments.local_stripe import objects
from webapp.payments.local_stripe.checkout import NotPossible
from webapp.payments.local_stripe.errors import ApiError
from webapp.payments.local_stripe.objects import Object
from webapp.payments.local_stripe.outbox import NO_REQUEST, Clock, Outbox
from webapp.payments.local_stripe.rules import check_metadata
from webapp.payments.local_stripe.store import Store

DAYS_TO_NAME_AN_ACCOUNT = 45
MODELLED = frozenset({"amount", "charge", "expand", "instructions_email", "metadata", "payment_intent", "reason"})


class Refunds:
    """Card refunds succeed at once; convenience-store refunds wait until the donor names a bank account."""

    def __init__(self, store: Store, outbox: Outbox, clock: Clock) -> None:
        self._store = store
        self._outbox = outbox
        self._clock = clock

    def create(self, asked: Mapping[str, Any], *, cause: Object = NO_REQUEST) -> Object:
        """Refund all that is left or a part; never more than is left."""
        for name in asked.keys() - MODELLED:
            raise ApiError(f"This local server does not model {name}.", code="not_modelled", param=name)
        check_metadata(asked.get("metadata") or {})
        with self._store.transaction():
            charge = self._charge_of(asked)
            amount = self._amount(charge, asked.get("amount"))
            refund = objects.refund(now=self._clock.now(), of=charge, amount=amount, asked=asked)
            if charge["payment_method_details"]["type"] == "konbini":
                self._ask_for_account(refund, asked.get("instructions_email") or charge["billing_details"]["email"])
            else:
                self._book(refund)
            self._store.add(refund)
            self._outbox.emit("refund.created", refund, cause=cause)
            self._recount(charge, cause=cause)
        return refund

    def settle(self, ref: str, *, is_paid_out: bool) -> Object:
        """A waiting refund ends: the money left, or no account was named in time."""
        with self._store.transaction():
            refund = self._store.get("refund", ref)
            if refund["status"] != "requires_action":
                raise NotPossible("this refund waits for nothing")
            before = {"status": refund["status"], "next_action": refund.pop("next_action")}
            if is_paid_out:
                refund["status"] = "succeeded"
                self._book(refund)
            else:
                refund.update(status="failed", failure_reason="unknown")
            self._store.save(refund)
            self._outbox.emit("refund.updated", refund, before=before)
            if not is_paid_out:
                self._outbox.emit("refund.failed", refund)
                self._recount(self._store.get("charge", refund["charge"]))
        return refund

    def _charge_of(self, asked: Mapping[str, Any]) -> Object:
        if "charge" in asked:
            charge = self._store.get("charge", asked["charge"])
        elif "payment_intent" in asked:
            intent = self._store.get("payment_intent", asked["payment_intent"])
            if intent["status"] != "succeeded":
                message = f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
                raise ApiError(message, code="payment_intent_unexpected_state", param="payment_intent")
            charge = self._store.get("charge", intent["latest_charge"])
        else:
            raise ApiError("One of the following params should be provided for this request: payment_intent or charge.")
        if charge["status"] != "succeeded":
            raise ApiError(f"Charge {charge['id']} did not succeed.", code="charge_not_refundable", param="charge")
        if charge["disputed"]:
            raise ApiError(f"Charge {charge['id']} has been charged back.", code="charge_disputed", param="charge")
        return charge

    @staticmethod
    def _amount(charge: Object, asked: int | None) -> int:
        left: int = charge["amount"] - charge["amount_refunded"]
        if left == 0:
            message = f"Charge {charge['id']} has already been refunded."
            raise ApiError(message, code="charge_already_refunded")
        amount = left if asked is None else asked
        if amount < 1:
            raise ApiError("Invalid positive integer", code="parameter_invalid_integer", param="amount")
        if amount > left:
            message = f"Refund amount (¥{amount:,}) is greater than unrefunded amount on charge (¥{left:,})"
            raise ApiError(message, param="amount")
        return amount

    def _ask_for_account(self, refund: Object, email: str) -> None:
        now = self._clock.now()
        letter = {"email_sent_at": now, "email_sent_to": email}
        deadline = now + DAYS_TO_NAME_AN_ACCOUNT * 86400
        refund.update(
            status="requires_action",
            destination_details={"jp_bank_transfer": {"reference": None}, "type": "jp_bank_transfer"},
            instructions_email=email,
            next_action={
                "display_details": {"email_sent": letter, "expires_at": deadline},
                "type": "display_details",
            },
        )

    def _book(self, refund: Object) -> None:
        line = objects.balance_transaction(
            now=self._clock.now(), kind="refund", amount=-refund["amount"], source=refund["id"]
        )
        refund["balance_transaction"] = line["id"]
        self._store.add(line)

    def _recount(self, charge: Object, *, cause: Object = NO_REQUEST) -> None:
        refunds = self._store.where("refund", charge=charge["id"])
        given_back = sum(r["amount"] for r in refunds if r["status"] != "failed")
        before = {"amount_refunded": charge["amount_refunded"], "refunded": charge["refunded"]}
        charge.update(amount_refunded=given_back, refunded=given_back == charge["amount"])
        self._store.save(charge)
        kind = "charge.refunded" if given_back > before["amount_refunded"] else "charge.updated"
        self._outbox.emit(kind, charge, cause=cause, before=before)


class Disputes:
    """A card holder goes to the bank: the money leaves, and comes back only when the dispute is won."""

    def __init__(self, store: Store, outbox: Outbox, clock: Clock) -> None:
        self._store = store
        self._outbox = outbox
        self._clock = clock

    def open(self, payment_ref: str) -> Object:
        """A new dispute over the whole payment; only cards can be disputed."""
        with self._store.transaction():
            intent = self._store.get("payment_intent", payment_ref)
            charge = self._store.get("charge", intent["latest_charge"] or "")
            is_card = charge["payment_method_details"]["type"] == "card"
            if charge["disputed"] or charge["status"] != "succeeded" or not is_card:
                raise NotPossible("this payment cannot be disputed")
            line = self._line("dispute", -charge["amount"], charge)
            dispute = objects.dispute(now=self._clock.now(), of=charge, line=line)
            charge["disputed"] = True
            self._store.add(dispute)
            self._store.save(charge)
            self._outbox.emit("charge.dispute.created", dispute)
            self._outbox.emit("charge.dispute.funds_withdrawn", dispute)
        return dispute

    def close(self, ref: str, *, is_won: bool) -> Object:
        """The bank decides."""
        with self._store.transaction():
            dispute = self._store.get("dispute", ref)
            if dispute["status"] != "needs_response":
                raise NotPossible("this dispute is closed")
            before = {"status": dispute["status"]}
            dispute["status"] = "won" if is_won else "lost"
            if is_won:
                charge = self._store.get("charge", dispute["charge"])
                dispute["balance_transactions"].append(self._line("dispute_reversal", dispute["amount"], charge))
            self._store.save(dispute)
            self._outbox.emit("charge.dispute.closed", dispute, before=before)
            if is_won:
                self._outbox.emit("charge.dispute.funds_reinstated", dispute)
        return dispute

    def _line(self, kind: str, amount: int, charge: Object) -> Object:
        line = objects.balance_transaction(now=self._clock.now(), kind=kind, amount=amount, source=charge["id"])
        self._store.add(line)
        return line
