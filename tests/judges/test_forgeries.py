"""Twenty thousand different forgeries of each format against the verifiers in Python: not one is accepted, not one is an error."""

import random
from collections import Counter

import pytest

from tests.support.issuers import World
from tests.support.mutants import MAKERS, READERS, different, real
from webapp.credentials.errors import RefusalCode, Refused

FORGERIES = 20_000


@pytest.mark.parametrize("kind", MAKERS)
def test_none_of_twenty_thousand_forgeries_is_accepted(kind: str) -> None:
    world, rng = World(), random.Random(f"forgeries of {kind}")
    accepted: list[tuple[str, str]] = []
    refusals: Counter[RefusalCode] = Counter()
    for name, mutant in different(MAKERS[kind](world, rng), FORGERIES):
        try:
            READERS[kind](mutant, world)
        except Refused as refused:
            refusals[refused.code] += 1
        else:
            accepted.append((name, mutant))
    assert accepted == []
    assert refusals.total() == FORGERIES
    assert refusals[RefusalCode.TAMPERED] > FORGERIES / 100  # many get as far as the signature


@pytest.mark.parametrize("kind", MAKERS)
def test_the_verifier_that_refuses_them_accepts_the_real_one(kind: str) -> None:
    """The negative control of the test above."""
    world = World()
    assert READERS[kind](real(kind, world), world)
