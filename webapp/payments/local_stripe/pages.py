"""The hosted pages: where the donor pays, is asked who they are, and where a slip is shown."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, g, make_response, redirect, render_template, request
from werkzeug.datastructures import MultiDict

from webapp.payments.local_stripe.accounts import Account, Accounts
from webapp.payments.local_stripe.backstage import Backstage
from webapp.payments.local_stripe.choices import CHALLENGES, choices, problems_of
from webapp.payments.local_stripe.errors import ApiError, NotPossible
from webapp.payments.local_stripe.methods import DECLINES, STORES
from webapp.payments.local_stripe.objects import Object
from webapp.payments.local_stripe.words import BANNER, Words


@dataclass(frozen=True)
class Pages:
    """What the pages can read and do; whose page it is follows from the number in its address."""

    accounts: Accounts
    secret: str
    base: Callable[[], str]

    def blueprint(self) -> Blueprint:
        """Every page; the templates and the style sheet lie beside this module."""
        pages = Blueprint("pages", __name__, template_folder="templates", static_folder="static")
        pages.add_url_rule("/pay/<ref>", view_func=self.pay)
        pages.add_url_rule("/pay/<ref>", view_func=self.submit, methods=["POST"])
        pages.add_url_rule("/challenge/<ref>", "challenge", self.elsewhere)
        pages.add_url_rule("/wallet/<ref>", "wallet", self.elsewhere)
        pages.add_url_rule("/slips/<ref>", view_func=self.slip)
        pages.add_url_rule("/payments/<ref>/<action>", view_func=self.act, methods=["POST"])
        pages.add_url_rule("/healthz", "healthz", lambda: "ok")
        Backstage(self).add_to(pages)
        pages.register_error_handler(ApiError, self.missing)
        pages.register_error_handler(NotPossible, self.late)
        pages.after_request(guard)
        return pages

    def pay(self, ref: str) -> Response:
        return self._form(self._session(ref), MultiDict(), [])

    def submit(self, ref: str) -> Response:
        session = self._session(ref)
        self.check_token(ref)
        if session["status"] != "open":
            return self._form(session, request.form, [])
        typed = {name: request.form.get(name, "").strip()[:200] for name in ("method", "email", "name")}
        if problems := problems_of(typed, session):
            return self._form(session, request.form, problems, status=422)
        own, method, email = self.accounts.holding(ref), typed["method"], typed["email"]
        if method in DECLINES:
            own.checkout.decline_card(ref, email=email, code=method)
            return self._form(self._session(ref), request.form, [f"declined_{method}"], status=402)
        if method in CHALLENGES:
            waiting = own.redirects.start(ref, CHALLENGES[method], email=email, name=typed["name"] or None)
            return self.go(waiting["next_action"]["redirect_to_url"]["url"])
        if method == "konbini":
            slip = own.checkout.issue_slip(ref, email=email, name=typed["name"])
            return self.go(f"{self.base()}/slips/{slip['id']}")
        return self.go(return_url(own.checkout.pay_card(ref, email=email, name=typed["name"] or None)))

    def elsewhere(self, ref: str) -> Response:
        """The page of the card's bank, or of the wallet."""
        own, intent = self.accounts.holding(ref), self.intent(ref)
        method = own.redirects.method(intent)
        if method is None:
            return self.go(f"{self.base()}/pay/{self.session_of(ref)['id']}")
        return self.payment("elsewhere.html", intent, method=method)

    def slip(self, ref: str) -> Response:
        intent = self.intent(ref)
        details = (intent["next_action"] or {}).get("konbini_display_details")
        return self.payment("slip.html", intent, details=details)

    def act(self, ref: str, action: str) -> Response:
        own, intent = self.accounts.holding(ref), self.intent(ref)
        self.check_token(ref)
        is_elsewhere = own.redirects.method(intent) is not None
        chain = request.form.get("store", STORES[0])
        own.till.perform(action, intent, chain=chain if chain in STORES else STORES[0])
        if is_elsewhere:
            session = self.session_of(ref)
            return self.go(return_url(session) if session["status"] == "complete" else session["url"])
        return self.go(f"{self.base()}/{'slips' if action.endswith('_slip') else 'payments'}/{ref}")

    def missing(self, _: ApiError) -> Response:
        return self.show("message.html", None, title="missing", more="missing_more", status=404)

    def late(self, _: NotPossible) -> Response:
        return self.show("message.html", None, title="late", more="late_more", status=409)

    def token(self, ref: str) -> str:
        """What a form must bring back."""
        return hmac.new(self.secret.encode(), ref.encode(), sha256).hexdigest()

    def check_token(self, ref: str) -> None:
        """NotPossible for a form that is not ours."""
        given = request.form.get("csrf_token", "")
        if not hmac.compare_digest(given.encode(), self.token(ref).encode()):
            raise NotPossible("the form was not ours")

    def intent(self, ref: str) -> Object:
        """A payment of any account."""
        return self.accounts.holding(ref).store.get("payment_intent", ref)

    def session_of(self, payment_ref: str) -> Object:
        """The session a payment belongs to."""
        own = self.accounts.holding(payment_ref)
        return own.store.where("checkout.session", payment_intent=payment_ref)[0]

    def _session(self, ref: str) -> Object:
        return self.accounts.holding(ref).store.get("checkout.session", ref)

    def payment(self, template: str, intent: Object, **facts: Any) -> Response:
        """A page about one payment, with what can happen next to it."""
        actions = self.accounts.holding(intent["id"]).till.actions(intent)
        session = self.session_of(intent["id"])
        return self.show(template, session, intent=intent, actions=actions, stores=STORES, **facts)

    def _form(self, session: Object, typed: MultiDict[str, str], problems: list[str], status: int = 200) -> Response:
        if session["status"] == "complete":
            return self.show("message.html", session, title="done", more="done_more", back=return_url(session))
        if session["status"] == "expired":
            back = session["cancel_url"]
            return self.show("message.html", session, title="expired", more="expired_more", back=back, status=410)
        found = problems or self._told_elsewhere(session)
        offers = choices(session)
        return self.show("pay.html", session, typed=typed, problems=found, offers=offers, status=status)

    def _told_elsewhere(self, session: Object) -> list[str]:
        """What the bank's or the wallet's page said no to, for who comes back from there."""
        intent = self.intent(session["payment_intent"]) if session["payment_intent"] else {}
        code = (intent.get("last_payment_error") or {}).get("code", "")
        return [f"told_{code}"] if f"told_{code}" in Words("ja") else []

    def show(self, template: str, session: Object | None, *, status: int = 200, **facts: Any) -> Response:
        """A page in the session's language, or the browser's where there is none."""
        if session:
            own: Account = self.accounts.holding(session["id"])
            g.return_urls = [session["success_url"], session["cancel_url"]]
            facts.setdefault("back", return_url(session))
            items = own.store.asked(session["id"])["line_items"]
            facts["csrf_token"] = self.token(facts.get("intent", session)["id"])
            facts["items"] = [item["price_data"]["product_data"]["name"] for item in items]
        words = Words(session["locale"] if session else request.accept_languages.best_match(["ja", "en"]))
        page = render_template(template, w=words, banner=BANNER, session=session, base=self.base(), **facts)
        return make_response(page, status)

    @staticmethod
    def go(url: str) -> Response:
        """To another page, by GET."""
        return make_response(redirect(url, 303))


def return_url(session: Object) -> str:
    """Where the donor goes after paying."""
    url: str = session["success_url"]
    return url.replace("{CHECKOUT_SESSION_ID}", session["id"])


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
