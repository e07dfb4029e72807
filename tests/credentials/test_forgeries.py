"""Some hundreds of forgeries of each format: none is accepted, none is an error; the judges try 20,000."""

import itertools
import random

import pytest

from tests.support.issuers import World
from tests.support.mutants import MAKERS, READERS
from webapp.credentials.errors import Refused

SAMPLE = 600


@pytest.mark.parametrize("kind", MAKERS)
def test_no_forgery_is_accepted(kind: str) -> None:
    world, rng = World(), random.Random(20261121)
    accepted, seen = [], set()
    for name, mutant in itertools.islice(MAKERS[kind](world, rng), SAMPLE):
        try:
            READERS[kind](mutant, world)
        except Refused as refused:
            seen.add(refused.code)
        else:
            accepted.append((name, mutant))
    assert accepted == []
    assert len(seen) >= 5  # the forgeries reach the rules behind the first one
