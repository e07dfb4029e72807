"""Money on its way back: refunds, and disputes of card holders."""

from collections.abc import Mapping
from typing import Any

from webapp.payments.local_stripe.objects.base import CURRENCY, Object, new_id

EVIDENCE_UNUSED = (
    "access_activity_log billing_address cancellation_policy cancellation_policy_disclosure "
    "cancellation_rebuttal customer_communication customer_email_address customer_name customer_purchase_ip "
    "customer_signature duplicate_charge_documentation duplicate_charge_explanation duplicate_charge_id "
    "product_description receipt refund_policy refund_policy_disclosure refund_refusal_explanation "
    "service_date service_documentation shipping_address shipping_carrier shipping_date "
    "shipping_documentation shipping_tracking_number uncategorized_file uncategorized_text"
)


def refund(*, now: int, of: Mapping[str, Any], amount: int, asked: Mapping[str, Any]) -> Object:
    """One refund, as it is when nothing stands in its way."""
    return {
        "id": new_id("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": of["id"],
        "created": now,
        "currency": CURRENCY,
        "customer": None,
        "customer_account": None,
        "destination_details": _destination(of["payment_method_details"]["type"]),
        "metadata": asked.get("metadata") or {},
        "payment_intent": of["payment_intent"],
        "payment_method": None,
        "reason": asked.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }


def _destination(method: str) -> Object:
    return {"card": {"type": "refund"}, "type": "card"} if method == "card" else {"type": method}


def dispute(*, now: int, of: Mapping[str, Any], amount: int, is_inquiry: bool) -> Object:
    """A card holder's complaint about a charge or a part of it; an inquiry has not moved any money yet."""
    return {
        "id": new_id("dp"),
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": of["id"],
        "created": now,
        "currency": CURRENCY,
        "enhanced_eligibility_types": [],
        "evidence": {**dict.fromkeys(EVIDENCE_UNUSED.split()), "enhanced_evidence": {}},
        "evidence_details": {
            "due_by": now + 7 * 86400,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": is_inquiry,
        "livemode": False,
        "metadata": {},
        "payment_intent": of["payment_intent"],
        "payment_method_details": {
            "card": {
                "brand": "visa",
                "case_type": "inquiry" if is_inquiry else "chargeback",
                "network_reason_code": "10.4",
            },
            "type": "card",
        },
        "reason": "fraudulent",
        "status": "warning_needs_response" if is_inquiry else "needs_response",
    }
