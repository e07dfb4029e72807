"""A charge: money that moved from the donor, or was refused."""

from collections.abc import Mapping
from typing import Any

from webapp.payments.local_stripe.objects.base import CURRENCY, Object, new_id

CHARGE_UNUSED = (
    "application application_fee application_fee_amount balance_transaction calculated_statement_descriptor "
    "customer failure_balance_transaction failure_code failure_message on_behalf_of receipt_email "
    "receipt_number receipt_url review shipping source source_transfer statement_descriptor "
    "statement_descriptor_suffix transfer_data transfer_group"
)


def charge(*, now: int, of: Mapping[str, Any], method: Object, payer: Mapping[str, Any]) -> Object:
    """One successful movement of money from the donor; a refused card gets it with `refuse`."""
    return {
        **dict.fromkeys(CHARGE_UNUSED.split()),
        "id": new_id("ch"),
        "object": "charge",
        "amount": of["amount"],
        "amount_captured": of["amount"],
        "amount_refunded": 0,
        "billing_details": {
            "address": dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state")),
            "email": payer["email"],
            "name": payer["name"],
            "phone": None,
            "tax_id": None,
        },
        "captured": True,
        "created": now,
        "currency": CURRENCY,
        "description": of["description"],
        "disputed": False,
        "fraud_details": {},
        "livemode": False,
        "metadata": of["metadata"],
        "outcome": outcome("authorized", "approved_by_network", None, "Payment complete."),
        "paid": True,
        "payment_intent": of["id"],
        "payment_method": of["payment_method"],
        "payment_method_details": method,
        "refunded": False,
        "refunds": {"object": "list", "data": [], "has_more": False, "url": "/v1/refunds"},
        "status": "succeeded",
    }


def outcome(kind: str, network: str, reason: str | None, message: str) -> Object:
    """What the card network answered."""
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": network,
        "reason": reason,
        "seller_message": message,
        "type": kind,
    }


def refuse(paid: Object, code: str, message: str) -> Object:
    """The same charge, declined by the card's bank."""
    return {
        **paid,
        "amount_captured": 0,
        "captured": False,
        "paid": False,
        "status": "failed",
        "failure_code": "card_declined",
        "failure_message": message,
        "outcome": outcome(
            "issuer_declined", "declined_by_network", code, "The bank did not return any further details."
        ),
    }
