"""The life of a Checkout Session and the payment behind it: opened, paid by card or at a till, refused, lapsed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from webapp.payments.local_stripe import methods, objects
from webapp.payments.local_stripe.balance import Balance
from webapp.payments.local_stripe.errors import ApiError, NotPossible
from webapp.payments.local_stripe.objects import Object
from webapp.payments.local_stripe.outbox import NO_REQUEST, Clock, Outbox
from webapp.payments.local_stripe.rules import LONGEST, check_session
from webapp.payments.local_stripe.store import Store


@dataclass(frozen=True)
class Checkout:
    """Every method is one transaction that leaves the objects and their events behind."""

    store: Store
    outbox: Outbox
    clock: Clock
    balance: Balance
    base: Callable[[], str]

    def create(self, asked: Mapping[str, Any]) -> Object:
        """Open a session; Stripe sends no event for that."""
        now = self.clock.now()
        amount = check_session(asked, now=now)
        complete = {"expires_at": now + LONGEST, **asked}
        ref = objects.new_id("cs_test")
        session = objects.session(
            ref=ref,
            now=now,
            url=f"{self.base()}/pay/{ref}",
            amount=amount,
            methods=methods.usable(asked, amount),
            asked=complete,
        )
        with self.store.transaction():
            self.store.add(session, complete)
        return session

    def expire(self, ref: str, *, cause: Object = NO_REQUEST) -> Object:
        """Close an open session; ApiError for one that is not open."""
        with self.store.transaction():
            session = self.store.get("checkout.session", ref)
            if session["status"] != "open":
                message = (
                    f'Only Checkout Sessions with a status in ["open"] can be expired. '
                    f"This Checkout Session has a status of `{session['status']}`."
                )
                raise ApiError(message)
            session.update(status="expired", url=None)
            self.store.save(session)
            self.outbox.emit("checkout.session.expired", session, cause=cause)
        return session

    def pay_card(self, ref: str, *, email: str, name: str | None = None) -> Object:
        """The card is accepted: everything succeeds at once."""
        with self.store.transaction():
            session, intent = self.begin(ref, "card")
            payer = objects.customer_details(email, name)
            self.complete(session, intent, methods.card(intent["amount"]), payer)
        return session

    def decline_card(self, ref: str, *, email: str, code: str = "generic_decline") -> Object:
        """The card's bank refuses: the session stays open for another try."""
        with self.store.transaction():
            session, intent = self.begin(ref, "card")
            error = methods.decline_error(code)
            intent["payment_method"] = objects.new_id("pm")
            payer = objects.customer_details(email, None)
            paid = objects.charge(now=self.clock.now(), of=intent, method=methods.card(intent["amount"]), payer=payer)
            charge = objects.refuse(paid, code, error["message"])
            intent["latest_charge"] = charge["id"]
            self.store.add(charge)
            self.outbox.emit("charge.failed", charge)
            self.fail(intent, error)
        return session

    def issue_slip(self, ref: str, *, email: str, name: str) -> Object:
        """The donor chose the convenience store: the session is complete, the money is not there."""
        with self.store.transaction():
            session, intent = self.begin(ref, "konbini")
            days = session["payment_method_options"]["konbini"]["expires_after_days"]
            voucher = f"{self.base()}/slips/{intent['id']}"
            intent.update(
                payment_method=objects.new_id("pm"),
                last_payment_error=None,
                status="requires_action",
                next_action=methods.slip(now=self.clock.now(), days=days, voucher_url=voucher),
            )
            session.update(status="complete", url=None, customer_details=objects.customer_details(email, name))
            self.store.save(session, intent)
            self.outbox.emit("payment_intent.requires_action", intent)
            self.outbox.emit("checkout.session.completed", session)
        return intent

    def pay_slip(self, payment_ref: str, *, store: str = "lawson") -> Object:
        """The donor paid at the till; NotPossible after the slip's last second."""
        with self.store.transaction():
            session, intent = self._waiting_slip(payment_ref)
            if self.clock.now() > slip_deadline(intent):
                raise NotPossible("the slip has lapsed")
            told = "checkout.session.async_payment_succeeded"
            self.complete(session, intent, methods.konbini(store), session["customer_details"], told=told)
        return session

    def lapse_slip(self, payment_ref: str) -> Object:
        """Nobody paid the slip."""
        with self.store.transaction():
            session, intent = self._waiting_slip(payment_ref)
            self.fail(intent, methods.lapse_error())
            self.outbox.emit("checkout.session.async_payment_failed", session)
        return session

    def expire_due(self) -> int:
        """Close what time has closed; how many sessions and slips that were."""
        now = self.clock.now()
        with self.store.transaction():
            sessions = [s for s in self.store.where("checkout.session", status="open") if s["expires_at"] <= now]
            waiting = self.store.where("payment_intent", status="requires_action")
            slips = [intent for intent in waiting if has_slip(intent) and slip_deadline(intent) < now]
            for session in sessions:
                self.expire(session["id"])
            for intent in slips:
                self.lapse_slip(intent["id"])
        return len(sessions) + len(slips)

    def begin(self, ref: str, method: str) -> tuple[Object, Object]:
        """An open session and its payment, made with the first try; NotPossible when it takes no money any more."""
        session = self.store.get("checkout.session", ref)
        if session["status"] != "open" or session["expires_at"] <= self.clock.now():
            raise NotPossible("the page no longer takes payments")
        if method not in session["payment_method_types"]:
            raise NotPossible("this page does not offer the method")
        if session["payment_intent"]:
            return session, self.store.get("payment_intent", session["payment_intent"])
        intent = objects.payment_intent(now=self.clock.now(), of=session, asked=self.store.asked(ref))
        session["payment_intent"] = intent["id"]
        self.store.add(intent)
        self.store.save(session)
        self.outbox.emit("payment_intent.created", intent)
        return session, intent

    def complete(
        self,
        session: Object,
        intent: Object,
        method: Object,
        payer: Object,
        *,
        told: str = "checkout.session.completed",
    ) -> None:
        """The money is there: charge, payment, session, and the line of the balance at once or later."""
        intent.update(payment_method=intent["payment_method"] or objects.new_id("pm"))
        charge = objects.charge(now=self.clock.now(), of=intent, method=method, payer=payer)
        intent.update(
            status="succeeded",
            amount_received=intent["amount"],
            latest_charge=charge["id"],
            last_payment_error=None,
            next_action=None,
        )
        session.update(status="complete", payment_status="paid", url=None, customer_details=payer)
        self.store.add(charge)
        self.store.save(session, intent)
        self.outbox.emit("charge.succeeded", charge)
        self.outbox.emit("payment_intent.succeeded", intent)
        self.outbox.emit(told, session)
        self.balance.book_soon(charge)

    def fail(self, intent: Object, error: Object) -> None:
        """This try came to nothing; another one may follow while the session is open."""
        intent.update(status="requires_payment_method", next_action=None, payment_method=None, last_payment_error=error)
        self.store.save(intent)
        self.outbox.emit("payment_intent.payment_failed", intent)

    def _waiting_slip(self, payment_ref: str) -> tuple[Object, Object]:
        intent = self.store.get("payment_intent", payment_ref)
        if not has_slip(intent):
            raise NotPossible("no slip is waiting to be paid")
        return self.store.where("checkout.session", payment_intent=payment_ref)[0], intent


def has_slip(intent: Object) -> bool:
    """Whether a payment waits at a till."""
    return bool((intent["next_action"] or {}).get("konbini_display_details"))


def slip_deadline(intent: Object) -> int:
    """The last second in which a slip can be paid."""
    deadline: int = intent["next_action"]["konbini_display_details"]["expires_at"]
    return deadline
