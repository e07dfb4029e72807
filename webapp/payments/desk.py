"""What a town's desk of payments shows: what waits for a person, and everything that moved for one pledge."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, or_, select

from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.payments import ledger, queries
from webapp.payments.models import (
    LedgerEntry,
    LedgerTransaction,
    PaymentAttempt,
    PaymentDispute,
    PaymentRefund,
)
from webapp.payments.refunds.actions import refundable
from webapp.payments.states import BROKEN_REFUNDS, OPEN_DISPUTES, UNSURE, AttemptState, RefundStatus
from webapp.pledges.models import Pledge
from webapp.projects.models import Project

SHOWN = 200
LATELY = timedelta(days=180)
UNCLEAR_AFTER = timedelta(minutes=30)
Told = tuple[Pledge, Project]


@dataclass(frozen=True)
class Waiting:
    """What a person has to look at, each with its pledge and project."""

    proposed: list[tuple[PaymentRefund, Pledge, Project]]
    broken: list[tuple[PaymentRefund, Pledge, Project]]
    disputes: list[tuple[PaymentDispute, Pledge, Project]]
    unclear: list[tuple[PaymentAttempt, Pledge, Project]]

    @property
    def count(self) -> int:
        """How many things."""
        return len(self.proposed) + len(self.broken) + len(self.disputes) + len(self.unclear)


def waiting_for(actor: Actor) -> Waiting:
    """At the actor's municipalities, oldest first."""
    refund, dispute = PaymentRefund, PaymentDispute
    is_lost = col(PaymentAttempt.state).in_(UNSURE) & (col(PaymentAttempt.created_at) < now() - UNCLEAR_AFTER)
    is_set_aside = col(PaymentAttempt.state) == AttemptState.QUARANTINED
    broken = col(refund.status).in_(BROKEN_REFUNDS) & (col(refund.created_at) > now() - LATELY)
    return Waiting(
        proposed=_rows(actor, refund, col(refund.status) == RefundStatus.PROPOSED),
        broken=[row for row in _rows(actor, refund, broken) if _is_still_owed(row[0])],
        disputes=_rows(actor, dispute, col(dispute.status).in_(OPEN_DISPUTES)),
        unclear=_rows(actor, PaymentAttempt, or_(is_lost, is_set_aside)),
    )


def _is_still_owed(row: PaymentRefund) -> bool:
    """A refund that broke counts until another one took its place."""
    later = (other for other in queries.refunds_of(row.attempt_id) if other.id > row.id)
    return not any(other.status not in (*BROKEN_REFUNDS, RefundStatus.DECLINED) for other in later)


def _rows(actor: Actor, table: Any, condition: sa.ColumnElement[bool]) -> list[Any]:
    chosen: Any = select(table, Pledge, Project)
    if table is not PaymentAttempt:
        chosen = chosen.join(PaymentAttempt, col(PaymentAttempt.id) == table.attempt_id)
    chosen = (
        chosen.join(Pledge, col(Pledge.id) == PaymentAttempt.pledge_id)
        .join(Project, col(Project.id) == Pledge.project_id)
        .where(condition, col(Pledge.municipality_code).in_(actor.municipalities))
        .order_by(table.id)
        .limit(SHOWN)
    )
    return list(session().exec(chosen))


@dataclass(frozen=True)
class Payment:
    """One attempt with what hangs on it."""

    attempt: PaymentAttempt
    refunds: list[PaymentRefund]
    disputes: list[PaymentDispute]
    refundable: int


def pledge_at_desk(actor: Actor, pledge_id: str) -> Told:
    """A pledge to the actor's own municipality, with its project. Raises NotThere."""
    pledge = session().get(Pledge, pledge_id)
    if pledge is None or not actor.may_act_for(pledge.municipality_code):
        raise NotThere
    return pledge, session().get_one(Project, pledge.project_id)


def payments_of(pledge: Pledge) -> list[Payment]:
    """Every attempt to collect a pledge, oldest first."""
    return [
        Payment(attempt, queries.refunds_of(attempt.id), queries.disputes_of(attempt.id), refundable(attempt))
        for attempt in queries.attempts_of(pledge.id)
    ]


def attempt_at_desk(actor: Actor, attempt_id: str) -> tuple[PaymentAttempt, Pledge]:
    """An attempt for the actor's own municipality. Raises NotThere."""
    attempt = session().get(PaymentAttempt, attempt_id)
    if attempt is None:
        raise NotThere
    return attempt, pledge_at_desk(actor, attempt.pledge_id)[0]


def movements_of(pledge: Pledge) -> list[tuple[LedgerTransaction, LedgerEntry, LedgerEntry]]:
    """What the ledger holds of a pledge: each movement with where it went and where it came from."""
    lines = ledger.movements_of(pledge.id)
    pairs = zip(lines[::2], lines[1::2], strict=True)
    return [(movement, to, source) for (movement, to), (_movement, source) in pairs]
