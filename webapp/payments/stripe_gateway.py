"""The one payment gateway on the real `stripe` client; a demo differs from production only by the address it is given."""

import ipaddress
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import stripe
from stripe.params import BalanceTransactionListParams, RefundCreateParams
from stripe.params.checkout import SessionCreateParams

from webapp.payments import stripe_reading as reading
from webapp.payments.gateway import (
    AttemptSpec,
    BadSignature,
    Envelope,
    GatewayDoubt,
    GatewayRefused,
    HostedPage,
    PaymentSnapshot,
    PaymentState,
    PayoutSnapshot,
    RefundSnapshot,
    SettlementLine,
)

STRIPE_ADDRESS = stripe.DEFAULT_API_BASE
TOLERANCE_SECONDS = 300
CURRENCY = "jpy"
TIMEOUT_SECONDS = (5.0, 30.0)
EXPAND = ["payment_intent.latest_charge.balance_transaction", "payment_intent.latest_charge.refunds"]


class StripeGateway:
    """Checkout Sessions, refunds and webhooks of one Stripe account, or of a loopback server of the same shape."""

    def __init__(
        self,
        secret_key: str,
        webhook_secrets: Sequence[str],
        *,
        api_base: str = STRIPE_ADDRESS,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        network_retries: int = 2,
    ) -> None:
        base = api_base.rstrip("/")
        self.livemode = _is_live(secret_key)
        guard_address(base, livemode=self.livemode)
        if not webhook_secrets or not all(s.strip() for s in webhook_secrets):
            raise ValueError("at least one webhook secret is needed")
        self._secrets = tuple(webhook_secrets)
        self._clock = clock
        # A proxy named by the environment must never see what is meant for this machine.
        proxy: Any = None if base == STRIPE_ADDRESS else {"http": "", "https": ""}
        self._client = stripe.StripeClient(
            secret_key,
            base_addresses={"api": base, "connect": base, "files": base, "meter_events": base},
            max_network_retries=network_retries,
            http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS, proxy=proxy),
        )

    def start(self, spec: AttemptSpec) -> HostedPage:
        """Open a Checkout Session; GatewayDoubt(needs_new_key) means a stored 500: look with `find`, then a new key."""
        with _answers():
            session = self._client.v1.checkout.sessions.create(
                _session_params(spec), {"idempotency_key": spec.idempotency_key}
            )
        return reading.page(session.to_dict())

    def find(self, reference: str, *, since: datetime) -> HostedPage | None:
        """The newest session that carries our reference."""
        with _answers():
            sessions = self._client.v1.checkout.sessions.list(
                {"created": {"gte": int(since.timestamp())}, "limit": 100}
            )
            for session in sessions.auto_paging_iter():
                if session.client_reference_id == reference:
                    return reading.page(session.to_dict())
        return None

    def snapshot(self, ref: str) -> PaymentSnapshot:
        """The truth about a session (`cs_…`) or the session of a payment (`pi_…`)."""
        with _answers():
            session_id = self._session_of(ref) if ref.startswith("pi_") else ref
            session = self._client.v1.checkout.sessions.retrieve(session_id, {"expand": EXPAND}).to_dict()
            charge = reading.charge_of(session)
            disputes = self._disputes(session) if charge and charge["disputed"] else []
            refunds = self._refunds(charge) if charge else []
        return reading.snapshot(session, refunds, disputes)

    def expire(self, ref: str) -> PaymentSnapshot:
        """Close an open session; one that is not open any more is reported as it is."""
        try:
            with _answers():
                self._client.v1.checkout.sessions.expire(ref)
        except GatewayRefused:
            now = self.snapshot(ref)
            if now.state is PaymentState.OPEN:
                raise
            return now
        return self.snapshot(ref)

    def refund(
        self, payment_ref: str, amount: int, *, key: str, email: str | None = None, reference: str | None = None
    ) -> RefundSnapshot:
        """Give money back; convenience-store payments need `email`, to which Stripe writes for a bank account."""
        params: RefundCreateParams = {
            "payment_intent": payment_ref,
            "amount": amount,
            "reason": "requested_by_customer",
        }
        if email:
            params["instructions_email"] = email
        if reference:
            params["metadata"] = {"refund": reference}
        with _answers():
            return reading.refund(self._client.v1.refunds.create(params, {"idempotency_key": key}).to_dict())

    def payouts(self, *, since: datetime) -> Iterator[PayoutSnapshot]:
        """Transfers to the bank account."""
        with _answers():
            asked = self._client.v1.payouts.list({"created": {"gte": int(since.timestamp())}, "limit": 100})
            for payout in asked.auto_paging_iter():
                yield reading.payout(payout.to_dict())

    def payout(self, ref: str) -> PayoutSnapshot:
        """One transfer to the bank account."""
        with _answers():
            return reading.payout(self._client.v1.payouts.retrieve(ref).to_dict())

    def settlements(self, *, since: datetime | None = None, payout: str | None = None) -> Iterator[SettlementLine]:
        """Lines of the account's balance, with the payment behind each."""
        asked: BalanceTransactionListParams = {"limit": 100, "expand": ["data.source"]}
        if since:
            asked["created"] = {"gte": int(since.timestamp())}
        if payout:
            asked["payout"] = payout
        with _answers():
            for line in self._client.v1.balance_transactions.list(asked).auto_paging_iter():
                yield reading.line(line.to_dict())

    def parse_webhook(self, body: bytes, headers: Mapping[str, str]) -> Envelope:
        """Verify by any of our secrets, bound the time on both sides (the SDK lets the future pass), check the mode."""
        header = next((value for name, value in headers.items() if name.lower() == "stripe-signature"), "")
        event = self._verified(body, header)
        self._refuse_future(header)
        if event.get("livemode") is not self.livemode:
            raise BadSignature("the event is of the other mode (test or live)")
        try:
            return reading.envelope(event)
        except (KeyError, TypeError, AttributeError, OverflowError) as error:
            raise BadSignature("the body is not a Stripe event") from error

    def _verified(self, body: bytes, header: str) -> dict[str, Any]:
        for secret in self._secrets:
            try:
                return self._client.construct_event(body, header, secret, TOLERANCE_SECONDS).to_dict()
            # The SDK stumbles over a signature outside ASCII, a body outside UTF-8 and a body that is no object.
            except (stripe.SignatureVerificationError, ValueError, TypeError, AttributeError):
                continue
        raise BadSignature("no secret of ours made this signature, it is too old, or the body is no event")

    def _refuse_future(self, header: str) -> None:
        signed_at = next(int(part[2:]) for part in header.split(",") if part.startswith("t="))
        if signed_at > self._clock().timestamp() + TOLERANCE_SECONDS:
            raise BadSignature("the signature is dated in the future")

    def _session_of(self, payment_ref: str) -> str:
        found = self._client.v1.checkout.sessions.list({"payment_intent": payment_ref, "limit": 1}).data
        if not found:
            raise GatewayRefused("no session belongs to this payment", code="resource_missing")
        return found[0].id

    def _refunds(self, charge: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Those that came with the charge, and the pages that did not."""
        told: Mapping[str, Any] = charge.get("refunds") or {}
        if not told.get("has_more"):
            return list(told.get("data", ()))
        found = self._client.v1.refunds.list({"charge": charge["id"], "limit": 100})
        return [refund.to_dict() for refund in found.auto_paging_iter()]

    def _disputes(self, session: Mapping[str, Any]) -> list[dict[str, Any]]:
        found = self._client.v1.disputes.list({"payment_intent": session["payment_intent"]["id"], "limit": 100})
        return [dispute.to_dict() for dispute in found.auto_paging_iter()]


def guard_address(base: str, *, livemode: bool) -> None:
    """Only Stripe itself may see a live key, and only this machine may play Stripe; ValueError otherwise."""
    if base == STRIPE_ADDRESS:
        return
    if livemode:
        raise ValueError("a live key may only be used with Stripe's own address")
    parts = urlsplit(base)
    if parts.scheme not in {"http", "https"} or not _is_loopback(parts.hostname or ""):
        raise ValueError("a payment server that is not Stripe must be on this machine (127.0.0.1)")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_live(secret_key: str) -> bool:
    if secret_key.startswith(("sk_live_", "rk_live_")):
        return True
    if secret_key.startswith(("sk_test_", "rk_test_")):
        return False
    raise ValueError("a Stripe key starts with sk_test_, rk_test_, sk_live_ or rk_live_")


@contextmanager
def _answers() -> Iterator[None]:
    """Sort the client's errors into "nobody knows" and "no"."""
    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        raise GatewayDoubt(str(error)) from error
    except stripe.APIError as error:
        raise GatewayDoubt(str(error), needs_new_key=(error.http_status or 0) >= 500) from error
    except stripe.StripeError as error:
        raise GatewayRefused(str(error), code=error.code, param=getattr(error, "param", None)) from error


def _session_params(spec: AttemptSpec) -> SessionCreateParams:
    metadata = {**spec.metadata, "attempt": spec.reference}
    params: SessionCreateParams = {
        "mode": "payment",
        "submit_type": "donate",
        "locale": spec.locale,
        "client_reference_id": spec.reference,
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": CURRENCY,
                    "unit_amount": spec.amount,
                    "product_data": {"name": spec.description},
                },
            }
        ],
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata, "description": spec.description},
        # Donation pages attract people who try out stolen cards, so every card is authenticated.
        "payment_method_options": {"card": {"request_three_d_secure": "any"}},
        "expires_at": int(spec.expires_at.timestamp()),
        "success_url": spec.success_url,
        "cancel_url": spec.cancel_url,
    }
    if spec.email:
        params["customer_email"] = spec.email
    if spec.excluded_methods:
        params["excluded_payment_method_types"] = list(spec.excluded_methods)
    if "konbini" not in spec.excluded_methods:
        params["payment_method_options"]["konbini"] = {"expires_after_days": spec.slip_days}
    return params
