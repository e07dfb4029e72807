"""Every invariant bites: books that were put out of order on purpose are told by name; whole ones are silent."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from sqlmodel import Session, select

from tests.factories.accounts import a_user
from tests.factories.pledges import a_pledge
from tests.payments.test_folding import an_attempt, back, fold, told
from webapp.core.actor import Role
from webapp.core.clock import now
from webapp.core.letters import Letter
from webapp.payments import checks, days, ledger
from webapp.payments.gateway import PaymentState
from webapp.payments.models import AttemptState, LedgerEntry, LedgerTransaction, PaymentAttempt

Spoil = Callable[[Session, PaymentAttempt], Any]


def _lone_entry(session: Session, attempt: PaymentAttempt) -> None:
    movement = LedgerTransaction(key="made up", kind="paid", occurred_at=now())
    session.add(movement)
    session.flush()
    session.add(LedgerEntry(transaction_id=movement.id, account="bank:202151", amount=1))


def _invented(session: Session, attempt: PaymentAttempt) -> None:
    at = {"debit": ledger.CLEARING, "credit": "muni:202151:pledges:x", "amount": 500, "at": now()}
    ledger.book("invented", "paid", **at)


def _set(**values: Any) -> Spoil:
    def spoil(_session: Session, attempt: PaymentAttempt) -> None:
        for name, value in values.items():
            setattr(attempt, name, value)

    return spoil


def _kept_surplus(session: Session, attempt: PaymentAttempt) -> None:
    attempt.is_surplus = True


def _run(statement: str) -> Spoil:
    return lambda session, _attempt: session.connection().execute(sa.text(statement))


@pytest.mark.broken_books
@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("I1", _lone_entry),
        ("I2", _invented),
        ("I3", _set(refunded=1)),
        ("I4", _kept_surplus),
        ("I5", _run("UPDATE pledge SET status = 'lapsed'")),
        ("I7", _run("UPDATE receipt_counter SET last_number = 7")),
        ("I9", _set(captured=0, fee=None)),
        ("I10", _set(state=AttemptState.UNKNOWN, created_at=now() - timedelta(hours=1))),
        ("I11", _set(state=AttemptState.QUARANTINED, trouble="")),
        ("I12", _run("DROP TRIGGER ledger_entry_no_delete")),
    ],
)
def test_books_out_of_order_are_told_by_name(session: Session, name: str, spoil: Spoil) -> None:
    attempt = an_attempt(session)
    fold(attempt, told(attempt, PaymentState.PAID))
    session.flush()
    assert checks.find_faults() == []
    spoil(session, attempt)
    if name == "I12":
        session.connection().execute(sa.text("DROP TRIGGER ledger_entry_no_update"))
    session.flush()
    assert name in {fault.split(":")[0] for fault in checks.find_faults()}


def test_a_movement_is_booked_once_and_taken_back_only_by_another(session: Session) -> None:
    pledge = a_pledge()
    line = {"debit": "bank:202151", "credit": ledger.pledges_account(pledge), "amount": 3_000, "at": now()}
    assert ledger.book("offline:1", "offline", pledge_id=pledge.id, **line)  # type: ignore[arg-type]
    assert not ledger.book("offline:1", "offline", pledge_id=pledge.id, **line)  # type: ignore[arg-type]
    line |= {"debit": line["credit"], "credit": line["debit"]}
    assert ledger.book("offline_back:1", "offline_back", reverses="offline:1", pledge_id=pledge.id, **line)  # type: ignore[arg-type]
    assert set(ledger.balances().values()) == {0}
    assert len(ledger.movements_of(pledge.id)) == 4


def test_the_nightly_check_writes_to_the_operator_only_when_something_is_wrong(session: Session) -> None:
    operator = a_user(Role.OPERATOR)
    days.check_books({})
    assert session.exec(select(Letter)).all() == []
    attempt = an_attempt(session)
    attempt.state, attempt.created_at = AttemptState.UNKNOWN, now() - timedelta(hours=1)
    session.flush()
    days.check_books({})
    letter = session.exec(select(Letter)).one()
    assert (letter.to_email, letter.subject) == (operator.email, "寄附の帳簿が合いません：1件")


def test_a_refund_never_asked_for_here_is_in_the_books_too(session: Session) -> None:
    attempt = an_attempt(session)
    fold(attempt, back(attempt, 2_500))
    assert ledger.balances("psp:%:clearing") == {ledger.CLEARING: 7_500}


def test_the_command_says_that_all_holds_or_what_does_not(
    database: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from webapp.cli import ledger as commands

    monkeypatch.setattr("webapp.cli.ledger.make_app", lambda: database_app(settings))
    run = CliRunner().invoke
    assert "invariants hold" in run(commands.ledger, ["check"]).output
    with database.transaction() as s:
        attempt = an_attempt(s)
        attempt.state, attempt.created_at = AttemptState.UNKNOWN, now() - timedelta(hours=1)
    result = run(commands.ledger, ["check"])
    assert (result.exit_code, result.output[:4]) == (1, "I10:")


def database_app(settings: Any) -> Any:
    from tests.support.apps import make_app

    return make_app(settings)
