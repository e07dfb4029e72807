"""The janitor: everything whose end nobody told us is asked for at the provider, until it has one."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import sqlalchemy as sa
import structlog
from sqlmodel import col, or_, select

from webapp.core.clock import now, today
from webapp.core.database import Database, session
from webapp.core.errors import MissingSetup
from webapp.payments import inbox, payouts, syncing
from webapp.payments.accounts.models import PaymentAccount
from webapp.payments.gateway import GatewayError
from webapp.payments.models import SHARED, PaymentAttempt, PaymentDispute, PaymentRefund, WebhookEvent
from webapp.payments.refunds import sending
from webapp.payments.states import (
    OPEN_DISPUTES,
    UNSURE,
    WAITING_REFUNDS,
    AttemptState,
    NoticeState,
    RefundStatus,
)
from webapp.pledges.models import Pledge
from webapp.projects.models import Project, ProjectStatus

log = structlog.get_logger(__name__)
JOB = "payment_janitor"
SURE_BY = timedelta(minutes=15)
PAGE_IS_CLOSED = timedelta(minutes=15)
ASK_AGAIN = timedelta(hours=6)
FEE_COMES_WITHIN = timedelta(days=14)
PAYOUTS_SINCE = timedelta(days=14)
NOTICES_KEPT = timedelta(days=60)
AT_ONCE = 500


def clear_up(database: Database) -> int:
    """One round; how many things were looked at. What cannot be asked now is asked in the next round."""
    with database.transaction(read_only=True):
        unclear, waiting = _unclear_attempts(), _unclear_money()
        refunds, notices, pages = _unsent_refunds(), _forgotten_notices(), _pages_to_close()
        accounts = [SHARED, *session().exec(select(PaymentAccount.municipality_code))]
    asked = 0
    for ref, account in pages:
        asked += _tried(lambda r=ref, a=account: syncing.close_page(database, r, a))  # type: ignore[misc]
    for attempt_id in unclear:
        asked += _tried(lambda a=attempt_id: syncing.check(database, a))  # type: ignore[misc]
    for ref, account in waiting:
        asked += _tried(lambda r=ref, a=account: syncing.sync(database, r, a))  # type: ignore[misc]
    for refund_id in refunds:
        asked += _tried(lambda r=refund_id: sending.send(database, r))  # type: ignore[misc]
    for event_id, ref, account in notices:
        asked += _tried(lambda e=event_id, r=ref, a=account: inbox.look_again(database, e, r, a))  # type: ignore[misc]
    for account in accounts:
        asked += _tried(lambda a=account: payouts.sync_since(database, now() - PAYOUTS_SINCE, a))  # type: ignore[misc]
    _forget_old_notices(database)
    return asked


def _tried(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except (GatewayError, MissingSetup) as error:
        log.info("not to be asked now", error=type(error).__name__)
        return False
    return True


def _unclear_attempts() -> list[str]:
    """Begun and never confirmed, open past the end of its page, or waiting for long."""
    is_lost = col(PaymentAttempt.state).in_(UNSURE) & (col(PaymentAttempt.created_at) < now() - SURE_BY)
    is_over = (col(PaymentAttempt.state) == AttemptState.OPEN) & (
        col(PaymentAttempt.expires_at) < now() - PAGE_IS_CLOSED
    )
    waits = (col(PaymentAttempt.state) == AttemptState.PROCESSING) & _not_asked_lately()
    chosen = select(PaymentAttempt.id).where(or_(is_lost, is_over, waits))
    return list(session().exec(chosen.order_by(col(PaymentAttempt.id)).limit(AT_ONCE)))


def _pages_to_close() -> list[tuple[str, str]]:
    """Pages of projects that take no pledges any more; slips that were issued stay good."""
    chosen = (
        select(PaymentAttempt.provider_ref, PaymentAttempt.account)
        .join(Pledge, col(Pledge.id) == PaymentAttempt.pledge_id)
        .join(Project, col(Project.id) == Pledge.project_id)
        .where(
            PaymentAttempt.state == AttemptState.OPEN,
            (col(Project.status) != ProjectStatus.PUBLISHED) | (col(Project.closes_on) < today()),
        )
    )
    return [(ref, account) for ref, account in session().exec(chosen.limit(AT_ONCE)) if ref is not None]


def _unclear_money() -> Iterator[tuple[str, str]]:
    """Money that came, with a refund or a dispute that has not ended, or with a fee not known yet."""
    refunding = select(PaymentRefund.attempt_id).where(col(PaymentRefund.status).in_(WAITING_REFUNDS))
    disputed = select(PaymentDispute.attempt_id).where(col(PaymentDispute.status).in_(OPEN_DISPUTES))
    no_fee = col(PaymentAttempt.fee).is_(None) & (col(PaymentAttempt.paid_at) > now() - FEE_COMES_WITHIN)
    chosen = (
        select(PaymentAttempt.provider_ref, PaymentAttempt.account)
        .where(
            PaymentAttempt.state == AttemptState.SUCCEEDED,
            _not_asked_lately(),
            or_(col(PaymentAttempt.id).in_(refunding), col(PaymentAttempt.id).in_(disputed), no_fee),
        )
        .order_by(col(PaymentAttempt.id))
        .limit(AT_ONCE)
    )
    return ((ref, account) for ref, account in session().exec(chosen).all() if ref is not None)


def _not_asked_lately() -> sa.ColumnElement[bool]:
    return or_(col(PaymentAttempt.checked_at).is_(None), col(PaymentAttempt.checked_at) < now() - ASK_AGAIN)


def _unsent_refunds() -> list[str]:
    chosen = select(PaymentRefund.id).where(
        PaymentRefund.status == RefundStatus.REQUESTED, col(PaymentRefund.created_at) < now() - SURE_BY
    )
    return list(session().exec(chosen.limit(AT_ONCE)))


def _forgotten_notices() -> list[tuple[str, str, str]]:
    """Remembered and never taken in, because the process ended in between or the provider was away."""
    chosen = select(WebhookEvent).where(
        col(WebhookEvent.state).in_((NoticeState.RECEIVED, NoticeState.FAILED)),
        col(WebhookEvent.received_at) < now() - SURE_BY,
    )
    rows = session().exec(chosen.order_by(col(WebhookEvent.received_at)).limit(AT_ONCE))
    return [(row.event_id, row.provider_ref, row.account) for row in rows if row.provider_ref]


def _forget_old_notices(database: Database) -> None:
    """The provider repeats a notice for three days; long after, its id has done its work."""
    ended = col(WebhookEvent.state).in_((NoticeState.DONE, NoticeState.IGNORED))
    with database.transaction() as s:
        old = select(WebhookEvent).where(ended, col(WebhookEvent.received_at) < now() - NOTICES_KEPT).limit(AT_ONCE)
        for row in s.exec(old):
            s.delete(row)
