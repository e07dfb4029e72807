"""Asking the provider to give money back: committed before, repeated with the same key, recognised afterwards."""

import structlog

from webapp.core.actor import system_actor
from webapp.core.clock import now
from webapp.core.database import Database
from webapp.payments import letters, syncing
from webapp.payments.accounts.holding import gateway
from webapp.payments.gateway import GatewayDoubt, GatewayRefused
from webapp.payments.models import PaymentAttempt, PaymentRefund
from webapp.payments.queries import locked, locked_pledge
from webapp.payments.refunds.actions import JOB
from webapp.payments.states import REFUND, RefundStatus
from webapp.pledges.guests import addressee_of
from webapp.pledges.models import Pledge

__all__ = ["JOB", "send"]

log = structlog.get_logger(__name__)
BY = system_actor("payments")


def send(database: Database, refund_id: str) -> None:
    """Ask for one refund, unless the provider knows it already, and take in the truth. Raises GatewayDoubt."""
    with database.transaction(read_only=True) as s:
        row = s.get_one(PaymentRefund, refund_id)
        attempt = s.get_one(PaymentAttempt, row.attempt_id)
        email = addressee_of(s.get_one(Pledge, attempt.pledge_id)).email
    if row.status is not RefundStatus.REQUESTED or attempt.provider_ref is None:
        return
    provider = gateway(attempt.account)
    snapshot = provider.snapshot(attempt.provider_ref)
    is_known = any(refund.reference == row.id for refund in snapshot.refunds)
    if not is_known and snapshot.payment_ref is not None:
        try:
            provider.refund(snapshot.payment_ref, row.amount, key=row.key, email=email or None, reference=row.id)
        except GatewayRefused as refused:
            _refused(database, row.id, refused)
        except GatewayDoubt as doubt:
            if doubt.needs_new_key:
                _change_key(database, row.id)
            raise
    syncing.sync(database, attempt.provider_ref, attempt.account)


def _change_key(database: Database, refund_id: str) -> None:
    """The provider keeps its own failure under the former key."""
    with database.transaction() as s:
        row = s.get_one(PaymentRefund, refund_id)
        stem, _colon, tried = row.key.removeprefix("refund:").partition(":")
        row.key = f"refund:{stem}:{int(tried or 1) + 1}"


def _refused(database: Database, refund_id: str, refused: GatewayRefused) -> None:
    """The provider said no: somebody of the town has to decide anew."""
    log.warning("refund refused", refund=refund_id, code=refused.code)
    with database.transaction() as s:
        attempt = locked(s.get_one(PaymentRefund, refund_id).attempt_id)
        row = s.get_one(PaymentRefund, refund_id, populate_existing=True)
        if row.status is RefundStatus.REQUESTED:
            row.failure, row.settled_at = (refused.code or "refused")[:100], now()
            REFUND.apply(row, "fail", by=BY)
            letters.refund_broken(row, locked_pledge(attempt.pledge_id))
