"""Tables of payments: attempts, the provider's notices, and the ledger that only grows."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.append_only import append_only
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field


class AttemptState(Labelled):
    """Where one attempt to collect a pledge stands; derived from facts that only grow, never from the last notice."""

    CREATED = "created", _l("準備中")
    OPEN = "open", _l("支払い画面を開いた")
    PROCESSING = "processing", _l("支払いを待っている")
    SUCCEEDED = "succeeded", _l("支払われた")
    FAILED = "failed", _l("支払えなかった")
    EXPIRED = "expired", _l("期限が切れた")
    QUARANTINED = "quarantined", _l("確認が必要")


#: no answer of the provider is awaited any more, except refunds and disputes of money that came
ENDED = (AttemptState.SUCCEEDED, AttemptState.FAILED, AttemptState.EXPIRED, AttemptState.QUARANTINED)


class PaymentAttempt(Table, table=True):
    """One attempt; committed before the provider hears of it, so that a crash in between loses nothing."""

    __tablename__ = "payment_attempt"
    __table_args__ = (
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.CheckConstraint("refunded >= 0 and refunded <= captured", name="refund_within_capture"),
        sa.UniqueConstraint("pledge_id", "sequence"),
    )

    id: str = id_field()
    pledge_id: str = Field(max_length=26, foreign_key="pledge.id")
    sequence: int
    key: str = Field(max_length=80, unique=True)  # the provider's idempotency key
    amount: int = Field(sa_type=sa.BigInteger)  # whole yen
    state: AttemptState = enum_field(AttemptState, AttemptState.CREATED, index=True)
    provider_ref: str | None = Field(default=None, max_length=255, unique=True)
    page_url: str | None = Field(default=None, max_length=2000)
    captured: int = Field(default=0, sa_type=sa.BigInteger)
    refunded: int = Field(default=0, sa_type=sa.BigInteger)
    disputed: int = Field(default=0, sa_type=sa.BigInteger)
    method: str = Field(default="", max_length=40)
    paid_at: datetime | None = None
    expires_at: datetime
    created_at: datetime = created_field()
    checked_at: datetime | None = None
    is_surplus: bool = False  # a second payment of the same pledge, to be given back
    trouble: str = text_field("", max_length=500)


class WebhookEvent(Table, table=True):
    """One notice of the provider, kept by its id so that a repetition is recognised; no personal data is stored."""

    __tablename__ = "webhook_event"

    event_id: str = Field(primary_key=True, max_length=255)
    type: str = Field(max_length=80)
    provider_ref: str | None = Field(default=None, max_length=255)
    occurred_at: datetime
    received_at: datetime = created_field()
    done_at: datetime | None = None


class LedgerTransaction(Table, table=True):
    """One movement of money; its entries add up to zero."""

    __tablename__ = "ledger_transaction"

    id: str = id_field()
    key: str = Field(max_length=120, unique=True)  # e.g. paid:<attempt>: the same movement is booked once
    kind: str = Field(max_length=20)
    attempt_id: str = Field(max_length=26, foreign_key="payment_attempt.id", index=True)
    occurred_at: datetime
    recorded_at: datetime = created_field()


class LedgerEntry(Table, table=True):
    """One side of a movement: an account and whole yen, positive or negative."""

    __tablename__ = "ledger_entry"
    __table_args__ = (sa.CheckConstraint("amount <> 0", name="amount_not_zero"),)

    id: str = id_field()
    transaction_id: str = Field(max_length=26, foreign_key="ledger_transaction.id", index=True)
    account: str = Field(max_length=100, index=True)
    amount: int = Field(sa_type=sa.BigInteger)


append_only(LedgerTransaction)
append_only(LedgerEntry)
