"""The two ways to pay that are modelled, card and convenience store: what Stripe says about each, and their limits."""

import secrets
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from webapp.payments.local_stripe.objects import Object

JAPAN = ZoneInfo("Asia/Tokyo")
METHODS = ("card", "konbini")
KONBINI_YEN = range(120, 300_001)
STORES = ("familymart", "lawson", "ministop", "seicomart")
DECLINES: Mapping[str, str] = {
    "generic_decline": "Your card was declined.",
    "insufficient_funds": "Your card has insufficient funds.",
}
CARD_UNUSED = (
    "amount_authorized authorization_code installments mandate network_token network_transaction_id "
    "regulated_status wallet"
)


def usable(asked: Mapping[str, Any], amount: int) -> list[str]:
    """The methods that remain after the caller's filters and each method's own limits."""
    allowed = asked.get("allowed_payment_method_types", METHODS)
    excluded = asked.get("excluded_payment_method_types", ())
    kept = [name for name in METHODS if name in allowed and name not in excluded]
    return [name for name in kept if name != "konbini" or amount in KONBINI_YEN]


def card(amount: int) -> Object:
    """The test card 4242, authenticated without a challenge."""
    details: Object = {
        **dict.fromkeys(CARD_UNUSED.split()),
        "brand": "visa",
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
        "country": "JP",
        "exp_month": 12,
        "exp_year": 2040,
        "extended_authorization": {"status": "disabled"},
        "fingerprint": "LocalTestCard424",
        "funding": "credit",
        "incremental_authorization": {"status": "unavailable"},
        "last4": "4242",
        "multicapture": {"status": "unavailable"},
        "network": "visa",
        "overcapture": {"maximum_amount_capturable": amount, "status": "unavailable"},
        "three_d_secure": {
            "authentication_flow": "frictionless",
            "electronic_commerce_indicator": "05",
            "exemption_indicator": None,
            "result": "authenticated",
            "result_reason": None,
            "transaction_id": None,
            "version": "2.2.0",
        },
    }
    return {"card": details, "type": "card"}


def konbini(store: str) -> Object:
    """A payment made at the till of one chain."""
    return {"konbini": {"store": {"chain": store}}, "type": "konbini"}


def slip(*, now: int, days: int, voucher_url: str) -> Object:
    """The numbers to pay with in any of the four chains, until the end of a day in Japan."""
    codes = {"confirmation_number": _digits(11), "payment_code": _digits(6)}
    details = {
        "expires_at": slip_deadline(now, days),
        "hosted_voucher_url": voucher_url,
        "stores": {chain: dict(codes) for chain in STORES},
    }
    return {"konbini_display_details": details, "type": "konbini_display_details"}


def slip_deadline(now: int, days: int) -> int:
    """23:59:59 in Japan on the day `days` after today."""
    last_day = datetime.fromtimestamp(now, JAPAN).date() + timedelta(days=days)
    return int(datetime.combine(last_day, time(23, 59, 59), JAPAN).timestamp())


def decline_error(code: str) -> Object:
    """A payment's last error after the card's bank refused."""
    return {"type": "card_error", "code": "card_declined", "decline_code": code, "message": DECLINES[code]}


def lapse_error() -> Object:
    """A payment's last error after a slip was not paid in time."""
    return {
        "type": "invalid_request_error",
        "code": "payment_intent_payment_attempt_expired",
        "message": "The payment attempt for this PaymentIntent has expired.",
    }


def _digits(count: int) -> str:
    return "".join(secrets.choice("0123456789") for _ in range(count))
