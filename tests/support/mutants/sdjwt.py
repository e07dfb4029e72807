"""Altered SD-JWTs, as they lie in a wallet and as a holder presents them."""

import itertools
import json
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from tests.support.issuers import AZUMINO, IIYAMA, NOW, World, issuer
from tests.support.mutants.jws import jws_mutants, signed
from tests.support.mutants.slips import B64, Mutant, text_mutants
from webapp.credentials import sdjwt
from webapp.credentials.binding import KeyBinding
from webapp.credentials.encoding import b64, unb64
from webapp.credentials.signer import LocalSigner

NONCE, AUDIENCE = "n-0S6_WzA2Mj", "https://school.example.jp"


def sdjwt_mutants(world: World, rng: random.Random) -> Iterator[Mutant]:
    """Of a token as it lies in a wallet. What the holder may do, leaving out and reordering, is no mutant."""
    token = world.sdjwt()
    issuer_jwt, *shown = token.split("~")[:-1]
    for name, mutant in jws_mutants(issuer_jwt, world, rng):
        yield name, "~".join([mutant, *shown, ""])
    yield from _disclosure_mutants(issuer_jwt, shown, world)
    yield from _misissued(world)
    original = {issuer_jwt, *shown}
    for name, mutant in text_mutants(token, rng, B64):
        parts = mutant.split("~")
        is_holders_right = parts[-1] == "" and set(parts[:-1]) <= original and len(set(parts)) == len(parts)
        if not (is_holders_right and parts[0] == issuer_jwt):
            yield name, mutant


def _disclosure_mutants(issuer_jwt: str, shown: list[str], world: World) -> Iterator[Mutant]:
    foreign = world.sdjwt().split("~")[1]
    invented = [
        ["salt", "family_name", "偽"],
        ["salt", "iss", "x"],
        ["salt", "_sd", []],
        ["salt", "..."],
        ["salt"],
        {},
        "x",
    ]
    for one in shown:
        yield "disclosure twice", "~".join([issuer_jwt, *shown, one, ""])
        yield "disclosure with other spacing", "~".join([issuer_jwt, *_without(shown, one), _respaced(one), ""])
        salt, name, value = json.loads(unb64(one))
        for changed in (
            [salt, name, "偽"],
            [salt, "vct", value],
            [b64(b"0" * 16), name, value],
            [salt, name, value, 1],
        ):
            made = b64(json.dumps(changed, ensure_ascii=False, separators=(",", ":")).encode())
            yield "disclosure changed", "~".join([issuer_jwt, *_without(shown, one), made, ""])
    for one in (foreign, *(b64(json.dumps(value).encode()) for value in invented)):
        yield "disclosure added", "~".join([issuer_jwt, *shown, one, ""])
    yield "no last tilde", "~".join([issuer_jwt, *shown])
    yield "no tilde", issuer_jwt
    yield "empty disclosure", "~".join([issuer_jwt, "", *shown, ""])
    yield "a key binding that nobody asked for", "~".join([issuer_jwt, *shown, issuer_jwt])


def _without(shown: list[str], one: str) -> list[str]:
    return [other for other in shown if other != one]


def _respaced(disclosure: str) -> str:
    return b64(json.dumps(json.loads(unb64(disclosure)), indent=1).encode())


def _misissued(world: World) -> Iterator[Mutant]:
    """Well signed, but by a key that may not say so, or saying what is never said."""
    for purpose, code in (("credential", AZUMINO), ("status", IIYAMA)):
        yield "another key's", world.sdjwt(signer=world.signers[f"{code}-{purpose}"])
    yield "another issuer", world.sdjwt(iss=issuer(AZUMINO))
    yield "a stranger's", world.sdjwt(signer=world.stranger)
    for changes in (
        {"exp": 1},
        {"nbf": 2**40},
        {"iat": 2**40},
        {"iat": -(2**70)},
        {"exp": "later"},
        {"vct": 1},
        {"iss": None},
    ):
        yield "claims that do not hold", world.sdjwt(**changes)
    deep: Any = "x"
    for _ in range(40):
        deep = [deep]
    yield "deep", world.sdjwt(address=deep)
    yield "large", world.sdjwt(address="x" * 20_000)


def bound_mutants(world: World, rng: random.Random) -> Iterator[Mutant]:
    """Of a presentation with the holder's signature: here leaving out and reordering are forgeries, too."""
    token = sdjwt.present(world.sdjwt(holder=True), {"family_name", "number"}, key_binding=_binding(world))
    issuer_jwt, *shown, binding = token.split("~")
    for some in itertools.chain(itertools.permutations(shown), [shown[:1], shown[1:], [], [*shown, shown[0]]]):
        if list(some) != shown:
            yield "disclosures left out or reordered", "~".join([issuer_jwt, *some, binding])
    yield "no binding", "~".join([issuer_jwt, *shown, ""])
    for late in (timedelta(minutes=2), -timedelta(minutes=2)):
        yield "another time", presented(world, world.holder, issued=NOW + late)
    yield "another nonce", presented(world, world.holder, nonce="other")
    yield "another audience", presented(world, world.holder, audience="https://other.example.jp")
    yield "another holder", presented(world, world.stranger)
    payload = binding.split(".")[1]
    for header in ({"alg": "none", "typ": "kb+jwt"}, {"alg": "ES256", "typ": "JWT"}, {"alg": "ES256"}):
        start = f"{b64(json.dumps(header).encode())}.{payload}"
        yield "binding's header", "~".join([issuer_jwt, *shown, signed(start, world.holder)])
    good = json.loads(unb64(payload))
    changed: list[dict[str, Any]] = [
        *({name: None} for name in good),
        {"nonce": "\ud800"},
        {"nonce": [good["nonce"]]},
        {"aud": [good["aud"]]},
        {"iat": str(good["iat"])},
        {"iat": float(good["iat"])},
        {"iat": 10**400},
        {"iat": True},
        {"sd_hash": ""},
    ]
    for changes in changed:
        start = f"{binding.split('.')[0]}.{b64(json.dumps({**good, **changes}).encode())}"
        yield "binding's payload", "~".join([issuer_jwt, *shown, signed(start, world.holder)])
    for name, mutant in text_mutants(token, rng, B64):
        if mutant != token:
            yield name, mutant


def _binding(world: World, **changes: Any) -> KeyBinding:
    return KeyBinding(**{"signer": world.holder, "nonce": NONCE, "audience": AUDIENCE, "issued": NOW, **changes})


def presented(world: World, signer: LocalSigner, **changes: Any) -> str:
    binding = _binding(world, **{"signer": signer, **changes})
    return sdjwt.present(world.sdjwt(holder=True), {"number"}, key_binding=binding)
