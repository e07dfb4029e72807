"""Payouts: the balance goes to the account's bank, arrives or comes back, and says which lines it was made of."""

from dataclasses import dataclass

from webapp.payments.local_stripe import objects
from webapp.payments.local_stripe.balance import Balance
from webapp.payments.local_stripe.errors import NotPossible
from webapp.payments.local_stripe.objects import Object
from webapp.payments.local_stripe.outbox import Clock, Outbox
from webapp.payments.local_stripe.store import Store

FAILURES = {
    "account_closed": "The bank account has been closed.",
    "no_account": "The bank account details on file are probably incorrect.",
    "could_not_process": "The bank could not process this payout.",
}


@dataclass(frozen=True)
class Payouts:
    """Automatic payouts only, made when somebody says so: the nightly schedule is not modelled."""

    store: Store
    outbox: Outbox
    clock: Clock
    balance: Balance

    def create(self, *, even_pending: bool = False) -> Object:
        """Send what is available, or all there is, to the bank; NotPossible when that is nothing."""
        self.balance.mature()
        with self.store.transaction():
            lines = self.lines(None)
            lines = [line for line in lines if even_pending or line["status"] == "available"]
            amount = sum(line["net"] for line in lines)
            if amount == 0:
                raise NotPossible("there is nothing to pay out")
            payout = objects.payout(
                now=self.clock.now(), amount=amount, arrival=self.clock.now() + self.balance.pace.payout_takes
            )
            own = self.balance.book("payout", -amount, payout)
            payout["balance_transaction"] = own["id"]
            self.store.add(payout)
            for line in [*lines, own]:
                self.store.save({**line, "status": "available"})
                self.store.note(line["id"], payout=payout["id"])
            self.outbox.emit("payout.created", payout)
        return payout

    def arrive(self, ref: str) -> Object:
        """The bank has the money, and the account may read which lines it is made of."""
        with self.store.transaction():
            payout = self._under_way(ref)
            payout.update(status="paid", reconciliation_status="completed")
            payout["trace_id"] = {"status": "supported", "value": f"LOCAL{payout['created']}"}
            self.store.save(payout)
            self.outbox.emit("payout.paid", payout)
            self.outbox.emit("payout.reconciliation_completed", payout)
        return payout

    def fail(self, ref: str, *, code: str = "account_closed") -> Object:
        """The bank sends it back, even days after it seemed to have arrived; it is in the balance again."""
        with self.store.transaction():
            payout = self.store.get("payout", ref)
            if payout["status"] not in {"in_transit", "paid"}:
                raise NotPossible("this payout is over")
            back = self.balance.book("payout_reversal", payout["amount"], payout)
            payout.update(
                status="failed",
                failure_code=code,
                failure_message=FAILURES[code],
                failure_balance_transaction=back["id"],
                reconciliation_status="completed",
            )
            self.store.save(payout)
            self.outbox.emit("payout.failed", payout)
        return payout

    def arrive_due(self) -> int:
        """Let arrive what has been under way long enough; how many that were."""
        now = self.clock.now()
        due = [p for p in self.store.where("payout", status="in_transit") if p["arrival_date"] <= now]
        for payout in due:
            self.arrive(payout["id"])
        return len(due)

    def lines(self, ref: str | None) -> list[Object]:
        """The lines of a payout, its own among them; with None those that were never paid out."""
        return self.store.where("balance_transaction", noted={"payout": ref})

    def _under_way(self, ref: str) -> Object:
        payout = self.store.get("payout", ref)
        if payout["status"] != "in_transit":
            raise NotPossible("this payout is over")
        return payout
