"""The life of a Checkout Session and the payment behind it: opened, paid by card or at a till, refused, lapsed."""

from collections.abc import Callable, Mapping
from typing import Any

from webapp.payments.local_stripe import methods, objects
from webapp.payments.local_stripe.errors import ApiError
from webapp.payments.local_stripe.objects import Object
from webapp.payments.local_stripe.outbox import NO_REQUEST, Clock, Outbox
from webapp.payments.local_stripe.rules import LONGEST, check_session
from webapp.payments.local_stripe.store import Store


class NotPossible(Exception):
    """The page or the till came too late or too early for this step."""


class Checkout:
    """Every method is one transaction that leaves the objects and their events behind."""

    def __init__(self, store: Store, outbox: Outbox, clock: Clock, base: Callable[[], str]) -> None:
        self._store = store
        self._outbox = outbox
        self._clock = clock
        self._base = base

    def create(self, asked: Mapping[str, Any]) -> Object:
        """Open a session; Stripe sends no event for that."""
        now = self._clock.now()
        amount = check_session(asked, now=now)
        complete = {"expires_at": now + LONGEST, **asked}
        ref = objects.new_id("cs_test")
        session = objects.session(
            ref=ref,
            now=now,
            url=f"{self._base()}/pay/{ref}",
            amount=amount,
            methods=methods.usable(asked, amount),
            asked=complete,
        )
        with self._store.transaction():
            self._store.add(session, complete)
        return session

    def expire(self, ref: str, *, cause: Object = NO_REQUEST) -> Object:
        """Close an open session; ApiError for one that is not open."""
        with self._store.transaction():
            session = self._store.get("checkout.session", ref)
            if session["status"] != "open":
                message = (
                    f'Only Checkout Sessions with a status in ["open"] can be expired. '
                    f"This Checkout Session has a status of `{session['status']}`."
                )
                raise ApiError(message)
            session.update(status="expired", url=None)
            self._store.save(session)
            self._outbox.emit("checkout.session.expired", session, cause=cause)
        return session

    def pay_card(self, ref: str, *, email: str, name: str | None = None) -> Object:
        """The card is accepted: everything succeeds at once."""
        with self._store.transaction():
            session, intent = self._begin(ref, "card")
            intent.update(payment_method=objects.new_id("pm"), last_payment_error=None)
            self._succeed(session, intent, methods.card(intent["amount"]), email=email, name=name)
            self._outbox.emit("checkout.session.completed", session)
            self._book_fee(intent)
        return session

    def decline_card(self, ref: str, *, email: str, code: str = "generic_decline") -> Object:
        """The card's bank refuses: the session stays open for another try."""
        with self._store.transaction():
            session, intent = self._begin(ref, "card")
            error = methods.decline_error(code)
            intent["payment_method"] = objects.new_id("pm")
            payer = objects.customer_details(email, None)
            paid = objects.charge(now=self._clock.now(), of=intent, method=methods.card(intent["amount"]), payer=payer)
            charge = objects.refuse(paid, code, error["message"])
            intent.update(payment_method=None, last_payment_error=error, latest_charge=charge["id"])
            self._store.add(charge)
            self._store.save(session, intent)
            self._outbox.emit("charge.failed", charge)
            self._outbox.emit("payment_intent.payment_failed", intent)
        return session

    def issue_slip(self, ref: str, *, email: str, name: str) -> Object:
        """The donor chose the convenience store: the session is complete, the money is not there."""
        with self._store.transaction():
            session, intent = self._begin(ref, "konbini")
            days = session["payment_method_options"]["konbini"]["expires_after_days"]
            voucher = f"{self._base()}/slips/{intent['id']}"
            intent.update(
                payment_method=objects.new_id("pm"),
                last_payment_error=None,
                status="requires_action",
                next_action=methods.slip(now=self._clock.now(), days=days, voucher_url=voucher),
            )
            session.update(status="complete", url=None, customer_details=objects.customer_details(email, name))
            self._store.save(session, intent)
            self._outbox.emit("payment_intent.requires_action", intent)
            self._outbox.emit("checkout.session.completed", session)
        return intent

    def pay_slip(self, payment_ref: str, *, store: str = "lawson") -> Object:
        """The donor paid at the till; NotPossible after the slip's last second."""
        with self._store.transaction():
            session, intent = self._waiting_slip(payment_ref)
            if self._clock.now() > self._deadline(intent):
                raise NotPossible("the slip has lapsed")
            payer = session["customer_details"]
            intent["next_action"] = None
            self._succeed(session, intent, methods.konbini(store), email=payer["email"], name=payer["name"])
            self._outbox.emit("checkout.session.async_payment_succeeded", session)
            self._book_fee(intent)
        return session

    def lapse_slip(self, payment_ref: str) -> Object:
        """Nobody paid the slip."""
        with self._store.transaction():
            session, intent = self._waiting_slip(payment_ref)
            intent.update(
                status="requires_payment_method",
                next_action=None,
                payment_method=None,
                last_payment_error=methods.lapse_error(),
            )
            self._store.save(intent)
            self._outbox.emit("payment_intent.payment_failed", intent)
            self._outbox.emit("checkout.session.async_payment_failed", session)
        return session

    def expire_due(self) -> int:
        """Close what time has closed; how many sessions and slips that were."""
        now = self._clock.now()
        with self._store.transaction():
            sessions = [s for s in self._store.where("checkout.session", status="open") if s["expires_at"] <= now]
            waiting = self._store.where("payment_intent", status="requires_action")
            slips = [intent for intent in waiting if self._deadline(intent) < now]
            for session in sessions:
                self.expire(session["id"])
            for intent in slips:
                self.lapse_slip(intent["id"])
        return len(sessions) + len(slips)

    def _begin(self, ref: str, method: str) -> tuple[Object, Object]:
        session = self._store.get("checkout.session", ref)
        if session["status"] != "open" or session["expires_at"] <= self._clock.now():
            raise NotPossible("the page no longer takes payments")
        if method not in session["payment_method_types"]:
            raise NotPossible("this page does not offer the method")
        if session["payment_intent"]:
            return session, self._store.get("payment_intent", session["payment_intent"])
        intent = objects.payment_intent(now=self._clock.now(), of=session, asked=self._store.asked(ref))
        session["payment_intent"] = intent["id"]
        self._store.add(intent)
        self._store.save(session)
        self._outbox.emit("payment_intent.created", intent)
        return session, intent

    def _succeed(self, session: Object, intent: Object, method: Object, *, email: str, name: str | None) -> None:
        payer = objects.customer_details(email, name)
        charge = objects.charge(now=self._clock.now(), of=intent, method=method, payer=payer)
        intent.update(status="succeeded", amount_received=intent["amount"], latest_charge=charge["id"])
        session.update(status="complete", payment_status="paid", url=None, customer_details=payer)
        self._store.add(charge)
        self._store.save(session, intent)
        self._outbox.emit("charge.succeeded", charge)
        self._outbox.emit("payment_intent.succeeded", intent)

    def _book_fee(self, intent: Object) -> None:
        """With asynchronous capture the balance line follows the charge, so `charge.succeeded` has none yet."""
        charge = self._store.get("charge", intent["latest_charge"])
        amount = charge["amount"]
        line = objects.balance_transaction(
            now=self._clock.now(),
            kind="charge",
            amount=amount,
            source=charge["id"],
            fee=objects.fee_on(amount),
        )
        charge["balance_transaction"] = line["id"]
        self._store.add(line)
        self._store.save(charge)
        self._outbox.emit("charge.updated", charge, before={"balance_transaction": None})

    def _waiting_slip(self, payment_ref: str) -> tuple[Object, Object]:
        intent = self._store.get("payment_intent", payment_ref)
        if intent["status"] != "requires_action":
            raise NotPossible("no slip is waiting to be paid")
        return self._store.where("checkout.session", payment_intent=payment_ref)[0], intent

    @staticmethod
    def _deadline(intent: Object) -> int:
        deadline: int = intent["next_action"]["konbini_display_details"]["expires_at"]
        return deadline
