"""What the service asks of any payment provider and what it gets back: whole yen, aware UTC times, no provider's own words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class PaymentState(StrEnum):
    """Where one hosted payment stands; money given back or disputed is told by amounts, not here."""

    OPEN = "open"
    PROCESSING = "processing"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"


class RefundState(StrEnum):
    """Where one refund stands; `requires_action` waits for the donor (a bank account for a convenience-store payment)."""

    REQUESTED = "requested"
    PENDING = "pending"
    REQUIRES_ACTION = "requires_action"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"


class DisputeState(StrEnum):
    """Where a card holder's dispute stands; an inquiry, and one that was prevented, moves no money."""

    INQUIRY = "inquiry"
    NEEDS_RESPONSE = "needs_response"
    UNDER_REVIEW = "under_review"
    LOST = "lost"
    WON = "won"


class PayoutState(StrEnum):
    """Where a transfer to the bank account stands; one that was paid may still fail."""

    PENDING = "pending"
    PAID = "paid"
    CANCELED = "canceled"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class AttemptSpec:
    """One attempt to collect a pledge, complete before the provider hears of it.

    A repeated `start` must carry equal values under the same key, so keep `expires_at` with the attempt's row.
    """

    reference: str
    idempotency_key: str
    amount: int
    description: str
    success_url: str
    cancel_url: str
    expires_at: datetime
    email: str | None = None
    locale: str = "ja"
    excluded_methods: tuple[str, ...] = ()
    slip_days: int = 3
    metadata: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if type(self.amount) is not int or self.amount <= 0:
            raise ValueError("amount must be a positive whole number of yen")
        if self.expires_at.utcoffset() is None:
            raise ValueError("expires_at must be an aware time")
        if not self.reference or not self.idempotency_key:
            raise ValueError("reference and idempotency_key must not be empty")


@dataclass(frozen=True, kw_only=True)
class HostedPage:
    """The provider's page where the donor pays; `url` is None once the page no longer takes money."""

    ref: str
    url: str | None
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class RefundSnapshot:
    """One refund as the provider knows it now; `reference` is our own row, `is_booked`: it left the balance."""

    ref: str
    payment_ref: str | None
    state: RefundState
    amount: int
    currency: str
    created_at: datetime
    failure: str | None = None
    reference: str | None = None
    is_booked: bool = False


@dataclass(frozen=True, kw_only=True)
class DisputeSnapshot:
    """One dispute as the provider knows it now: whole yen withdrawn, reinstated and charged for it so far."""

    ref: str
    state: DisputeState
    amount: int
    opened_at: datetime
    withdrawn: int = 0
    reinstated: int = 0
    fee: int = 0
    reason: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PayoutSnapshot:
    """One transfer to the bank account; negative when the provider takes money from there."""

    ref: str
    state: PayoutState
    amount: int
    currency: str
    created_at: datetime
    arrives_on: date
    is_automatic: bool = True
    failure: str | None = None


@dataclass(frozen=True, kw_only=True)
class SettlementLine:
    """One line of the provider's balance: `amount` is signed, `net` is what is left of it after `fee`.

    `kind` is charge, refund, refund_failure, dispute, dispute_reversal, fee or payout, else the provider's own word;
    `source` is the provider's id of what moved, `payment_ref` of the payment it belongs to, where there is one.
    """

    ref: str
    kind: str
    amount: int
    fee: int
    net: int
    currency: str
    created_at: datetime
    available_at: datetime
    source: str | None = None
    payment_ref: str | None = None


@dataclass(frozen=True, kw_only=True)
class PaymentSnapshot:
    """The provider's truth about one hosted payment, read in one go.

    `captured` and `refunded` are totals; `refunded` includes refunds on their way. `disputed` is what a card holder's
    dispute holds back or took for good. `paid_at` is when the donor paid, the day a receipt is dated by.
    """

    ref: str
    payment_ref: str | None
    reference: str | None
    state: PaymentState
    amount: int
    currency: str
    captured: int
    refunded: int
    disputed: int
    livemode: bool
    expires_at: datetime
    paid_at: datetime | None = None
    method: str | None = None
    fee: int | None = None
    slip_url: str | None = None
    slip_expires_at: datetime | None = None
    failure: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    refunds: tuple[RefundSnapshot, ...] = ()
    disputes: tuple[DisputeSnapshot, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """A verified message from the provider: a reason to look again, never a source of amounts.

    `session_ref` or `payment_ref` is what `snapshot` takes; `reference` is our own attempt when the message names it.
    """

    event_id: str
    type: str
    occurred_at: datetime
    is_relevant: bool
    session_ref: str | None = None
    payment_ref: str | None = None
    reference: str | None = None
    account: str | None = None
    api_version: str | None = None
    payout_ref: str | None = None

    @property
    def ref(self) -> str | None:
        """What to take a snapshot of."""
        return self.session_ref or self.payment_ref


class GatewayError(Exception):
    """The provider could not be asked or did not do what was asked."""


class GatewayDoubt(GatewayError):
    """Nobody knows whether it was done: ask again with the same key, or look with `find` when `needs_new_key`."""

    def __init__(self, message: str, *, needs_new_key: bool = False) -> None:
        super().__init__(message)
        self.needs_new_key = needs_new_key


class GatewayRefused(GatewayError):
    """The provider said no and did nothing; asking again unchanged is useless."""

    def __init__(self, message: str, *, code: str | None = None, param: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.param = param


class BadSignature(GatewayError):
    """A message that is not provably from the provider, not fresh, or of the other mode (test or live)."""


class PaymentGateway(Protocol):
    """One payment provider. Every call may raise GatewayDoubt or GatewayRefused; none of them touches our database."""

    def start(self, spec: AttemptSpec) -> HostedPage:
        """Open a hosted page; the same key and values give the same page."""
        ...

    def find(self, reference: str, *, since: datetime) -> HostedPage | None:
        """The newest page opened for our attempt since then, if the provider knows one."""
        ...

    def snapshot(self, ref: str) -> PaymentSnapshot:
        """The truth about the page or payment `ref`."""
        ...

    def expire(self, ref: str) -> PaymentSnapshot:
        """Close an open page; a page that is paid or closed already is reported as it is."""
        ...

    def refund(
        self, payment_ref: str, amount: int, *, key: str, email: str | None = None, reference: str | None = None
    ) -> RefundSnapshot:
        """Give back part or all of a payment; `email` reaches donors whose payment method cannot take money back.

        `reference` is our own row: snapshots name it again, so that no refund is taken for somebody else's.
        """
        ...

    def payouts(self, *, since: datetime) -> Iterator[PayoutSnapshot]:
        """Transfers to the bank account made since then, newest first."""
        ...

    def payout(self, ref: str) -> PayoutSnapshot:
        """The truth about one transfer."""
        ...

    def settlements(self, *, since: datetime | None = None, payout: str | None = None) -> Iterator[SettlementLine]:
        """Lines of the balance since then, or those that one automatic transfer is made of."""
        ...

    def parse_webhook(self, body: bytes, headers: Mapping[str, str]) -> Envelope:
        """Verify a message and open it, or raise BadSignature."""
        ...
