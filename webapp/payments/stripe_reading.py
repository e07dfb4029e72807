"""Stripe's objects, as plain dictionaries, in the service's own words."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from webapp.payments.gateway import (
    DisputeSnapshot,
    DisputeState,
    Envelope,
    HostedPage,
    PaymentSnapshot,
    PaymentState,
    PayoutSnapshot,
    PayoutState,
    RefundSnapshot,
    RefundState,
    SettlementLine,
)

Object = Mapping[str, Any]

# What a webhook endpoint at Stripe has to be subscribed to; everything else is answered and forgotten.
SUBSCRIBED_EVENTS = frozenset(
    {
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
        "charge.refunded",
        "charge.updated",
        "charge.dispute.created",
        "charge.dispute.updated",
        "charge.dispute.closed",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
        "refund.created",
        "refund.updated",
        "refund.failed",
        "payment_intent.payment_failed",
        "payout.paid",
        "payout.failed",
        "payout.reconciliation_completed",
    }
)

# An inquiry ("warning") or a prevented dispute moves no money; a closed one of these is over without loss.
_DISPUTES = {
    "warning_needs_response": DisputeState.INQUIRY,
    "warning_under_review": DisputeState.INQUIRY,
    "warning_closed": DisputeState.WON,
    "prevented": DisputeState.WON,
    "needs_response": DisputeState.NEEDS_RESPONSE,
    "under_review": DisputeState.UNDER_REVIEW,
    "lost": DisputeState.LOST,
    "won": DisputeState.WON,
}
_PAYOUTS = {
    "pending": PayoutState.PENDING,
    "in_transit": PayoutState.PENDING,
    "paid": PayoutState.PAID,
    "canceled": PayoutState.CANCELED,
    "failed": PayoutState.FAILED,
}


def _utc(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _maybe_utc(seconds: int | None) -> datetime | None:
    return None if seconds is None else _utc(seconds)


def page(session: Object) -> HostedPage:
    """A session as the page that a donor opens."""
    return HostedPage(ref=session["id"], url=session.get("url"), expires_at=_utc(session["expires_at"]))


def charge_of(session: Object) -> Object | None:
    """The charge by which a session was paid."""
    charge = (session["payment_intent"] or {}).get("latest_charge")
    return charge if charge and charge["status"] == "succeeded" else None


def _state(session: Object) -> PaymentState:
    if session["status"] == "open":
        return PaymentState.OPEN
    if session["status"] == "expired":
        return PaymentState.EXPIRED
    if session["payment_status"] == "paid":
        return PaymentState.PAID
    still_possible = {"requires_action", "processing", "requires_capture", "succeeded"}
    if session["payment_intent"]["status"] in still_possible:
        return PaymentState.PROCESSING
    return PaymentState.FAILED


def snapshot(session: Object, refunds: Iterable[Object], disputes: Iterable[Object]) -> PaymentSnapshot:
    """A session with everything that hangs on it."""
    intent: Object = session["payment_intent"] or {}
    charge: Object = charge_of(session) or {}
    slip = (intent.get("next_action") or {}).get("konbini_display_details") or {}
    error = intent.get("last_payment_error") or {}
    known = tuple(dispute(d) for d in disputes)
    return PaymentSnapshot(
        ref=session["id"],
        payment_ref=intent.get("id"),
        reference=session["client_reference_id"],
        state=_state(session),
        amount=session["amount_total"],
        currency=session["currency"],
        captured=charge.get("amount_captured", 0),
        refunded=charge.get("amount_refunded", 0),
        disputed=sum(d.withdrawn - d.reinstated for d in known),
        livemode=session["livemode"],
        expires_at=_utc(session["expires_at"]),
        paid_at=_maybe_utc(charge.get("created")),
        method=(charge.get("payment_method_details") or {}).get("type") or ("konbini" if slip else None),
        fee=(charge.get("balance_transaction") or {}).get("fee"),
        slip_url=slip.get("hosted_voucher_url"),
        slip_expires_at=_maybe_utc(slip.get("expires_at")),
        failure=error.get("decline_code") or error.get("code"),
        metadata=session["metadata"] or {},
        refunds=tuple(refund(r) for r in refunds),
        disputes=known,
    )


def refund(found: Object) -> RefundSnapshot:
    """One refund."""
    return RefundSnapshot(
        ref=found["id"],
        payment_ref=found["payment_intent"],
        state=RefundState(found["status"] or "pending"),
        amount=found["amount"],
        currency=found["currency"],
        created_at=_utc(found["created"]),
        failure=found.get("failure_reason"),
        reference=(found.get("metadata") or {}).get("refund"),
        is_booked=found.get("balance_transaction") is not None,
    )


def dispute(found: Object) -> DisputeSnapshot:
    """One dispute, with its lines of the balance added up."""
    lines = found.get("balance_transactions") or []
    return DisputeSnapshot(
        ref=found["id"],
        state=_DISPUTES[found["status"]],
        amount=found["amount"],
        opened_at=_utc(found["created"]),
        withdrawn=-sum(line["amount"] for line in lines if line["amount"] < 0),
        reinstated=sum(line["amount"] for line in lines if line["amount"] > 0),
        fee=sum(line["fee"] for line in lines),
        reason=found.get("reason") or "",
        due_at=_maybe_utc((found.get("evidence_details") or {}).get("due_by")),
    )


def payout(found: Object) -> PayoutSnapshot:
    """One transfer to the bank; the day of arrival is midnight UTC of a date."""
    return PayoutSnapshot(
        ref=found["id"],
        state=_PAYOUTS[found["status"]],
        amount=found["amount"],
        currency=found["currency"],
        created_at=_utc(found["created"]),
        arrives_on=_utc(found["arrival_date"]).date(),
        is_automatic=found["automatic"],
        failure=found.get("failure_code"),
    )


def line(found: Object) -> SettlementLine:
    """One line of the balance; its source is expanded where it belongs to a payment."""
    source = found.get("source")
    about: Object = source if isinstance(source, Mapping) else {"id": source}
    return SettlementLine(
        ref=found["id"],
        kind=found["reporting_category"],
        amount=found["amount"],
        fee=found["fee"],
        net=found["net"],
        currency=found["currency"],
        created_at=_utc(found["created"]),
        available_at=_utc(found["available_on"]),
        source=about["id"],
        payment_ref=about.get("payment_intent"),
    )


def envelope(event: Object) -> Envelope:
    """A verified event: what it is about, and nothing it claims."""
    thing: Object = event["data"]["object"]
    kind = thing.get("object")
    intent = thing.get("id") if kind == "payment_intent" else thing.get("payment_intent")
    metadata: Mapping[str, str] = thing.get("metadata") or {}
    return Envelope(
        event_id=event["id"],
        type=event["type"],
        occurred_at=_utc(event["created"]),
        is_relevant=event["type"] in SUBSCRIBED_EVENTS,
        session_ref=thing.get("id") if kind == "checkout.session" else None,
        payment_ref=intent,
        reference=thing.get("client_reference_id") or metadata.get("attempt"),
        account=event.get("account"),
        api_version=event.get("api_version"),
        payout_ref=thing.get("id") if kind == "payout" else None,
    )
