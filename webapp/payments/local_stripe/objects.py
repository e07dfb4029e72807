"""The objects the server keeps and sends: every field Stripe's have, filled with what we model and null elsewhere."""

import secrets
import string
from collections.abc import Mapping, Sequence
from typing import Any

ALPHABET = string.ascii_letters + string.digits
CURRENCY = "jpy"
FEE_PERMILLE = 36
Object = dict[str, Any]

# Fields Stripe always sends: null until something fills them.
SESSION_UNUSED = (
    "after_expiration allow_promotion_codes billing_address_collection client_secret collected_information "
    "consent consent_collection currency_conversion customer customer_account customer_details "
    "integration_identifier invoice invoice_creation origin_context payment_intent payment_link "
    "payment_method_configuration_details permissions recovered_from saved_payment_method_options "
    "setup_intent shipping_address_collection shipping_cost subscription wallet_options"
)
INTENT_UNUSED = (
    "application application_fee_amount automatic_payment_methods canceled_at cancellation_reason customer "
    "customer_account last_payment_error latest_charge managed_payments next_action on_behalf_of "
    "payment_method payment_method_configuration_details processing receipt_email review setup_future_usage "
    "shipping source statement_descriptor statement_descriptor_suffix transfer_data transfer_group"
)
CHARGE_UNUSED = (
    "application application_fee application_fee_amount balance_transaction calculated_statement_descriptor "
    "customer failure_balance_transaction failure_code failure_message on_behalf_of receipt_email "
    "receipt_number receipt_url review shipping source source_transfer statement_descriptor "
    "statement_descriptor_suffix transfer_data transfer_group"
)
EVIDENCE_UNUSED = (
    "access_activity_log billing_address cancellation_policy cancellation_policy_disclosure "
    "cancellation_rebuttal customer_communication customer_email_address customer_name customer_purchase_ip "
    "customer_signature duplicate_charge_documentation duplicate_charge_explanation duplicate_charge_id "
    "product_description receipt refund_policy refund_policy_disclosure refund_refusal_explanation "
    "service_date service_documentation shipping_address shipping_carrier shipping_date "
    "shipping_documentation shipping_tracking_number uncategorized_file uncategorized_text"
)


def new_id(prefix: str) -> str:
    """An id in Stripe's manner; sessions say that they are of test mode."""
    length = 58 if prefix == "cs_test" else 24
    return f"{prefix}_" + "".join(secrets.choice(ALPHABET) for _ in range(length))


def session(*, ref: str, now: int, url: str, amount: int, methods: Sequence[str], asked: Mapping[str, Any]) -> Object:
    """A Checkout Session as it stands right after it was asked for."""
    return {
        **dict.fromkeys(SESSION_UNUSED.split()),
        "id": ref,
        "object": "checkout.session",
        "adaptive_pricing": {"enabled": False},
        "amount_subtotal": amount,
        "amount_total": amount,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "cancel_url": asked.get("cancel_url"),
        "client_reference_id": asked.get("client_reference_id"),
        "created": now,
        "currency": CURRENCY,
        "custom_fields": [],
        "custom_text": {
            "after_submit": None,
            "shipping_address": None,
            "submit": None,
            "terms_of_service_acceptance": None,
        },
        "customer_creation": "if_required",
        "customer_email": asked.get("customer_email"),
        "discounts": [],
        "expires_at": asked["expires_at"],
        "livemode": False,
        "locale": asked.get("locale"),
        "managed_payments": {"enabled": False},
        "metadata": asked.get("metadata", {}),
        "mode": "payment",
        "payment_method_collection": "if_required",
        "payment_method_options": _options(asked, methods),
        "payment_method_types": list(methods),
        "payment_status": "unpaid",
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "status": "open",
        "submit_type": asked.get("submit_type"),
        "success_url": asked["success_url"],
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": url,
    }


def _options(asked: Mapping[str, Any], methods: Sequence[str]) -> Object:
    given = asked.get("payment_method_options", {})
    secure = given.get("card", {}).get("request_three_d_secure", "automatic")
    every: Object = {
        "card": {"request_three_d_secure": secure},
        "konbini": {"expires_after_days": given.get("konbini", {}).get("expires_after_days", 3)},
    }
    return {name: every[name] for name in methods}


