"""A Checkout Session and the payment behind it: every field Stripe sends, filled with what we model, null elsewhere."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from webapp.payments.local_stripe.objects.base import CURRENCY, Object, new_id

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
    return {name: every[name] for name in methods if name in every}


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
