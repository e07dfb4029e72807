"""The inbox of the provider's notices: remembered by id, taken in once, kept for later when something is in the way."""

from typing import Any

import structlog
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from webapp.core.bulk import table_of
from webapp.core.clock import now
from webapp.core.database import Database, session
from webapp.core.jobs import enqueue
from webapp.payments import payouts, syncing
from webapp.payments.gateway import Envelope, GatewayError, GatewayRefused
from webapp.payments.models import SHARED, WebhookEvent
from webapp.payments.states import NoticeState

log = structlog.get_logger(__name__)
JOB = "payment_event"


def handle(database: Database, envelope: Envelope, account: str = SHARED) -> None:
    """Take in a verified notice; a repetition of one that is done changes nothing."""
    ref = envelope.ref or envelope.payout_ref
    if not envelope.is_relevant or ref is None:
        _remember(database, envelope, account, NoticeState.IGNORED)
        return
    if _remember(database, envelope, account, NoticeState.RECEIVED):
        take_in(database, envelope.event_id, ref, account)


def _remember(database: Database, envelope: Envelope, account: str, state: NoticeState) -> bool:
    """Keep a notice; False when it is known and done already."""
    row = WebhookEvent(
        event_id=envelope.event_id,
        account=account,
        type=envelope.type[:80],
        api_version=(envelope.api_version or "")[:40],
        provider_ref=envelope.ref or envelope.payout_ref,
        occurred_at=envelope.occurred_at,
        state=state,
    )
    with database.transaction() as s:
        values = {column.name: getattr(row, column.name) for column in table_of(WebhookEvent).columns}
        insert: Any = sqlite_insert if session().get_bind().dialect.name == "sqlite" else pg_insert
        s.execute(insert(WebhookEvent).values(values).on_conflict_do_nothing(index_elements=["event_id"]))
        return s.get_one(WebhookEvent, envelope.event_id).done_at is None


def take_in(database: Database, event_id: str, ref: str, account: str) -> None:
    """Look at the truth behind a notice; a provider that cannot be asked is asked again by the worker."""
    try:
        look_again(database, event_id, ref, account)
    except GatewayError as error:
        log.warning("notice kept for later", event_id=event_id, error=type(error).__name__)
        with database.transaction() as s:
            row = s.get_one(WebhookEvent, event_id)
            row.state, row.tries, row.error = NoticeState.FAILED, row.tries + 1, type(error).__name__
            enqueue(JOB, {"event": event_id, "ref": ref, "account": account}, key=f"event:{event_id}")


def look_again(database: Database, event_id: str, ref: str, account: str) -> None:
    """The same, with the failure told to the caller. Raises GatewayDoubt."""
    look = payouts.sync if ref.startswith("po_") else syncing.sync
    try:
        is_ours = look(database, ref, account)
    except GatewayRefused as refused:
        if refused.code != "resource_missing":
            raise
        is_ours = False  # e.g. a payment at the same account that no page of ours asked for
    with database.transaction() as s:
        row = s.get_one(WebhookEvent, event_id)
        row.state = NoticeState.DONE if is_ours else NoticeState.IGNORED
        row.done_at, row.error = now(), ""
