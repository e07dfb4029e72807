"""The accounts: each municipality's own, with its key, its objects, its balance and its webhook endpoints."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from webapp.payments.local_stripe.balance import Balance, Pace
from webapp.payments.local_stripe.checkout import Checkout
from webapp.payments.local_stripe.database import FIRST_ACCOUNT, Database
from webapp.payments.local_stripe.disputes import Disputes
from webapp.payments.local_stripe.endpoints import Endpoints
from webapp.payments.local_stripe.errors import not_found
from webapp.payments.local_stripe.objects import new_id
from webapp.payments.local_stripe.outbox import Outbox, Surroundings
from webapp.payments.local_stripe.payouts import Payouts
from webapp.payments.local_stripe.redirects import Redirects
from webapp.payments.local_stripe.refunds import Refunds
from webapp.payments.local_stripe.store import Store
from webapp.payments.local_stripe.till import Till

KEY_PREFIX = "sk_test_"


@dataclass(frozen=True)
class Account:
    """One account and everything that can be done in it."""

    id: str
    name: str
    key: str | None
    created: int
    store: Store
    checkout: Checkout
    redirects: Redirects
    refunds: Refunds
    disputes: Disputes
    balance: Balance
    payouts: Payouts
    endpoints: Endpoints
    till: Till

    def sweep(self) -> None:
        """Let happen what time brings: pages and slips lapse, fees appear, refunds and payouts arrive."""
        for step in (
            self.checkout.expire_due,
            self.balance.book_due,
            self.balance.mature,
            self.refunds.settle_due,
            self.disputes.lapse_due,
            self.payouts.arrive_due,
        ):
            step()


class Accounts:
    """Who is who: by key for the API, by what they own for pages and messages."""

    def __init__(self, database: Database, around: Surroundings, pace: Pace, base: Callable[[], str]) -> None:
        self._database = database
        self._around = around
        self._pace = pace
        self._base = base
        self._made: dict[str, Account] = {}

    def first(self, key: str | None, name: str) -> Account:
        """The account that is there from the start; without a key of its own it takes every key nobody else has."""
        self._keep(FIRST_ACCOUNT, name, key)
        return self.get(FIRST_ACCOUNT)

    def open(self, name: str, *, key: str | None = None) -> Account:
        """A further account; the one that has the key already, if there is one."""
        key = key or KEY_PREFIX + secrets.token_hex(16)
        if not key.startswith(KEY_PREFIX):
            raise ValueError(f"only {KEY_PREFIX} keys are taken here")
        known = self._database.run("SELECT id FROM account WHERE key = ?", key)
        ref = known[0]["id"] if known else new_id("acct")
        self._keep(ref, name, key)
        return self.get(ref)

    def get(self, ref: str) -> Account:
        """The account with this number; ApiError 404."""
        rows = self._database.run("SELECT * FROM account WHERE id = ?", ref)
        if not rows:
            raise not_found("account", ref)
        row = rows[0]
        made = self._made.get(ref)
        if made is None or (made.name, made.key) != (row["name"], row["key"]):
            made = self._made[ref] = self._make(ref, row["name"], row["key"], row["created"])
        return made

    def all(self) -> list[Account]:
        """Every account, the oldest first."""
        return [self.get(row["id"]) for row in self._database.run("SELECT id FROM account ORDER BY rowid")]

    def by_key(self, key: str) -> Account | None:
        """Whose key this is; the first account's, when it has none of its own and nobody else claims it."""
        rows = self._database.run(
            "SELECT id FROM account WHERE key = ? OR (id = ? AND key IS NULL) ORDER BY key IS NULL", key, FIRST_ACCOUNT
        )
        return self.get(rows[0]["id"]) if rows else None

    def holding(self, ref: str) -> Account:
        """The account that has an object; ApiError 404."""
        rows = self._database.run("SELECT account FROM object WHERE id = ?", ref)
        if not rows:
            raise not_found("object", ref)
        return self.get(rows[0]["account"])

    def _keep(self, ref: str, name: str, key: str | None) -> None:
        self._database.run(
            "INSERT INTO account VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET name = ?2, key = ?3",
            ref,
            name,
            key,
            self._around.clock.now(),
        )

    def _make(self, ref: str, name: str, key: str | None, created: int) -> Account:
        clock = self._around.clock
        store = Store(self._database, ref)
        outbox = Outbox(store, self._around)
        balance = Balance(store, outbox, clock, self._pace)
        checkout = Checkout(store, outbox, clock, balance, self._base)
        redirects = Redirects(checkout)
        refunds = Refunds(store, outbox, clock, balance)
        disputes = Disputes(store, outbox, clock, balance)
        return Account(
            id=ref,
            name=name,
            key=key,
            created=created,
            store=store,
            checkout=checkout,
            redirects=redirects,
            refunds=refunds,
            disputes=disputes,
            balance=balance,
            payouts=Payouts(store, outbox, clock, balance),
            endpoints=Endpoints(store, clock),
            till=Till(store, checkout, redirects, refunds, disputes),
        )
