"""Tables of payments: attempts, refunds, disputes, payouts, the provider's notices, and the ledger that only grows."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.append_only import append_only
from webapp.core.table import Table, created_field, enum_field, id_field, text_field
from webapp.payments.states import (
    ENDED,
    AttemptState,
    DisputeStatus,
    NoticeState,
    PayoutStatus,
    RefundOrigin,
    RefundStatus,
)

__all__ = ["ENDED", "AttemptState"]  # where others have always found them

#: the account of the operator's settings; a municipality's own account is named by its code
SHARED = "shared"


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
    account: str = Field(default=SHARED, max_length=20)  # the provider's account that the money goes to
    key: str = Field(max_length=80, unique=True)  # the provider's idempotency key
    request_hash: str = Field(default="", max_length=64)  # of what was asked under that key
    amount: int = Field(sa_type=sa.BigInteger)  # whole yen
    state: AttemptState = enum_field(AttemptState, AttemptState.CREATED, index=True)
    provider_ref: str | None = Field(default=None, max_length=255, unique=True)
    payment_ref: str | None = Field(default=None, max_length=255, unique=True)
    page_url: str | None = Field(default=None, max_length=2000)
    captured: int = Field(default=0, sa_type=sa.BigInteger)
    refunded: int = Field(default=0, sa_type=sa.BigInteger)  # given back or on its way back
    disputed: int = Field(default=0, sa_type=sa.BigInteger)  # held back by disputes or lost in them
    fee: int | None = Field(default=None, sa_type=sa.BigInteger)  # the provider's, known some time later
    method: str = Field(default="", max_length=40)
    paid_at: datetime | None = None
    expires_at: datetime
    created_at: datetime = created_field()
    checked_at: datetime | None = None
    is_surplus: bool = False  # money that no pledge stands for: a second payment, or one that came too late
    trouble: str = text_field("", max_length=500)


class PaymentRefund(Table, table=True):
    """One sum given back, as 過誤納還付 with its reason; committed before the provider is asked."""

    __tablename__ = "payment_refund"
    __table_args__ = (sa.CheckConstraint("amount > 0", name="amount_positive"),)

    id: str = id_field()
    attempt_id: str = Field(max_length=26, foreign_key="payment_attempt.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    origin: RefundOrigin = enum_field(RefundOrigin)
    status: RefundStatus = enum_field(RefundStatus, RefundStatus.PROPOSED, index=True)
    amount: int = Field(sa_type=sa.BigInteger)  # whole yen
    key: str = Field(max_length=80, unique=True)  # the provider's idempotency key
    provider_ref: str | None = Field(default=None, max_length=255, unique=True)
    reason: str = text_field("", max_length=500)
    asked_by: str | None = Field(default=None, max_length=26)
    decided_by: str | None = Field(default=None, max_length=26)
    is_booked: bool = False  # the provider has taken it out of the balance
    failure: str = Field(default="", max_length=100)
    created_at: datetime = created_field()
    settled_at: datetime | None = None


class PaymentDispute(Table, table=True):
    """One card holder's dispute; the sums only grow, so that the order of notices does not matter."""

    __tablename__ = "payment_dispute"
    __table_args__ = (
        sa.CheckConstraint("reinstated >= 0 and reinstated <= withdrawn", name="reinstated_within_withdrawn"),
    )

    id: str = id_field()
    attempt_id: str = Field(max_length=26, foreign_key="payment_attempt.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    provider_ref: str = Field(max_length=255, unique=True)
    status: DisputeStatus = enum_field(DisputeStatus)
    amount: int = Field(sa_type=sa.BigInteger)
    withdrawn: int = Field(default=0, sa_type=sa.BigInteger)
    reinstated: int = Field(default=0, sa_type=sa.BigInteger)
    fee: int = Field(default=0, sa_type=sa.BigInteger)
    was_lost: bool = False
    reason: str = Field(default="", max_length=60)
    evidence_due: datetime | None = None
    opened_at: datetime


class PaymentPayout(Table, table=True):
    """One transfer of the provider to a bank account of the municipality; negative when it is taken from there."""

    __tablename__ = "payment_payout"
    __table_args__ = (sa.CheckConstraint("amount <> 0", name="amount_not_zero"),)

    id: str = id_field()
    account: str = Field(max_length=20, index=True)
    municipality_code: str | None = Field(default=None, max_length=6, foreign_key="municipality.code", index=True)
    provider_ref: str = Field(max_length=255, unique=True)
    amount: int = Field(sa_type=sa.BigInteger)
    status: PayoutStatus = enum_field(PayoutStatus, PayoutStatus.PENDING)
    arrives_on: date
    created_at: datetime = created_field()
    failure: str = Field(default="", max_length=100)


class WebhookEvent(Table, table=True):
    """One notice of the provider, kept by its id so that a repetition is recognised; no personal data is stored."""

    __tablename__ = "webhook_event"

    event_id: str = Field(primary_key=True, max_length=255)
    account: str = Field(default=SHARED, max_length=20)
    type: str = Field(max_length=80)
    api_version: str = Field(default="", max_length=40)
    provider_ref: str | None = Field(default=None, max_length=255)
    occurred_at: datetime
    received_at: datetime = created_field()
    state: NoticeState = enum_field(NoticeState, NoticeState.RECEIVED, index=True)
    tries: int = 0
    error: str = Field(default="", max_length=100)
    done_at: datetime | None = None


class LedgerTransaction(Table, table=True):
    """One movement of money; its entries add up to zero."""

    __tablename__ = "ledger_transaction"

    id: str = id_field()
    key: str = Field(max_length=120, unique=True)  # e.g. paid:<attempt>: the same movement is booked once
    kind: str = Field(max_length=20)
    municipality_code: str | None = Field(default=None, max_length=6, foreign_key="municipality.code", index=True)
    attempt_id: str | None = Field(default=None, max_length=26, foreign_key="payment_attempt.id", index=True)
    pledge_id: str | None = Field(default=None, max_length=26, foreign_key="pledge.id", index=True)
    reverses: str | None = Field(default=None, max_length=120)  # the key of the movement that this one takes back
    occurred_at: datetime
    recorded_at: datetime = created_field()


class LedgerEntry(Table, table=True):
    """One side of a movement: an account and whole yen, positive or negative."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        sa.CheckConstraint("amount <> 0", name="amount_not_zero"),
        sa.UniqueConstraint("transaction_id", "account"),
    )

    id: str = id_field()
    transaction_id: str = Field(max_length=26, foreign_key="ledger_transaction.id", index=True)
    account: str = Field(max_length=100, index=True)
    amount: int = Field(sa_type=sa.BigInteger)


append_only(LedgerTransaction)
append_only(LedgerEntry)
