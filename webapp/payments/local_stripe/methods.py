"""The ways to pay that are modelled, card, convenience store and PayPay: what Stripe says about each, and their limits."""

import secrets
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from webapp.payments.local_stripe.objects import Object

JAPAN = ZoneInfo("Asia/Tokyo")
METHODS = ("card", "konbini", "paypay")
KONBINI_YEN = range(120, 300_001)
STORES = ("familymart", "lawson", "ministop", "seicomart")
DECLINES: Mapping[str, str] = {
    "generic_decline": "Your card was declined.",
    "insufficient_funds": "Your card has insufficient funds.",
}
AUTHENTICATION_FAILED = "payment_intent_authentication_failure"
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


def card(amount: int, *, flow: str = "frictionless", result: str = "authenticated") -> Object:
    """The test card 4242, authenticated without a challenge or with one."""
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
            "authentication_flow": flow,
            "electronic_commerce_indicator": "05" if result == "authenticated" else "07",
            "exemption_indicator": None,
            "result": result,
            "result_reason": None if result == "authenticated" else "rejected",
            "transaction_id": None,
            "version": "2.2.0",
        },
    }
    return {"card": details, "type": "card"}


def konbini(store: str) -> Object:
    """A payment made at the till of one chain."""
    return {"konbini": {"store": {"chain": store}}, "type": "konbini"}


def paypay() -> Object:
    """A payment agreed to in the wallet; Stripe tells nothing more about it."""
    return {"paypay": {}, "type": "paypay"}


def redirect(url: str, back: str) -> Object:
    """What a payer has to do next: visit another page, of the card's bank or of the wallet."""
    return {"redirect_to_url": {"return_url": back, "url": url}, "type": "redirect_to_url"}


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


def redirect_error(code: str, message: str) -> Object:
    """A payment's last error after the page of the bank or of the wallet ended without a yes."""
    return {
        "type": "card_error" if code == AUTHENTICATION_FAILED else "invalid_request_error",
        "code": code,
        "message": message,
    }


def lapse_error() -> Object:
    """A payment's last error after a slip was not paid in time."""
    return {
        "type": "invalid_request_error",
        "code": "payment_intent_payment_attempt_expired",
        "message": "The payment attempt for this PaymentIntent has expired.",
    }


def _digits(count: int) -> str:
    return "".join(secrets.choice("0123456789") for _ in range(count))
