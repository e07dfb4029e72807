"""What Stripe checks beyond the types, of a new Checkout Session and of a refund, and which parameters are modelled."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from webapp.payments.local_stripe import methods
from webapp.payments.local_stripe.errors import ApiError
from webapp.payments.local_stripe.objects import CURRENCY, Object
from webapp.payments.local_stripe.store import Store

# A parameter that would be accepted and then ignored would make the demo lie, so the rest is refused.
MODELLED: Mapping[str, frozenset[str]] = {
    "": frozenset(
        {
            "allowed_payment_method_types",
            "cancel_url",
            "client_reference_id",
            "currency",
            "customer_email",
            "excluded_payment_method_types",
            "expand",
            "expires_at",
            "line_items",
            "locale",
            "metadata",
            "mode",
            "payment_intent_data",
            "payment_method_options",
            "submit_type",
            "success_url",
            "ui_mode",
        }
    ),
    "payment_intent_data": frozenset({"description", "metadata"}),
    "payment_method_options": frozenset({"card", "konbini", "paypay"}),
    "payment_method_options[card]": frozenset({"request_three_d_secure"}),
    "payment_method_options[konbini]": frozenset({"expires_after_days"}),
    "payment_method_options[paypay]": frozenset(),
}
MODELLED_ITEM = frozenset({"price_data", "quantity"})
MODELLED_PRICE = frozenset({"currency", "product_data", "unit_amount"})
MINIMUM_YEN = 50
MAXIMUM_YEN = 99_999_999
SHORTEST, LONGEST = 30 * 60, 24 * 3600


def check_session(asked: Mapping[str, Any], *, now: int) -> int:
    """Raise ApiError for what Stripe, or this server, would not do; the total in yen otherwise."""
    _only_modelled(asked)
    if asked.get("mode") != "payment":
        raise ApiError("This local server models mode=payment only.", param="mode")
    if asked.get("ui_mode", "hosted_page") != "hosted_page":
        raise ApiError("This local server models ui_mode=hosted_page only.", param="ui_mode")
    if "success_url" not in asked:
        raise ApiError("Missing required param: success_url.", code="parameter_missing", param="success_url")
    for name in ("success_url", "cancel_url"):
        _check_url(asked.get(name), name)
    _check_expiry(asked.get("expires_at", now + LONGEST), now)
    _check_days(asked)
    check_metadata(asked.get("metadata", {}))
    check_metadata(asked.get("payment_intent_data", {}).get("metadata", {}))
    amount = sum(_line_amount(item, n) for n, item in enumerate(_items(asked)))
    _check_amount(amount)
    if not methods.usable(asked, amount):
        raise ApiError("No valid payment method types for this Checkout Session.")
    return amount


def _only_modelled(asked: Mapping[str, Any]) -> None:
    for path, known in MODELLED.items():
        part: Any = asked
        for step in path.replace("]", "").split("[") if path else ():
            part = part.get(step, {})
        _refuse_others(part, known, path)


def _refuse_others(part: Mapping[str, Any], known: frozenset[str], path: str) -> None:
    for name in part.keys() - known:
        param = f"{path}[{name}]" if path else name
        raise ApiError(f"Stripe knows {param}, this local server does not model it.", code="not_modelled", param=param)


def _items(asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = asked.get("line_items", [])
    if not items:
        raise ApiError("Missing required param: line_items.", code="parameter_missing", param="line_items")
    return items


def _line_amount(item: Mapping[str, Any], number: int) -> int:
    path = f"line_items[{number}]"
    _refuse_others(item, MODELLED_ITEM, path)
    price: Mapping[str, Any] = item.get("price_data", {})
    _refuse_others(price, MODELLED_PRICE, f"{path}[price_data]")
    if price.get("currency") != CURRENCY:
        raise ApiError("This local server models currency=jpy only.", param=f"{path}[price_data][currency]")
    missing = {"unit_amount", "product_data"} - price.keys()
    for name in sorted(missing):
        param = f"{path}[price_data][{name}]"
        raise ApiError(f"Missing required param: {param}.", code="parameter_missing", param=param)
    quantity, unit = item.get("quantity", 1), price["unit_amount"]
    if quantity < 1 or unit < 0:
        raise ApiError("Invalid integer: quantities and amounts are positive.", param=path)
    total: int = quantity * unit
    return total


def _check_amount(amount: int) -> None:
    if amount < MINIMUM_YEN:
        message = f"The Checkout Session's total amount must be at least ¥{MINIMUM_YEN}."
        raise ApiError(message, code="amount_too_small", param="line_items")
    if amount > MAXIMUM_YEN:
        message = f"The Checkout Session's total amount must be no more than ¥{MAXIMUM_YEN:,}."
        raise ApiError(message, code="amount_too_large", param="line_items")


def _check_url(url: str | None, name: str) -> None:
    parts = urlsplit(url or "")
    if url is not None and (parts.scheme not in {"http", "https"} or not parts.netloc):
        raise ApiError("Not a valid URL", code="url_invalid", param=name)


def _check_expiry(expires_at: int, now: int) -> None:
    if expires_at < now + SHORTEST:
        message = "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."
        raise ApiError(message, param="expires_at")
    if expires_at > now + LONGEST:
        message = "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation."
        raise ApiError(message, param="expires_at")


def _check_days(asked: Mapping[str, Any]) -> None:
    days = asked.get("payment_method_options", {}).get("konbini", {}).get("expires_after_days", 3)
    if days not in range(1, 61):
        param = "payment_method_options[konbini][expires_after_days]"
        raise ApiError("Invalid integer: must be between 1 and 60.", param=param)


def check_metadata(metadata: Mapping[str, str]) -> None:
    """Stripe's limits: 50 pairs, names of 40 and values of 500 characters."""
    if len(metadata) > 50:
        raise ApiError("Metadata can have at most 50 keys.", param="metadata")
    for name, value in metadata.items():
        if len(name) > 40 or len(value) > 500:
            raise ApiError("Metadata keys hold up to 40 and values up to 500 characters.", param=f"metadata[{name}]")


