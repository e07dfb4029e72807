"""Lines of an account's balance, what it adds up to, and what is paid out to the bank."""

from typing import Any

from webapp.payments.local_stripe.objects.base import CURRENCY, Object, new_id

FEE_PERMILLE = 36
DISPUTE_FEE = 1300
BANK = "ba_LocalTestBankAccount001"
# Stripe's type of a line where it differs from the category that reports group it by.
TYPES = {"dispute": "adjustment", "dispute_reversal": "adjustment", "payout_reversal": "payout_failure"}


def balance_transaction(
    *,
    now: int,
    kind: str,
    amount: int,
    source: str,
    fee: int = 0,
    available_on: int | None = None,
    is_card: bool = True,
) -> Object:
    """One line of the account's balance; `amount` is signed and `kind` its reporting category."""
    fees = [{"amount": fee, "application": None, "currency": CURRENCY, "description": None, "type": "stripe_fee"}]
    other = {"charge": "payment", "refund": "payment_refund"} if not is_card else {}
    return {
        "id": new_id("txn"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": now if available_on is None else available_on,
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
        "status": "available" if (available_on or now) <= now else "pending",
        "type": {**TYPES, **other}.get(kind, kind),
    }


def fee_on(amount: int) -> int:
    """An example fee, rounded down; the true one stands in each account's contract."""
    return amount * FEE_PERMILLE // 1000


def balance(*, available: int, pending: int) -> Object:
    """What an account holds now; either may be negative."""

    def sums(amount: int) -> list[dict[str, Any]]:
        return [{"amount": amount, "currency": CURRENCY, "source_types": {"card": amount}}]

    return {"object": "balance", "available": sums(available), "livemode": False, "pending": sums(pending)}


def payout(*, now: int, amount: int, arrival: int) -> Object:
    """An automatic transfer to the account's bank; a negative one is taken from it."""
    return {
        "id": new_id("po"),
        "object": "payout",
        "amount": amount,
        "application_fee": None,
        "application_fee_amount": None,
        "arrival_date": arrival,
        "automatic": True,
        "balance_transaction": None,
        "created": now,
        "currency": CURRENCY,
        "description": "STRIPE PAYOUT",
        "destination": BANK,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "livemode": False,
        "metadata": {},
        "method": "standard",
        "original_payout": None,
        "payout_method": None,
        "reconciliation_status": "in_progress",
        "reversed_by": None,
        "source_type": "card",
        "statement_descriptor": None,
        "status": "in_transit",
        "trace_id": {"status": "pending", "value": None},
        "type": "bank_account",
    }
