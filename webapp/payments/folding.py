"""Taking in what the provider says: facts into rows, movements into the ledger, and what follows for the pledge."""

from webapp.core import trail
from webapp.core.actor import system_actor
from webapp.core.clock import now
from webapp.core.i18n import lazy as _l
from webapp.payments import known, ledger, letters, welcome
from webapp.payments.facts import Facts, Side, Standing, merge, movements, seen, standing
from webapp.payments.gateway import PaymentSnapshot
from webapp.payments.models import PaymentAttempt
from webapp.payments.queries import locked_pledge, others_open
from webapp.payments.states import SET_ASIDE, AttemptState
from webapp.pledges import actions as pledges
from webapp.pledges.models import Pledge

trail.ACTION_LABELS |= {"payment.quarantine": _l("金額などが合わないため、支払いを保留した")}
BY = system_actor("payments")


def fold(attempt: PaymentAttempt, snapshot: PaymentSnapshot, *, livemode: bool, account: str | None = None) -> None:
    """Take in the provider's truth about a locked attempt, told by `account`.

    Facts only grow, so any order and any repetition of snapshots ends in the same state.
    """
    attempt.checked_at = now()
    if attempt.state in SET_ASIDE:
        return
    pledge = locked_pledge(attempt.pledge_id)
    if trouble := _mismatch(attempt, snapshot, livemode, account or attempt.account):
        attempt.state, attempt.trouble = AttemptState.QUARANTINED, trouble
        trail.record(pledge, "payment.quarantine", by=BY, reason=trouble)
        letters.set_aside(attempt, pledge)
        return
    has_come = attempt.captured > 0
    facts = merge(known.facts_of(attempt), seen(snapshot))
    known.keep(attempt, pledge, facts, snapshot)
    _book(attempt, pledge, facts)
    if facts.captured and not has_come:
        welcome.take_or_return(attempt, pledge)
    _follow(attempt, pledge, facts)


def _mismatch(attempt: PaymentAttempt, snapshot: PaymentSnapshot, livemode: bool, account: str) -> str:
    if snapshot.amount != attempt.amount or snapshot.currency.lower() != "jpy":
        return f"expected {attempt.amount} jpy, the provider says {snapshot.amount} {snapshot.currency}"
    if snapshot.captured not in (0, attempt.amount):
        return f"expected {attempt.amount} jpy, the provider took {snapshot.captured}"
    if snapshot.reference != attempt.id:
        return "the provider names another attempt"
    if account != attempt.account:
        return f"expected at the account {attempt.account}, told by {account}"
    if snapshot.livemode != livemode:
        return "test and live money are mixed"
    return ""


def _book(attempt: PaymentAttempt, pledge: Pledge, facts: Facts) -> None:
    sides = {side: ledger.provider_account(attempt.account, side.value) for side in Side}
    sides[Side.PLEDGES] = ledger.pledges_account(pledge)
    wanted = movements(attempt.id, facts)
    booked = ledger.keys_of(attempt.id) if wanted else set()
    for movement in wanted:
        if movement.key not in booked:
            ledger.book(
                movement.key,
                movement.kind,
                debit=sides[movement.debit],
                credit=sides[movement.credit],
                amount=movement.amount,
                at=movement.at or now(),
                municipality_code=pledge.municipality_code,
                attempt_id=attempt.id,
                pledge_id=pledge.id,
                reverses=movement.reverses,
            )


def _follow(attempt: PaymentAttempt, pledge: Pledge, facts: Facts) -> None:
    """Bring the pledge to where its money stands; money that no pledge stands for moves none."""
    where = standing(facts)
    if where is Standing.WAITING:
        pledges.mark_awaiting(pledge, by=BY)
    elif where is Standing.ENDED and not others_open(attempt):
        pledges.mark_lapsed(pledge, by=BY)
    if not facts.captured or attempt.is_surplus:
        return
    if where is Standing.LOST:
        pledges.mark_charged_back(pledge, by=BY)
    elif where is Standing.DISPUTED:
        pledges.mark_disputed(pledge, by=BY)
    else:
        pledges.mark_reinstated(pledge, by=BY)
        pledges.mark_refunded(pledge, facts.returned, by=BY)
