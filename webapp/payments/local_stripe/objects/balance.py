"""Lines of an account's balance, and what is paid out to its bank."""

from collections.abc import Mapping
from typing import Any

from webapp.payments.local_stripe.objects.base import CURRENCY, Object, new_id

FEE_PERMILLE = 36


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
