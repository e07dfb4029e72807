"""Forgeries: endless altered forms of a good token, each named by what was done to it; none may be accepted.

`MAKERS[format](world, rng)` yields (what was done, mutant). The same stream serves verifiers in other languages.
"""

import random
from collections.abc import Callable, Iterator
from typing import Any

from tests.support.issuers import IIYAMA, NOW, World
from tests.support.mutants.cose import live_mutants, qr_mutants
from tests.support.mutants.lists import a_list, statuslist_mutants
from tests.support.mutants.sdjwt import AUDIENCE, NONCE, bound_mutants, presented, sdjwt_mutants
from tests.support.mutants.slips import Mutant
from webapp.credentials import live, qr, sdjwt, statuslist

Maker = Callable[[World, random.Random], Iterator[Mutant]]


def _accepts_bound(token: str, world: World) -> Any:
    return sdjwt.verify(token, world.keys, now=NOW, nonce=NONCE, audience=AUDIENCE)


def real(kind: str, world: World) -> str:
    """A good token of that format: what the forgeries are made from."""
    bound = {"holder_key": live.holder_key(world.holder.public_jwk), "name": None}
    return {
        "sdjwt": lambda: world.sdjwt(),
        "sdjwt with key binding": lambda: presented(world, world.holder),
        "qr": lambda: world.qr(),
        "live": lambda: live.compose(world.qr(**bound), world.holder, now=NOW),
        "status list": lambda: a_list(statuslist.StatusBits(4096), world.signers[f"{IIYAMA}-status"]),
    }[kind]()


MAKERS: dict[str, Maker] = {
    "sdjwt": sdjwt_mutants,
    "sdjwt with key binding": bound_mutants,
    "qr": qr_mutants,
    "live": live_mutants,
    "status list": statuslist_mutants,
}
READERS: dict[str, Callable[[str, World], Any]] = {
    "sdjwt": lambda token, world: sdjwt.verify(token, world.keys, now=NOW),
    "sdjwt with key binding": _accepts_bound,
    "qr": lambda token, world: qr.read(token, world.keys, now=NOW),
    "live": lambda token, world: live.verify(token, world.keys, now=NOW),
    "status list": lambda token, world: statuslist.read_token(token, world.keys, now=NOW),
}


def different(mutants: Iterator[Mutant], count: int) -> list[Mutant]:
    """So many of them, no two alike: slips at the same place often give the same text."""
    found: dict[str, str] = {}
    for name, mutant in mutants:
        found.setdefault(mutant, name)
        if len(found) == count:
            break
    return [(name, mutant) for mutant, name in found.items()]
