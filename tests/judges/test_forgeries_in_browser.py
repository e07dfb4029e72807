"""Twenty thousand different forgeries of each code against the script for browsers, in Node: not one is accepted, not one is an error."""

import random
from pathlib import Path

import pytest

from tests.judges.tools import node_program
from tests.support.issuers import World
from tests.support.mutants import MAKERS, different, real
from tests.support.outsiders import browser

FORGERIES = 20_000


@pytest.mark.parametrize("kind", ["qr", "live"])
def test_none_of_twenty_thousand_forgeries_is_accepted(kind: str, tmp_path: Path) -> None:
    world, rng = World(), random.Random(f"forgeries of {kind} in a browser")
    forged = different(MAKERS[kind](world, rng), FORGERIES)
    said = browser.read([mutant for _name, mutant in forged], world, node=node_program(), folder=tmp_path)
    assert [forged[place] for place in said.accepted] == []
    assert sum(said.refused.values()) == FORGERIES
    assert said.refused["tampered"] > FORGERIES / 100  # many get as far as the signature


@pytest.mark.parametrize("kind", ["qr", "live"])
def test_control_the_script_that_refuses_them_accepts_the_real_ones(kind: str, tmp_path: Path) -> None:
    world = World()
    real_ones = [real(kind, world) for _ in range(20)]
    said = browser.read(real_ones, world, node=node_program(), folder=tmp_path)
    assert (said.accepted, said.refused) == (list(range(20)), {})
