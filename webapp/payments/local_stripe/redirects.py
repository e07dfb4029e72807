"""Payments that leave the page for another one: the card's bank asks who is there (3-D Secure), or PayPay asks for a yes."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.payments.local_stripe import methods, objects
from webapp.payments.local_stripe.checkout import Checkout
from webapp.payments.local_stripe.errors import NotPossible
from webapp.payments.local_stripe.objects import Object

# Outcomes of the other page other than yes: the code and the words of the payment's last error.
FAILURES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "card": {
        "fail": (methods.AUTHENTICATION_FAILED, "We are unable to authenticate your payment method."),
        "cancel": (methods.AUTHENTICATION_FAILED, "The customer canceled the authentication."),
    },
    "paypay": {
        "fail": ("payment_method_provider_decline", "The payment was declined by PayPay."),
        "cancel": ("payment_method_customer_decline", "The customer did not approve the payment."),
    },
}
OUTCOMES = ("approve", "fail", "cancel")


@dataclass(frozen=True)
class Redirects:
    """A payment waits as `requires_action` until the other page answers; nobody has to come back from it."""

    checkout: Checkout

    def start(self, ref: str, method: str, *, email: str, name: str | None = None) -> Object:
        """Send the payer to the other page; the payment that waits for them."""
        own = self.checkout
        with own.store.transaction():
            session, intent = own.begin(ref, method)
            url = f"{own.base()}/{'challenge' if method == 'card' else 'wallet'}/{intent['id']}"
            intent.update(
                payment_method=objects.new_id("pm"),
                last_payment_error=None,
                status="requires_action",
                next_action=methods.redirect(url, session["url"]),
            )
            own.store.save(intent)
            own.store.note(intent["id"], payer=objects.customer_details(email, name), redirected=method)
            own.outbox.emit("payment_intent.requires_action", intent)
        return intent

    def method(self, intent: Object) -> str | None:
        """Which page a payment waits at: `card`, `paypay` or none."""
        waits = (intent["next_action"] or {}).get("type") == "redirect_to_url"
        found: str | None = self.checkout.store.asked(intent["id"]).get("redirected") if waits else None
        return found

    def finish(self, payment_ref: str, outcome: str) -> Object:
        """The other page's answer, `approve`, `fail` or `cancel`; NotPossible when nothing waits, or too late."""
        own = self.checkout
        with own.store.transaction():
            intent = own.store.get("payment_intent", payment_ref)
            session = own.store.where("checkout.session", payment_intent=payment_ref)[0]
            method = self.method(intent)
            if method is None or session["status"] != "open":
                raise NotPossible("nothing waits for this answer")
            own.begin(session["id"], method)
            if outcome == "approve":
                payer = own.store.asked(payment_ref)["payer"]
                paid = methods.card(intent["amount"], flow="challenge") if method == "card" else methods.paypay()
                own.complete(session, intent, paid, payer)
            else:
                own.fail(intent, methods.redirect_error(*FAILURES[method][outcome]))
        return session
