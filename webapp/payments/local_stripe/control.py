"""Control endpoints under `/_control`: faults, gates, the clock and the till, for tests in other processes."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, jsonify, request

from webapp.payments.local_stripe.accounts import Accounts
from webapp.payments.local_stripe.dispatcher import Dispatcher
from webapp.payments.local_stripe.errors import ApiError, NotPossible
from webapp.payments.local_stripe.faults import ADJUSTABLE, API_FAULTS, Faults, Gate
from webapp.payments.local_stripe.outbox import Clock

Given = dict[str, Any]


@dataclass(frozen=True)
class Control:
    """What another process may make happen; every request is JSON, which no other site's form can send."""

    accounts: Accounts
    faults: Faults
    clock: Clock
    dispatcher: Dispatcher
    _gates: dict[str, Gate] = field(default_factory=dict)

    def blueprint(self) -> Blueprint:
        """The routes; each takes and gives JSON."""
        routes = Blueprint("control", __name__, url_prefix="/_control")
        deeds: Mapping[str, Callable[[Given], Any]] = {
            "faults": self.set_faults,
            "reset": self.reset,
            "failures": self.fail_next,
            "gates": self.set_gate,
            "gates/wait": self.wait_gate,
            "gates/open": self.open_gate,
            "clock": self.advance,
            "deliveries": self.send_held,
            "accounts": self.open_account,
            "pay": self.pay,
            "act": self.act,
            "payouts": self.pay_out,
        }
        for name, deed in deeds.items():
            routes.add_url_rule(f"/{name}", name.replace("/", " "), _answering(deed), methods=["POST"])
        routes.register_error_handler(ApiError, lambda error: (error.body(), error.status))
        routes.register_error_handler(NotPossible, lambda error: ({"error": str(error)}, 409))
        routes.register_error_handler(KeyError, lambda error: ({"error": f"missing or unknown: {error}"}, 422))
        routes.register_error_handler(ValueError, lambda error: ({"error": str(error)}, 422))
        return routes

    def set_faults(self, given: Given) -> Given:
        """Messages doubled, dropped, late, held, shuffled by a seed …: see `Faults`."""
        for name in given.keys() - {*ADJUSTABLE, "shuffle"}:
            raise KeyError(name)
        for name in ADJUSTABLE:
            if name in given:
                setattr(self.faults, name, frozenset(given[name]) if name == "drop" else given[name])
        if "shuffle" in given:
            self.faults.shuffle = None if given["shuffle"] is None else random.Random(given["shuffle"])  # noqa: S311
        return {}

    def reset(self, _: Given) -> Given:
        """Nothing goes wrong any more."""
        self.faults.reset()
        self._gates.clear()
        return {}

    def fail_next(self, given: Given) -> Given:
        """`operation`, `kind` and how many `times`."""
        if given["kind"] not in API_FAULTS:
            raise ValueError(f"kind is one of {sorted(API_FAULTS)}")
        self.faults.fail_next(given["operation"], given["kind"], given.get("times", 1))
        return {}

    def set_gate(self, given: Given) -> Given:
        """Hold an `operation`, `when` it is `before` its work or `after`."""
        self._gates[given["operation"]] = self.faults.set_gate(given["operation"], given["when"])
        return {}

    def wait_gate(self, given: Given) -> Given:
        """Whether a call of `operation` stands at its gate within some `seconds`."""
        return {"reached": self._gates[given["operation"]].wait(given.get("seconds", 15))}

    def open_gate(self, given: Given) -> Given:
        """Let the call of `operation` go on, or end its connection when it `breaks`."""
        self._gates[given["operation"]].open(breaks=given.get("breaks", False))
        return {}

    def advance(self, given: Given) -> Given:
        """Let `seconds` pass at once, with all that time brings."""
        self.clock.advance(given.get("seconds", 0))
        for account in self.accounts.all():
            account.sweep()
        return {"now": self.clock.now()}

    def send_held(self, given: Given) -> Given:
        """Send what is held, as it is or `reversed`."""
        is_reversed = given.get("reversed", False)
        return {"sent": self.dispatcher.send_held(lambda held: held[::-1] if is_reversed else held)}

    def open_account(self, given: Given) -> Given:
        """An account by `name`, with its own `key` and `webhook` address; both secrets are in the answer."""
        account = self.accounts.open(given["name"], key=given.get("key"))
        endpoint, secret = account.endpoints.open(given["webhook"], secret=given.get("secret"))
        return {"id": account.id, "key": account.key, "endpoint": endpoint["id"], "secret": secret}

    def pay(self, given: Given) -> Given:
        """Pay the page `session` by card, as if the donor had."""
        account = self.accounts.holding(given["session"])
        paid = account.checkout.pay_card(given["session"], email=given.get("email", "donor@example.jp"))
        return {"payment": paid["payment_intent"]}

    def act(self, given: Given) -> Given:
        """Let `action` happen to `payment`: see `Till`."""
        account = self.accounts.holding(given["payment"])
        intent = account.store.get("payment_intent", given["payment"])
        account.till.perform(given["action"], intent, chain=given.get("store", "lawson"))
        return {"next": account.till.actions(account.store.get("payment_intent", intent["id"]))}

    def pay_out(self, given: Given) -> Given:
        """Pay out what `account` has, and let the payout `arrive` or `fail` when told so."""
        account = self.accounts.get(given["account"])
        payout = account.payouts.create(even_pending=True)
        if given.get("then") == "arrive":
            account.payouts.arrive(payout["id"])
        elif given.get("then") == "fail":
            account.payouts.fail(payout["id"])
        return {"payout": payout["id"], "amount": payout["amount"]}


def _answering(deed: Callable[[Given], Any]) -> Callable[[], Response]:
    def answer() -> Response:
        if request.mimetype != "application/json":
            return Response("JSON only", 415)
        given = request.get_json()
        if not isinstance(given, dict):
            raise ValueError("an object is expected")
        return jsonify(deed(given))

    return answer
