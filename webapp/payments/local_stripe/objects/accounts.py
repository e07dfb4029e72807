"""An account as its own key sees it."""

from webapp.payments.local_stripe.objects.base import CURRENCY, Object


def account(*, ref: str, name: str, created: int) -> Object:
    """Whose account it is; a municipality's own, able to take money and to be paid out."""
    return {
        "id": ref,
        "object": "account",
        "business_profile": {"name": name, "url": None},
        "business_type": "government_entity",
        "capabilities": dict.fromkeys(("card_payments", "konbini_payments", "transfers"), "active"),
        "charges_enabled": True,
        "country": "JP",
        "created": created,
        "default_currency": CURRENCY,
        "details_submitted": True,
        "email": None,
        "metadata": {},
        "payouts_enabled": True,
        "settings": None,
        "type": "standard",
    }
