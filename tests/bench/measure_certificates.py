"""Pace of the formats on one core: issue and verify SD-JWTs and QR codes, build a status list."""

import itertools
import random
import time
from collections.abc import Callable

from tests.bench.harness import Report
from tests.support.issuers import IIYAMA, NOW, World
from tests.support.mutants.lists import a_list
from webapp.credentials import live, qr, sdjwt, statuslist

ROUNDS, EACH = 9, 300
LIST_SIZE = 2**17


def measure(report: Report) -> None:
    """Note tokens a second; the best of many short rounds, because a busy neighbour only slows."""
    world = World()
    token, digits = world.sdjwt(), world.qr()
    shown = sdjwt.present(token, {"family_name", "number"})
    bound = world.qr(name=None, holder_key=live.holder_key(world.holder.public_jwk))
    now_shown = live.compose(bound, world.holder, now=NOW)
    report.add("issue SD-JWT VC, five hidden claims", pace(world.sdjwt), "/s", at_least=1500)
    report.add("issue QR token", pace(world.qr), "/s", at_least=4000)
    report.add(
        "verify SD-JWT VC, all disclosed", pace(lambda: sdjwt.verify(token, world.keys, now=NOW)), "/s", at_least=1000
    )
    report.add(
        "verify SD-JWT VC, two disclosed", pace(lambda: sdjwt.verify(shown, world.keys, now=NOW)), "/s", at_least=1000
    )
    report.add("verify QR token", pace(lambda: qr.read(digits, world.keys, now=NOW)), "/s", at_least=1000)
    report.add("verify live code", pace(lambda: live.verify(now_shown, world.keys, now=NOW)), "/s", at_least=1000)
    sizes(report, world, token, digits)


def sizes(report: Report, world: World, token: str, digits: str) -> None:
    """Note how long the tokens are, and the status list of a whole municipality."""
    bits = statuslist.StatusBits(LIST_SIZE)
    bits.set_all(random.Random(1).sample(range(LIST_SIZE), LIST_SIZE // 50), 1)
    signer = world.signers[f"{IIYAMA}-status"]
    published = a_list(bits, signer)
    report.add("SD-JWT VC, five hidden claims", len(token), "B")
    report.add("QR token with a name", len(digits), "digits", at_most=354, note="version 9-M after 31 characters")
    report.add(f"status list of {LIST_SIZE:,}, 2 % revoked", len(published), "B", at_most=8192)
    report.add("  signed", pace(lambda: a_list(bits, signer), each=5), "/s", at_least=10)
    report.add(
        "  read", pace(lambda: statuslist.read_token(published, world.keys, now=NOW), each=20), "/s", at_least=100
    )


def pace(call: Callable[[], object], *, rounds: int = ROUNDS, each: int = EACH) -> float:
    """Calls a second of CPU time, in the best of several rounds."""
    best = 0.0
    for _ in range(rounds):
        began = time.process_time()
        for _ in itertools.repeat(None, each):
            call()
        best = max(best, each / (time.process_time() - began))
    return best