def refundable_charge(store: Store, asked: Mapping[str, Any]) -> Object:
    """The charge that money is to be given back from; ApiError when there is none or it must not be touched now."""
    if "charge" in asked:
        charge = store.get("charge", asked["charge"])
    elif "payment_intent" in asked:
        intent = store.get("payment_intent", asked["payment_intent"])
        if intent["status"] != "succeeded":
            message = f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
            raise ApiError(message, code="payment_intent_unexpected_state", param="payment_intent")
        charge = store.get("charge", intent["latest_charge"])
    else:
        raise ApiError("One of the following params should be provided for this request: payment_intent or charge.")
    if charge["status"] != "succeeded":
        raise ApiError(f"Charge {charge['id']} did not succeed.", code="charge_not_refundable", param="charge")
    if any(not dispute["is_charge_refundable"] for dispute in store.where("dispute", charge=charge["id"])):
        raise ApiError(f"Charge {charge['id']} has been charged back.", code="charge_disputed", param="charge")
    return charge


def refundable_amount(charge: Object, asked: int | None) -> int:
    """What is to be given back: all that is left unless a part is named; ApiError for more than that."""
    left: int = charge["amount"] - charge["amount_refunded"]
    if left == 0:
        message = f"Charge {charge['id']} has already been refunded."
        raise ApiError(message, code="charge_already_refunded")
    amount = left if asked is None else asked
    if amount < 1:
        raise ApiError("Invalid positive integer", code="parameter_invalid_integer", param="amount")
    if amount > left:
        message = f"Refund amount (¥{amount:,}) is greater than unrefunded amount on charge (¥{left:,})"
        raise ApiError(message, param="amount")
    return amount
