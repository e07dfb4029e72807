"""An account's balance: a line for each movement, the charge's own some time after the charge, available days later."""

from dataclasses import dataclass

from webapp.payments.local_stripe import objects
from webapp.payments.local_stripe.objects import Object
from webapp.payments.local_stripe.outbox import Clock, Outbox
from webapp.payments.local_stripe.store import Store

DAY = 86400


@dataclass
class Pace:
    """How long things take, in seconds; a test or the demo may change it. Stripe's own: up to an hour, and 4 days."""

    fee_after: int = 0
    refund_after: int = 0
    available_after: int = 4 * DAY
    payout_takes: int = 2 * DAY


@dataclass(frozen=True)
class Balance:
    """Books lines and lets them become available."""

    store: Store
    outbox: Outbox
    clock: Clock
    pace: Pace

    def book(self, kind: str, amount: int, source: Object, *, fee: int = 0, is_card: bool = True) -> Object:
        """A new line; only what a donor paid has to wait before it can be paid out."""
        now = self.clock.now()
        line = objects.balance_transaction(
            now=now,
            kind=kind,
            amount=amount,
            source=source["id"],
            fee=fee,
            available_on=now + self.pace.available_after if kind == "charge" else now,
            is_card=is_card,
        )
        self.store.add(line)
        return line

    def book_charge(self, charge: Object) -> None:
        """The line of a payment, and with it the fee; told by `charge.updated`."""
        line = self.book(
            "charge", charge["amount"], charge, fee=objects.fee_on(charge["amount"]), is_card=is_card(charge)
        )
        charge["balance_transaction"] = line["id"]
        self.store.save(charge)
        self.outbox.emit("charge.updated", charge, before={"balance_transaction": None})

    def book_soon(self, charge: Object) -> None:
        """With asynchronous capture the line follows the charge, at once or when its time has come."""
        if self.pace.fee_after == 0:
            self.book_charge(charge)

    def book_due(self) -> int:
        """Book what has waited long enough; how many charges that were."""
        latest = self.clock.now() - self.pace.fee_after
        with self.store.transaction():
            waiting = self.store.where("charge", status="succeeded", balance_transaction=None)
            due = [charge for charge in waiting if charge["created"] <= latest]
            for charge in reversed(due):
                self.book_charge(charge)
        return len(due)

    def mature(self) -> int:
        """Make available what has waited long enough; how many lines that were."""
        now = self.clock.now()
        with self.store.transaction():
            waiting = self.store.where("balance_transaction", status="pending")
            due = [line for line in waiting if line["available_on"] <= now]
            self.store.save(*({**line, "status": "available"} for line in due))
        return len(due)

    def now(self) -> Object:
        """What the account holds."""
        self.mature()
        lines = self.store.where("balance_transaction")
        available = sum(line["net"] for line in lines if line["status"] == "available")
        return objects.balance(available=available, pending=sum(line["net"] for line in lines) - available)


def is_card(charge: Object) -> bool:
    """Whether a charge was made with a card."""
    paid_with: str = charge["payment_method_details"]["type"]
    return paid_with == "card"
