"""The invariants of the books, each as one question to the database; every broken one is told in words.

Run by `futamachi ledger check`, every night, and after every test that touches money. What is proved by other means:
I8 (any order ends the same) by its property test.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select

from webapp.core.clock import now
from webapp.core.database import session
from webapp.payments import ledger
from webapp.payments.models import (
    LedgerEntry,
    LedgerTransaction,
    PaymentAttempt,
    PaymentDispute,
    PaymentPayout,
    PaymentRefund,
)
from webapp.payments.states import (
    BOOKED_REFUNDS,
    BROKEN_REFUNDS,
    SET_ASIDE,
    UNSURE,
    AttemptState,
    PayoutStatus,
    RefundStatus,
)
from webapp.pledges.models import HOLDING, Pledge, PledgeStatus
from webapp.pledges.queries import funding_of
from webapp.receipts import integrity

Faults = Iterator[str]
SURE_WITHIN = timedelta(minutes=30)
CLOSED_WITHIN = timedelta(hours=1)
APPEND_ONLY = ("ledger_transaction", "ledger_entry", "receipt", "receipt_void", "receipt_copy")


def find_faults(*, with_clock: bool = True) -> list[str]:
    """Every broken invariant; empty when the books are in order. `with_clock`: also what has been unclear too long."""
    checks: list[Callable[[], Faults]] = [*CHECKS, *(TIMELY if with_clock else ())]
    return [f"{check.__name__.removeprefix('_').upper()}: {fault}" for check in checks for fault in check()]


def _i1() -> Faults:
    """The entries of each movement add up to zero."""
    rows = session().exec(
        select(LedgerTransaction.key, func.count(col(LedgerEntry.id)), func.coalesce(func.sum(LedgerEntry.amount), 0))
        .outerjoin(LedgerEntry, col(LedgerEntry.transaction_id) == LedgerTransaction.id)
        .group_by(col(LedgerTransaction.id), col(LedgerTransaction.key))
        .having((func.count(col(LedgerEntry.id)) < 2) | (func.coalesce(func.sum(LedgerEntry.amount), 0) != 0))
    )
    for key, count, total in rows:
        yield f"movement {key} has {count} sides that add up to {total}"


def _i2() -> Faults:
    """What lies at the provider by the ledger is what attempts, refunds, disputes, fees and payouts say."""
    wanted: dict[str, int] = {}

    def add(account: str, amount: Any) -> None:
        wanted[account] = wanted.get(account, 0) + int(amount or 0)

    left = func.sum(PaymentAttempt.captured - PaymentAttempt.disputed - func.coalesce(PaymentAttempt.fee, 0))
    came = select(PaymentAttempt.account, left).where(col(PaymentAttempt.captured) > 0)
    for account, amount in session().exec(came.group_by(col(PaymentAttempt.account))):
        add(account, amount)
    is_away = col(PaymentRefund.is_booked).is_(True) & col(PaymentRefund.status).not_in(BROKEN_REFUNDS)
    for account, amount in session().exec(_by_account(PaymentRefund, func.sum(PaymentRefund.amount)).where(is_away)):
        add(account, -amount)
    for account, amount in session().exec(_by_account(PaymentDispute, func.sum(PaymentDispute.fee))):
        add(account, -amount)
    paid_out = select(PaymentPayout.account, func.sum(PaymentPayout.amount)).group_by(col(PaymentPayout.account))
    for account, amount in session().exec(paid_out.where(PaymentPayout.status == PayoutStatus.PAID)):
        add(account, -amount)
    held = ledger.balances("psp:%:clearing")
    for account in sorted({*wanted, *(name.split(":")[1] for name in held)}):
        lies = held.get(ledger.provider_account(account, "clearing"), 0)
        if lies != wanted.get(account, 0):
            yield f"account {account}: the provider holds {wanted.get(account, 0)} yen by its payments, {lies} by the ledger"


def _by_account(table: Any, total: Any) -> Any:
    joined = select(PaymentAttempt.account, total).join(table, col(table.attempt_id) == PaymentAttempt.id)
    return joined.group_by(col(PaymentAttempt.account))


def _i3() -> Faults:
    """0 ≤ refunded ≤ captured ≤ amount, and refunded is the sum of the refunds."""
    back = (
        select(PaymentRefund.attempt_id, func.sum(PaymentRefund.amount).label("total"))
        .where(col(PaymentRefund.status).in_(BOOKED_REFUNDS))
        .group_by(col(PaymentRefund.attempt_id))
        .subquery()
    )
    total = func.coalesce(back.c.total, 0)
    rows = session().exec(
        select(PaymentAttempt, total)
        .outerjoin(back, back.c.attempt_id == PaymentAttempt.id)
        .where(
            (col(PaymentAttempt.refunded) > PaymentAttempt.captured)
            | (col(PaymentAttempt.captured) > PaymentAttempt.amount)
            | (col(PaymentAttempt.refunded) != total)
        )
    )
    for attempt, added in rows:
        told = f"{attempt.captured} taken, {attempt.refunded} given back, {added} by its refunds"
        yield f"attempt {attempt.id} of {attempt.amount}: {told}"


def _i4() -> Faults:
    """One payment stands for a pledge; any other is on its way back."""
    twice = session().exec(
        select(PaymentAttempt.pledge_id, func.count())
        .where(col(PaymentAttempt.captured) > 0, col(PaymentAttempt.is_surplus).is_(False))
        .group_by(col(PaymentAttempt.pledge_id))
        .having(func.count() > 1)
    )
    for pledge, count in twice:
        yield f"pledge {pledge} is paid {count} times"
    kept = select(PaymentAttempt.id).where(
        col(PaymentAttempt.is_surplus), col(PaymentAttempt.id).not_in(select(PaymentRefund.attempt_id))
    )
    for attempt in session().exec(kept):
        yield f"surplus {attempt} is not on its way back"


def _money() -> dict[str, int]:
    """Whole yen that stand for each pledge: by its attempts, and by movements of the ledger that have no attempt."""
    back = (
        select(PaymentRefund.attempt_id, func.sum(PaymentRefund.amount).label("total"))
        .where(PaymentRefund.status == RefundStatus.SUCCEEDED)
        .group_by(col(PaymentRefund.attempt_id))
        .subquery()
    )
    online = (
        select(PaymentAttempt.pledge_id, func.sum(PaymentAttempt.captured - func.coalesce(back.c.total, 0)))
        .outerjoin(back, back.c.attempt_id == PaymentAttempt.id)
        .where(col(PaymentAttempt.is_surplus).is_(False))
        .group_by(col(PaymentAttempt.pledge_id))
    )
    offline = (
        select(LedgerTransaction.pledge_id, func.sum(-LedgerEntry.amount))
        .join(LedgerEntry, col(LedgerEntry.transaction_id) == LedgerTransaction.id)
        .where(col(LedgerTransaction.attempt_id).is_(None), col(LedgerEntry.account).like("muni:%:pledges:%"))
        .group_by(col(LedgerTransaction.pledge_id))
    )
    found: dict[str, int] = {}
    for pledge, yen in [*session().exec(online), *session().exec(offline)]:
        if pledge is not None:
            found[pledge] = found.get(pledge, 0) + int(yen)
    return found


def _i5() -> Faults:
    """A pledge holds what came in minus what went back, no more and no less."""
    money = _money()
    for pledge in session().exec(select(Pledge)):
        here = money.get(pledge.id, 0)
        is_lost = pledge.status is PledgeStatus.CHARGED_BACK  # the card company has it, the attempt says how much
        if here != pledge.kept_yen and not is_lost:
            yield f"pledge {pledge.id} is {pledge.status.value} with {here} of {pledge.amount} yen"


def _i6() -> Faults:
    """What a project raised is what its pledges hold; it is stored nowhere."""
    held: dict[str, int] = {}
    for pledge in session().exec(select(Pledge).where(col(Pledge.status).in_(HOLDING))):
        held[pledge.project_id] = held.get(pledge.project_id, 0) + pledge.kept_yen
    shown = funding_of(list(held))
    for project, yen in held.items():
        if project not in shown or shown[project].raised_yen != yen:
            yield f"project {project} shows {shown.get(project)} for {yen} yen"


def _i7() -> Faults:
    """Receipts run from 1 without gaps to the counter, and what is held has exactly one that is valid."""
    yield from integrity.faults()


def _i9() -> Faults:
    """Each payment that came is booked exactly once, with its amount."""
    rows = session().exec(
        select(
            PaymentAttempt.id, PaymentAttempt.captured, func.count(col(LedgerEntry.id)), func.max(LedgerEntry.amount)
        )
        .outerjoin(
            LedgerTransaction,
            (col(LedgerTransaction.attempt_id) == PaymentAttempt.id) & (LedgerTransaction.kind == "paid"),
        )
        .outerjoin(
            LedgerEntry,
            (col(LedgerEntry.transaction_id) == LedgerTransaction.id) & (col(LedgerEntry.amount) > 0),
        )
        .group_by(col(PaymentAttempt.id), col(PaymentAttempt.captured))
    )
    for attempt, captured, count, booked in rows:
        if (count, booked or 0) != ((1, captured) if captured else (0, 0)):
            yield f"attempt {attempt} took {captured} yen and is booked {count} times with {booked}"


def _i10() -> Faults:
    """Nothing stays unclear: no attempt that nobody knows about, none open long after its page closed."""
    lost = col(PaymentAttempt.state).in_(UNSURE) & (col(PaymentAttempt.created_at) < now() - SURE_WITHIN)
    over = (col(PaymentAttempt.state) == AttemptState.OPEN) & (col(PaymentAttempt.expires_at) < now() - CLOSED_WITHIN)
    for attempt in session().exec(select(PaymentAttempt).where(lost | over)):
        yield f"attempt {attempt.id} is still {attempt.state.value}"


def _i11() -> Faults:
    """What does not fit is set aside with its reason and never counted."""
    chosen = select(PaymentAttempt).where(col(PaymentAttempt.state).in_(SET_ASIDE))
    for attempt in session().exec(chosen):
        if not attempt.trouble:
            yield f"attempt {attempt.id} is set aside without a reason"


def _i12() -> Faults:
    """The database itself refuses to change or remove what is in the books."""
    if session().get_bind().dialect.name == "sqlite":
        names = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'"
    else:
        names = "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal"
    guarded = {row[0] for row in session().connection().execute(sa.text(names))}
    for table in APPEND_ONLY:
        if table not in guarded:
            yield f"{table} has lost its trigger"


CHECKS = (_i1, _i2, _i3, _i4, _i5, _i6, _i7, _i9, _i11, _i12)
TIMELY = (_i10,)