def customer_details(email: str, name: str | None) -> Object:
    """Who paid, as typed on the hosted page."""
    return {
        "address": None,
        "business_name": None,
        "email": email,
        "individual_name": None,
        "name": name,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }


def payment_intent(*, now: int, of: Mapping[str, Any], asked: Mapping[str, Any]) -> Object:
    """The payment behind a session, before any method was tried."""
    ref = new_id("pi")
    data = asked.get("payment_intent_data", {})
    return {
        **dict.fromkeys(INTENT_UNUSED.split()),
        "id": ref,
        "object": "payment_intent",
        "amount": of["amount_total"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "capture_method": "automatic_async",
        "client_secret": f"{ref}_secret_{secrets.token_hex(12)}",
        "confirmation_method": "automatic",
        "created": now,
        "currency": CURRENCY,
        "description": data.get("description"),
        "excluded_payment_method_types": asked.get("excluded_payment_method_types"),
        "livemode": False,
        "metadata": data.get("metadata", {}),
        "payment_method_options": _intent_options(of["payment_method_options"]),
        "payment_method_types": of["payment_method_types"],
        "status": "requires_payment_method",
    }


def _intent_options(chosen: Mapping[str, Any]) -> Object:
    options: Object = {}
    if "card" in chosen:
        options["card"] = {"installments": None, "mandate_options": None, "network": None, **chosen["card"]}
    if "konbini" in chosen:
        days = chosen["konbini"]["expires_after_days"]
        options["konbini"] = {
            "confirmation_number": None,
            "expires_after_days": days,
            "expires_at": None,
            "product_description": None,
        }
    return options


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


def balance_transaction(*, now: int, kind: str, amount: int, source: str, fee: int = 0) -> Object:
    """One line of the account's balance; `amount` is signed."""
    fees = [{"amount": fee, "application": None, "currency": CURRENCY, "description": None, "type": "stripe_fee"}]
    return {
        "id": new_id("txn"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": now + 4 * 86400,
        "balance_type": "payments",
        "created": now,
        "currency": CURRENCY,
        "description": None,
        "exchange_rate": None,
        "fee": fee,
        "fee_details": fees if fee else [],
        "net": amount - fee,
        "reporting_category": kind,
        "source": source,
        "status": "pending",
        "type": {"dispute": "adjustment", "dispute_reversal": "adjustment"}.get(kind, kind),
    }


def fee_on(amount: int) -> int:
    """An example fee, rounded down; the true one stands in each account's contract."""
    return amount * FEE_PERMILLE // 1000


def refund(*, now: int, of: Mapping[str, Any], amount: int, asked: Mapping[str, Any]) -> Object:
    """One refund of a card payment, which succeeds at once."""
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
        "destination_details": {"card": {"type": "refund"}, "type": "card"},
        "metadata": asked.get("metadata") or {},
        "payment_intent": of["payment_intent"],
        "payment_method": None,
        "reason": asked.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }


def event(
    *, now: int, kind: str, about: Mapping[str, Any], cause: Object, version: str, before: Object | None
) -> Object:
    """A message about an object as it is at this moment; `before` holds the changed fields' old values."""
    data: Object = {"object": dict(about)}
    if before is not None:
        data["previous_attributes"] = before
    return {
        "id": new_id("evt"),
        "object": "event",
        "api_version": version,
        "created": now,
        "data": data,
        "livemode": False,
        "pending_webhooks": 1,
        "request": cause,
        "type": kind,
    }


def dispute(*, now: int, of: Mapping[str, Any], line: Object) -> Object:
    """A card holder's complaint about a whole charge."""
    return {
        "id": new_id("dp"),
        "object": "dispute",
        "amount": of["amount"],
        "balance_transactions": [line],
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
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": of["payment_intent"],
        "payment_method_details": {
            "card": {"brand": "visa", "case_type": "chargeback", "network_reason_code": "10.4"},
            "type": "card",
        },
        "reason": "fraudulent",
        "status": "needs_response",
    }
