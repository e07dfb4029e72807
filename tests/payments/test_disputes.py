"""Card holders' disputes: the money leaves, comes back or is lost; the pledge and its receipt follow."""

from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.factories.accounts import a_clerk, actor_of
from tests.factories.pledges import a_pledge
from tests.payments.test_folding import an_attempt, back, disputed, fold, told
from tests.payments.till import paid, status_of, synced
from webapp.core.errors import RuleBroken
from webapp.core.letters import Letter
from webapp.payments import ledger
from webapp.payments.gateway import DisputeState, PaymentState
from webapp.payments.local_stripe.server import LocalStripe
from webapp.payments.models import PaymentDispute
from webapp.payments.refunds import actions
from webapp.payments.states import DisputeStatus
from webapp.pledges.models import PledgeStatus
from webapp.receipts.models import ReceiptVoid


def test_a_lost_dispute_voids_the_receipt_and_tells_the_desk(app: Flask, database: Any, provider: LocalStripe) -> None:
    attempt = paid(app, database, provider)
    with database.transaction():
        clerk = a_clerk("202151")
    opened = provider.disputes.open(str(attempt.payment_ref))
    synced(app, database, attempt)
    assert status_of(database, attempt.pledge_id) is PledgeStatus.DISPUTED
    provider.disputes.close(opened["id"], is_won=False)
    synced(app, database, attempt)
    assert status_of(database, attempt.pledge_id) is PledgeStatus.CHARGED_BACK
    with database.transaction() as s:
        row = s.exec(select(PaymentDispute)).one()
        assert (row.status, row.was_lost, row.withdrawn) == (DisputeStatus.LOST, True, attempt.amount)
        assert len(s.exec(select(ReceiptVoid)).all()) == 1
        subjects = s.exec(select(Letter.subject).where(Letter.to_email == clerk.email)).all()
        assert sum("支払いの取り消しの申し出" in subject for subject in subjects) == 2
        assert ledger.balances("psp:%:disputed") == {"psp:shared:disputed": 0}


def test_a_won_dispute_leaves_the_donation(app: Flask, database: Any, provider: LocalStripe) -> None:
    attempt = paid(app, database, provider)
    opened = provider.disputes.open(str(attempt.payment_ref))
    synced(app, database, attempt)
    provider.disputes.close(opened["id"], is_won=True)
    synced(app, database, attempt)
    assert status_of(database, attempt.pledge_id) is PledgeStatus.PAID
    with database.transaction() as s:
        assert s.exec(select(ReceiptVoid)).all() == []


def test_nothing_is_given_back_while_it_is_disputed(session: Session) -> None:
    attempt = an_attempt(session)
    fold(attempt, told(attempt, PaymentState.PAID))
    fold(attempt, disputed(attempt, DisputeState.NEEDS_RESPONSE))
    with pytest.raises(RuleBroken, match="カード会社が確認している間"):
        actions.propose(attempt.id, amount=1_000, reason="二重", by=actor_of(a_clerk("202151")))


def test_an_inquiry_moves_nothing_but_is_told(session: Session) -> None:
    clerk = a_clerk("202151")
    pledge = a_pledge()
    attempt = an_attempt(session, pledge)
    fold(attempt, disputed(attempt, DisputeState.INQUIRY, withdrawn=0, fee=0))
    assert pledge.status is PledgeStatus.PAID
    letters = session.exec(select(Letter.subject).where(Letter.to_email == clerk.email)).all()
    assert [subject for subject in letters if "照会" in subject]


def test_a_lost_dispute_that_turns_out_won_brings_the_donation_back(session: Session) -> None:
    pledge = a_pledge()
    attempt = an_attempt(session, pledge)
    won = disputed(attempt, DisputeState.WON, reinstated=attempt.amount)
    for snapshot in (disputed(attempt, DisputeState.LOST), won, disputed(attempt, DisputeState.NEEDS_RESPONSE), won):
        fold(attempt, snapshot)
    assert pledge.status is PledgeStatus.PAID
    assert ledger.balances("muni:%") == {ledger.pledges_account(pledge): -attempt.amount}


def test_a_dispute_after_a_part_was_given_back_takes_the_rest(session: Session) -> None:
    pledge = a_pledge()
    attempt = an_attempt(session, pledge)
    fold(attempt, back(attempt, 4_000))
    fold(attempt, disputed(attempt, DisputeState.LOST, withdrawn=6_000))
    assert pledge.status is PledgeStatus.CHARGED_BACK
    assert ledger.balances("muni:%") == {ledger.pledges_account(pledge): 0}
