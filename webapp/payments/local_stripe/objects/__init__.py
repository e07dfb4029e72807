"""The objects the server keeps and sends, in the shape of Stripe's."""

from webapp.payments.local_stripe.objects.accounts import account
from webapp.payments.local_stripe.objects.balance import balance, balance_transaction, fee_on, payout
from webapp.payments.local_stripe.objects.base import CURRENCY, Object, new_id
from webapp.payments.local_stripe.objects.charges import charge, outcome, refuse
from webapp.payments.local_stripe.objects.checkout import customer_details, payment_intent, session
from webapp.payments.local_stripe.objects.events import event, webhook_endpoint
from webapp.payments.local_stripe.objects.returns import dispute, refund

__all__ = [
    "CURRENCY",
    "Object",
    "account",
    "balance",
    "balance_transaction",
    "charge",
    "customer_details",
    "dispute",
    "event",
    "fee_on",
    "new_id",
    "outcome",
    "payment_intent",
    "payout",
    "refund",
    "refuse",
    "session",
    "webhook_endpoint",
]
