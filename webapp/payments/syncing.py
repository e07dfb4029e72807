"""Asking the provider for the truth and taking it in: by its notice, by a button, by the janitor, always the same way."""

from datetime import timedelta

import structlog
from sqlmodel import col, select

from webapp.core.database import Database, session
from webapp.core.services import services
from webapp.payments import actions
from webapp.payments.accounts.holding import gateway
from webapp.payments.gateway import PaymentSnapshot
from webapp.payments.models import SHARED, PaymentAttempt
from webapp.payments.queries import locked
from webapp.payments.states import ENDED, AttemptState

log = structlog.get_logger(__name__)
CLOCKS_DIFFER = timedelta(minutes=5)


def sync(database: Database, ref: str, account: str = SHARED) -> bool:
    """Ask for the truth about a page or payment and take it in; False when it is none of ours. Raises GatewayError."""
    return take_in(database, gateway(account).snapshot(ref), account)


def close_page(database: Database, ref: str, account: str = SHARED) -> bool:
    """Close a page at the provider, and take in what became of it. Raises GatewayError."""
    return take_in(database, gateway(account).expire(ref), account)


def take_in(database: Database, snapshot: PaymentSnapshot, account: str) -> bool:
    """Fold a snapshot into its attempt, in one short transaction."""
    with database.transaction():
        attempt_id = _attempt_id(snapshot, account)
        if attempt_id is None:
            log.warning("a payment that no attempt here asked for", account=account)
            return False
        actions.fold(locked(attempt_id), snapshot, livemode=services().settings.is_production, account=account)
        return True


def _attempt_id(snapshot: PaymentSnapshot, account: str) -> str | None:
    """By the provider's reference, or by ours while we do not know it yet; never across accounts."""
    at_account = select(PaymentAttempt.id).where(PaymentAttempt.account == account)
    by_page = at_account.where(col(PaymentAttempt.provider_ref) == snapshot.ref)
    by_reference = at_account.where(PaymentAttempt.id == snapshot.reference)
    return session().exec(by_page).first() or session().exec(by_reference).first()


def check(database: Database, attempt_id: str) -> AttemptState:
    """Look after one attempt: find a page whose start was lost, else ask how it stands. Raises GatewayError."""
    with database.transaction(read_only=True) as s:
        attempt = s.get_one(PaymentAttempt, attempt_id)
    if attempt.state in ENDED:
        return attempt.state
    ref = attempt.provider_ref
    if ref is None:
        page = gateway(attempt.account).find(attempt_id, since=attempt.created_at - CLOCKS_DIFFER)
        if page is None:
            give_up(database, attempt_id)
            return AttemptState.FAILED
        ref = page.ref
    sync(database, ref, attempt.account)
    with database.transaction(read_only=True) as s:
        return s.get_one(PaymentAttempt, attempt_id).state


def give_up(database: Database, attempt_id: str) -> None:
    """The provider said no, or knows nothing of it: nothing can be paid there."""
    with database.transaction():
        actions.given_up(locked(attempt_id))
