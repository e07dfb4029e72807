"""The hosted pages: where the donor pays, where a slip is shown, and a backstage to play the till and the bank."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, g, make_response, redirect, render_template, request
from werkzeug.datastructures import MultiDict

from webapp.payments.local_stripe.checkout import Checkout, NotPossible
from webapp.payments.local_stripe.errors import ApiError
from webapp.payments.local_stripe.methods import DECLINES, STORES
from webapp.payments.local_stripe.objects import Object
from webapp.payments.local_stripe.store import Store
from webapp.payments.local_stripe.till import Till
from webapp.payments.local_stripe.words import BANNER, Words

SHOWN = 50


@dataclass(frozen=True)
class Pages:
    """What the pages can read and do."""

    store: Store
    checkout: Checkout
    till: Till
    base: Callable[[], str]

    def blueprint(self) -> Blueprint:
        """Every page; the templates and the style sheet lie beside this module."""
        pages = Blueprint("pages", __name__, template_folder="templates", static_folder="static")
        pages.add_url_rule("/", view_func=self.backstage)
        pages.add_url_rule("/pay/<ref>", view_func=self.pay)
        pages.add_url_rule("/pay/<ref>", view_func=self.submit, methods=["POST"])
        pages.add_url_rule("/slips/<ref>", view_func=self.slip)
        pages.add_url_rule("/payments/<ref>", view_func=self.payment)
        pages.add_url_rule("/payments/<ref>/<action>", view_func=self.act, methods=["POST"])
        pages.add_url_rule("/healthz", "healthz", lambda: "ok")
        pages.register_error_handler(ApiError, self.missing)
        pages.register_error_handler(NotPossible, self.late)
        pages.after_request(guard)
        return pages

    def backstage(self) -> Response:
        sessions, _ = self.store.page("checkout.session", {"limit": SHOWN}, {})
        rows = [(session, state_of(session, self._intent(session))) for session in sessions]
        return self._show("backstage.html", None, rows=rows)

    def pay(self, ref: str) -> Response:
        return self._form(self.store.get("checkout.session", ref), MultiDict(), [])

    def submit(self, ref: str) -> Response:
        session = self.store.get("checkout.session", ref)
        self._check_token(ref)
        if session["status"] != "open":
            return self._form(session, request.form, [])
        typed = {name: request.form.get(name, "").strip()[:200] for name in ("method", "email", "name")}
        if problems := _problems(typed, session):
            return self._form(session, request.form, problems, status=422)
        if typed["method"] in DECLINES:
            self.checkout.decline_card(ref, email=typed["email"], code=typed["method"])
            return self._form(session, request.form, [f"declined_{typed['method']}"], status=402)
        if typed["method"] == "konbini":
            intent = self.checkout.issue_slip(ref, email=typed["email"], name=typed["name"])
            return self._go(f"{self.base()}/slips/{intent['id']}")
        paid = self.checkout.pay_card(ref, email=typed["email"], name=typed["name"] or None)
        return self._go(return_url(paid))

    def slip(self, ref: str) -> Response:
        intent = self.store.get("payment_intent", ref)
        details = (intent["next_action"] or {}).get("konbini_display_details")
        return self._payment("slip.html", intent, details=details)

    def payment(self, ref: str) -> Response:
        intent = self.store.get("payment_intent", ref)
        charge = self.store.get("charge", intent["latest_charge"]) if intent["latest_charge"] else None
        return self._payment("payment.html", intent, charge=charge, state=state_of(self._session(ref), intent))

    def act(self, ref: str, action: str) -> Response:
        intent = self.store.get("payment_intent", ref)
        self._check_token(ref)
        chain = request.form.get("store", STORES[0])
        self.till.perform(action, intent, chain=chain if chain in STORES else STORES[0])
        return self._go(f"{self.base()}/{'slips' if action.endswith('_slip') else 'payments'}/{ref}")

    def missing(self, _: ApiError) -> Response:
        return self._show("message.html", None, title="missing", more="missing_more", status=404)

    def late(self, _: NotPossible) -> Response:
        return self._show("message.html", None, title="late", more="late_more", status=409)

    def _token(self, ref: str) -> str:
        return hmac.new(self.store.secret().encode(), ref.encode(), hashlib.sha256).hexdigest()

    def _check_token(self, ref: str) -> None:
        given = request.form.get("csrf_token", "")
        if not hmac.compare_digest(given.encode(), self._token(ref).encode()):
            raise NotPossible("the form was not ours")

    def _intent(self, session: Object) -> Object | None:
        ref = session["payment_intent"]
        return self.store.get("payment_intent", ref) if ref else None

    def _session(self, payment_ref: str) -> Object:
        return self.store.where("checkout.session", payment_intent=payment_ref)[0]

    def _payment(self, template: str, intent: Object, **facts: Any) -> Response:
        actions = self.till.actions(intent)
        return self._show(template, self._session(intent["id"]), intent=intent, actions=actions, stores=STORES, **facts)

    def _form(self, session: Object, typed: MultiDict[str, str], problems: list[str], status: int = 200) -> Response:
        if session["status"] == "complete":
            return self._show("message.html", session, title="done", more="done_more", back=return_url(session))
        if session["status"] == "expired":
            back = session["cancel_url"]
            return self._show("message.html", session, title="expired", more="expired_more", back=back, status=410)
        offers = ["card", *DECLINES] if "card" in session["payment_method_types"] else []
        if "konbini" in session["payment_method_types"]:
            offers.append("konbini")
        return self._show("pay.html", session, typed=typed, problems=problems, offers=offers, status=status)

    def _show(self, template: str, session: Object | None, *, status: int = 200, **facts: Any) -> Response:
        if session:
            g.return_urls = [session["success_url"], session["cancel_url"]]
            facts.setdefault("back", return_url(session))
            items = self.store.asked(session["id"])["line_items"]
            facts["csrf_token"] = self._token(facts.get("intent", session)["id"])
            facts["items"] = [item["price_data"]["product_data"]["name"] for item in items]
        words = Words(session["locale"] if session else request.accept_languages.best_match(["ja", "en"]))
        page = render_template(template, w=words, banner=BANNER, session=session, base=self.base(), **facts)
        return make_response(page, status)

    @staticmethod
    def _go(url: str) -> Response:
        return make_response(redirect(url, 303))


def return_url(session: Object) -> str:
    """Where the donor goes after paying."""
    url: str = session["success_url"]
    return url.replace("{CHECKOUT_SESSION_ID}", session["id"])


def state_of(session: Object, intent: Object | None) -> str:
    """The name of the word that tells how far a payment is."""
    if session["status"] != "complete":
        return "open" if session["status"] == "open" else "closed"
    if session["payment_status"] == "paid":
        return "paid"
    return "waiting_slip" if intent and intent["status"] == "requires_action" else "lapsed"


def _problems(typed: dict[str, str], session: Object) -> list[str]:
    method = typed["method"]
    kind = "konbini" if method == "konbini" else "card"
    problems = []
    if method not in {"card", "konbini", *DECLINES} or kind not in session["payment_method_types"]:
        problems.append("method_missing")
    if "@" not in typed["email"]:
        problems.append("email_missing")
    if method == "konbini" and not typed["name"]:
        problems.append("name_missing")
    return problems


def guard(response: Response) -> Response:
    """No script, no frame, and forms that lead only here and back to the shop (browsers follow redirects with this)."""
    targets = {"'self'"} | {"{0.scheme}://{0.netloc}".format(urlsplit(url)) for url in g.get("return_urls", []) if url}
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action {' '.join(sorted(targets))}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers.setdefault("Cache-Control", "no-store")
    return response
