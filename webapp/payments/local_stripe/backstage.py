"""Backstage: every payment, payout and account, to play the bank, the till and the municipality that opens an account."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request

from webapp.payments.local_stripe.accounts import Account
from webapp.payments.local_stripe.endpoints import is_loopback_url
from webapp.payments.local_stripe.objects import Object

if TYPE_CHECKING:
    from webapp.payments.local_stripe.pages import Pages

SHOWN = 50
TOKEN = "backstage"  # noqa: S105 what the form's token is made for


@dataclass(frozen=True)
class Backstage:
    """Pages no donor sees; `pages` shows them."""

    pages: "Pages"

    def add_to(self, routes: Blueprint) -> None:
        """Its addresses."""
        routes.add_url_rule("/", view_func=self.backstage)
        routes.add_url_rule("/payments/<ref>", "payment", self.payment)
        routes.add_url_rule("/accounts", view_func=self.accounts)
        routes.add_url_rule("/accounts", view_func=self.open_account, methods=["POST"])
        routes.add_url_rule("/accounts/<ref>/payouts", view_func=self.pay_out, methods=["POST"])
        routes.add_url_rule("/payouts/<ref>/<end>", view_func=self.end_payout, methods=["POST"])

    def backstage(self) -> Response:
        """The newest payments of every account."""
        rows = [
            (session, state_of(session, self._intent(account, session)), account)
            for account in self.pages.accounts.all()
            for session in account.store.page("checkout.session", {"limit": SHOWN}, {})[0]
        ]
        rows.sort(key=lambda row: row[0]["created"], reverse=True)
        return self.pages.show("backstage.html", None, rows=rows[:SHOWN], several=len(self.pages.accounts.all()) > 1)

    def payment(self, ref: str) -> Response:
        """One payment: how far it is and what can happen to it next."""
        intent = self.pages.intent(ref)
        store = self.pages.accounts.holding(ref).store
        charge = store.get("charge", intent["latest_charge"]) if intent["latest_charge"] else None
        state = state_of(self.pages.session_of(ref), intent)
        return self.pages.payment("payment.html", intent, charge=charge, state=state)

    def accounts(self, **facts: Any) -> Response:
        """The accounts, what each holds and has paid out, and a form to open another."""
        rows = [(own, own.balance.now(), own.store.where("payout")) for own in self.pages.accounts.all()]
        token = self.pages.token(TOKEN)
        return self.pages.show("accounts.html", None, rows=rows, csrf_token=token, **{"problem": None, **facts})

    def open_account(self) -> Response:
        """A municipality opens its account; the key and the secret are shown on the page that answers."""
        self.pages.check_token(TOKEN)
        name, url = request.form.get("name", "").strip()[:100], request.form.get("webhook", "").strip()[:500]
        if not name or not is_loopback_url(url):
            problem = "webhook_missing" if name else "account_name_missing"
            return self.accounts(problem=problem, typed=request.form, status=422)
        account = self.pages.accounts.open(name)
        _, secret = account.endpoints.open(url)
        return self.accounts(opened=account, secret=secret)

    def pay_out(self, ref: str) -> Response:
        """Everything an account holds goes to its bank, also what Stripe would still hold back for some days."""
        self.pages.check_token(TOKEN)
        self.pages.accounts.get(ref).payouts.create(even_pending=True)
        return self.pages.go(f"{self.pages.base()}/accounts")

    def end_payout(self, ref: str, end: str) -> Response:
        """The bank takes a payout, or sends it back."""
        self.pages.check_token(TOKEN)
        payouts = self.pages.accounts.holding(ref).payouts
        if end == "arrive":
            payouts.arrive(ref)
        else:
            payouts.fail(ref)
        return self.pages.go(f"{self.pages.base()}/accounts")

    @staticmethod
    def _intent(account: Account, session: Object) -> Object | None:
        ref = session["payment_intent"]
        return account.store.get("payment_intent", ref) if ref else None


def state_of(session: Object, intent: Object | None) -> str:
    """The name of the word that tells how far a payment is."""
    if session["status"] != "complete":
        return "open" if session["status"] == "open" else "closed"
    if session["payment_status"] == "paid":
        return "paid"
    return "waiting_slip" if intent and intent["status"] == "requires_action" else "lapsed"
