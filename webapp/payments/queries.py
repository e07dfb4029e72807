"""Which attempts, refunds, disputes and payouts there are, for whom, and what they add up to."""

from datetime import datetime

from sqlmodel import col, func, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.payments.models import (
    LedgerEntry,
    LedgerTransaction,
    PaymentAttempt,
    PaymentDispute,
    PaymentPayout,
    PaymentRefund,
)
from webapp.payments.states import ENDED, PayoutStatus
from webapp.pledges.models import Pledge
from webapp.pledges.queries import pledge_by_key

Period = tuple[datetime, datetime]


def attempt_for(actor: Actor, attempt_id: str) -> tuple[PaymentAttempt, Pledge]:
    """An attempt to collect one's own pledge. Raises NotThere."""
    attempt = session().get(PaymentAttempt, attempt_id)
    pledge = session().get(Pledge, attempt.pledge_id) if attempt else None
    if attempt is None or pledge is None or pledge.user_id is None or pledge.user_id != actor.user_id:
        raise NotThere
    return attempt, pledge


def attempt_by_key(key: str, attempt_id: str) -> tuple[PaymentAttempt, Pledge]:
    """The same for a donor without an account, whose link opens the pledge. Raises NotThere."""
    attempt, pledge = session().get(PaymentAttempt, attempt_id), pledge_by_key(key)
    if attempt is None or attempt.pledge_id != pledge.id:
        raise NotThere
    return attempt, pledge


def locked(attempt_id: str) -> PaymentAttempt:
    """The attempt, locked until this transaction ends."""
    chosen = select(PaymentAttempt).where(PaymentAttempt.id == attempt_id).with_for_update()
    return session().exec(chosen.execution_options(populate_existing=True)).one()


def locked_pledge(pledge_id: str) -> Pledge:
    """The pledge, locked until this transaction ends; always after its attempt, so that nobody waits in a ring."""
    chosen = select(Pledge).where(Pledge.id == pledge_id).with_for_update()
    return session().exec(chosen.execution_options(populate_existing=True)).one()


def attempts_of(pledge_id: str) -> list[PaymentAttempt]:
    """Every attempt to collect a pledge, oldest first."""
    chosen = select(PaymentAttempt).where(PaymentAttempt.pledge_id == pledge_id)
    return list(session().exec(chosen.order_by(col(PaymentAttempt.sequence))))


def others_open(attempt: PaymentAttempt) -> bool:
    """Whether another attempt to collect the same pledge may still bring money."""
    chosen = select(PaymentAttempt.id).where(
        PaymentAttempt.pledge_id == attempt.pledge_id,
        PaymentAttempt.id != attempt.id,
        col(PaymentAttempt.state).not_in(ENDED),
    )
    return session().exec(chosen).first() is not None


def refunds_of(attempt_id: str) -> list[PaymentRefund]:
    """Every refund of an attempt, oldest first."""
    chosen = select(PaymentRefund).where(PaymentRefund.attempt_id == attempt_id)
    return list(session().exec(chosen.order_by(col(PaymentRefund.id))))


def disputes_of(attempt_id: str) -> list[PaymentDispute]:
    """Every dispute of an attempt, oldest first."""
    chosen = select(PaymentDispute).where(PaymentDispute.attempt_id == attempt_id)
    return list(session().exec(chosen.order_by(col(PaymentDispute.id))))


def fees_of(municipality_code: str, period: Period | None = None) -> int:
    """What the provider kept for donations to a municipality, by the ledger, whole yen; `period`: from, until before."""
    return sum(_fees(period, LedgerTransaction.municipality_code == municipality_code).values())


def fees_by_pledge(pledge_ids: list[str]) -> dict[str, int]:
    """The same by pledge, of those with fees."""
    return {key: fee for key, fee in _fees(None, col(LedgerTransaction.pledge_id).in_(pledge_ids)).items() if key}


def _fees(period: Period | None, condition: object) -> dict[str | None, int]:
    summed = (
        select(LedgerTransaction.pledge_id, func.sum(LedgerEntry.amount))
        .join(LedgerEntry, col(LedgerEntry.transaction_id) == LedgerTransaction.id)
        .where(condition, col(LedgerEntry.account).like("psp:%:fees"))  # type: ignore[arg-type]
        .group_by(col(LedgerTransaction.pledge_id))
    )
    if period:
        summed = summed.where(
            col(LedgerTransaction.occurred_at) >= period[0], col(LedgerTransaction.occurred_at) < period[1]
        )
    return {pledge_id: int(total) for pledge_id, total in session().exec(summed)}


def payouts_of(municipality_code: str, period: Period | None = None) -> list[PaymentPayout]:
    """Transfers to a municipality's bank account, newest first; `period` by the day of arrival."""
    chosen = select(PaymentPayout).where(PaymentPayout.municipality_code == municipality_code)
    if period:
        first, last = (moment.date() for moment in period)
        chosen = chosen.where(col(PaymentPayout.arrives_on) >= first, col(PaymentPayout.arrives_on) < last)
    return list(session().exec(chosen.order_by(col(PaymentPayout.arrives_on).desc(), col(PaymentPayout.id).desc())))


def paid_out(account: str) -> int:
    """What reached the bank from one account of the provider, whole yen."""
    chosen = select(func.coalesce(func.sum(PaymentPayout.amount), 0)).where(
        PaymentPayout.account == account, PaymentPayout.status == PayoutStatus.PAID
    )
    return int(session().exec(chosen).one())


def refund_for(actor: Actor, refund_id: str) -> PaymentRefund:
    """A refund of the actor's own municipality. Raises NotThere."""
    found = session().get(PaymentRefund, refund_id)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found
