"""The pure fold: thousands of shuffled, repeated and partial histories end in one state with the same movements."""

import random
from datetime import UTC, datetime, timedelta
from functools import reduce
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.payments.facts import Facts, Side, Standing, merge, movements, seen, standing
from webapp.payments.gateway import (
    DisputeSnapshot,
    DisputeState,
    PaymentSnapshot,
    PaymentState,
    RefundSnapshot,
    RefundState,
)

AT = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
AMOUNT = 10_000
HISTORIES = 2_000
_WAYS = {
    RefundState.SUCCEEDED: (RefundState.PENDING, RefundState.SUCCEEDED),
    RefundState.FAILED: (RefundState.REQUIRES_ACTION, RefundState.FAILED),
    RefundState.CANCELED: (RefundState.SUCCEEDED, RefundState.CANCELED),
}
S = DisputeState
_DISPUTES = {
    "inquiry": ((S.INQUIRY, 0, 0), (S.WON, 0, 0)),
    "won": ((S.NEEDS_RESPONSE, AMOUNT, 0), (S.UNDER_REVIEW, AMOUNT, 0), (S.WON, AMOUNT, AMOUNT)),
    "lost": ((S.NEEDS_RESPONSE, AMOUNT, 0), (S.LOST, AMOUNT, 0)),
    "lost and won": ((S.NEEDS_RESPONSE, AMOUNT, 0), (S.LOST, AMOUNT, 0), (S.WON, AMOUNT, AMOUNT)),
}


def snapshot(state: PaymentState, **changes: Any) -> PaymentSnapshot:
    is_paid = state is PaymentState.PAID
    values: dict[str, Any] = {
        "ref": "cs_1",
        "payment_ref": "pi_1",
        "reference": "a1",
        "state": state,
        "amount": AMOUNT,
        "currency": "jpy",
        "captured": AMOUNT if is_paid else 0,
        "refunded": 0,
        "disputed": 0,
        "livemode": False,
        "expires_at": AT,
        "paid_at": AT if is_paid else None,
    }
    return PaymentSnapshot(**{**values, **changes})


def refund(number: int, amount: int, state: RefundState, *, is_booked: bool = True) -> RefundSnapshot:
    return RefundSnapshot(
        ref=f"re_{number}",
        payment_ref="pi_1",
        state=state,
        amount=amount,
        currency="jpy",
        created_at=AT + timedelta(hours=number),
        is_booked=is_booked,
    )


def a_history(chance: random.Random) -> list[PaymentSnapshot]:
    """What the provider says of one payment as time goes by: begun, perhaps paid, given back in parts, disputed."""
    told = [snapshot(PaymentState.OPEN), snapshot(PaymentState.PROCESSING)]
    ending = chance.choice(["paid", "paid", "paid", "failed", "expired", "late"])
    if ending in ("failed", "expired"):
        return [*told, snapshot(PaymentState(ending))]
    if ending == "late":
        told.append(snapshot(PaymentState.EXPIRED))
    told += [snapshot(PaymentState.PAID), snapshot(PaymentState.PAID, fee=360)]
    if dispute := chance.choice(["", "", *_DISPUTES]):
        return told + [_disputed(*step) for step in _DISPUTES[dispute]]
    refunds: dict[str, RefundSnapshot] = {}
    for number in range(chance.randrange(3)):
        amount = chance.randint(1, AMOUNT // 2)
        for state in _WAYS[chance.choice(list(_WAYS))]:
            refunds[f"re_{number}"] = refund(number, amount, state)
            told.append(snapshot(PaymentState.PAID, fee=360, refunds=tuple(refunds.values())))
    return told


def _disputed(where: DisputeState, withdrawn: int, reinstated: int) -> PaymentSnapshot:
    one = DisputeSnapshot(
        ref="dp_1", state=where, amount=AMOUNT, opened_at=AT, withdrawn=withdrawn, reinstated=reinstated
    )
    return snapshot(PaymentState.PAID, fee=360, disputes=(one,))


def balances(facts: Facts) -> dict[Side, int]:
    """What lies where by the movements."""
    found = dict.fromkeys(Side, 0)
    for movement in movements("a1", facts):
        found[movement.debit] += movement.amount
        found[movement.credit] -= movement.amount
    return found


def folded(told: list[PaymentSnapshot]) -> Facts:
    return reduce(merge, map(seen, told), Facts())


@given(seed=st.integers(0, 2**32))
@settings(max_examples=HISTORIES, deadline=None)
def test_any_shuffled_and_repeated_history_ends_the_same(seed: int) -> None:
    chance = random.Random(seed)
    told = a_history(chance)
    told_again = told + chance.choices(told, k=3)
    chance.shuffle(told_again)
    facts, booked = Facts(), dict[str, Any]()
    for one in told_again:
        facts = merge(facts, seen(one))
        wanted = {m.key: m for m in movements("a1", facts)}
        assert booked.items() <= wanted.items()  # nothing that is booked ever turns out wrong (I9, I12)
        booked = wanted
    expected = folded(told)
    assert facts == expected  # I8
    assert merge(facts, expected) == facts
    assert 0 <= facts.refunded <= facts.captured <= AMOUNT  # I3
    lies = balances(facts)
    assert sum(lies.values()) == 0  # I1
    fees = facts.fee or 0
    assert lies[Side.CLEARING] == facts.captured - facts.refunded - fees - facts.disputed  # I2
    assert -lies[Side.PLEDGES] == facts.captured - facts.refunded - (facts.disputed if lies[Side.DISPUTED] == 0 else 0)


def test_the_last_word_of_the_provider_is_not_what_counts() -> None:
    told = [snapshot(PaymentState.PAID), snapshot(PaymentState.EXPIRED), snapshot(PaymentState.FAILED)]
    assert standing(folded(told)) is Standing.HELD


def test_a_refund_that_came_back_leaves_the_donation_whole() -> None:
    gone = snapshot(PaymentState.PAID, refunds=(refund(1, AMOUNT, RefundState.SUCCEEDED),))
    again = snapshot(PaymentState.PAID, refunds=(refund(1, AMOUNT, RefundState.FAILED),))
    assert standing(folded([gone])) is Standing.BACK
    facts = folded([again, gone])
    assert standing(facts) is Standing.HELD
    assert [m.kind for m in movements("a1", facts)] == ["paid", "refund", "refund_back"]


def test_a_refund_that_waits_for_the_donor_moves_no_money_yet() -> None:
    waits = refund(1, AMOUNT, RefundState.REQUIRES_ACTION, is_booked=False)
    facts = folded([snapshot(PaymentState.PAID, refunds=(waits,))])
    assert (facts.refunded, standing(facts)) == (AMOUNT, Standing.HELD)
    assert [m.kind for m in movements("a1", facts)] == ["paid"]


def test_a_lost_dispute_takes_the_donation_and_the_fee_stays_with_the_town() -> None:
    lost = DisputeSnapshot(ref="dp_1", state=S.LOST, amount=AMOUNT, opened_at=AT, withdrawn=AMOUNT, fee=1_500)
    facts = folded([snapshot(PaymentState.PAID, fee=360, disputes=(lost,))])
    assert standing(facts) is Standing.LOST
    lies = balances(facts)
    assert lies == {Side.CLEARING: -1_860, Side.FEES: 1_860, Side.DISPUTED: 0, Side.PLEDGES: 0}
