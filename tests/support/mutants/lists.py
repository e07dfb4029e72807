"""Altered status lists."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from tests.support.issuers import AZUMINO, IIYAMA, NOW, World, open_claims
from tests.support.mutants.jws import jws_mutants
from tests.support.mutants.slips import B64, Mutant, text_mutants
from webapp.credentials import statuslist
from webapp.credentials.signer import LocalSigner


def statuslist_mutants(world: World, rng: random.Random) -> Iterator[Mutant]:
    """Of a signed list."""
    signer = world.signers[f"{IIYAMA}-status"]
    bits = statuslist.StatusBits(4096)
    bits.set_all(rng.sample(range(4096), 40), 1)
    token = a_list(bits, signer)
    yield from jws_mutants(token, world, rng)
    yield "a credential key's", a_list(bits, world.town)
    yield "another town's", a_list(bits, world.signers[f"{AZUMINO}-status"])
    yield "past its end", a_list(bits, signer, expires=NOW)
    yield "from the future", a_list(bits, signer, issued=NOW + timedelta(days=1))
    for name, mutant in text_mutants(token, rng, B64):
        if mutant != token:
            yield name, mutant


def a_list(bits: statuslist.StatusBits, signer: LocalSigner, **changes: Any) -> str:
    """A list of Iiyama's."""
    uri = open_claims()["status"]["status_list"]["uri"]
    values = {"issued": NOW, "ttl": timedelta(hours=12), "expires": NOW + timedelta(days=7), **changes}
    return statuslist.token(bits, uri, signer, **values)
