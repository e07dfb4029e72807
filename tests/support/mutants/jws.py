"""Altered headers, payloads, signatures and encodings of a compact JWS."""

import json
import random
from collections.abc import Iterator
from typing import Any

from tests.support.issuers import IIYAMA, World
from tests.support.mutants.slips import B64, Mutant, other_s
from webapp.credentials.encoding import b64, unb64
from webapp.credentials.signer import LocalSigner


def jws_mutants(token: str, world: World, rng: random.Random) -> Iterator[Mutant]:
    """Headers, signatures and encodings of header.payload.signature."""
    head, payload, signature = token.split(".")
    header = json.loads(unb64(head))
    raw = unb64(signature)
    yield "the other s", f"{head}.{payload}.{b64(other_s(raw))}"
    yield "no signature", f"{head}.{payload}."
    yield "zero signature", f"{head}.{payload}.{b64(bytes(64))}"
    yield "r and s exchanged", f"{head}.{payload}.{b64(raw[32:] + raw[:32])}"
    yield "longer signature", f"{head}.{payload}.{b64(bytes(1) + raw)}"
    yield "left-over bits", f"{head}.{payload}.{signature[:-1]}{B64[B64.index(signature[-1]) | 1]}"
    yield "padding", f"{head}.{payload}.{signature}=="
    for changed in _headers(header, world):
        for name, covered in (("spaced", json.dumps(changed)), ("compact", json.dumps(changed, separators=(",", ":")))):
            start = f"{b64(covered.encode())}.{payload}"
            if changed != header:
                yield f"header {name}, old signature", f"{start}.{signature}"
                yield f"header {name}, signed by the town", signed(start, world.signers[header["kid"]])
            yield f"header {name}, signed by a stranger", signed(start, world.stranger)
    for name, claims in _payloads(json.loads(unb64(payload)), rng):
        start = f"{head}.{b64(claims.encode())}"
        yield f"payload {name}, old signature", f"{start}.{signature}"
        yield f"payload {name}, signed by a stranger", signed(start, world.stranger)


def signed(covered: str, signer: LocalSigner) -> str:
    return f"{covered}.{b64(signer.sign(covered.encode()))}"


def _headers(header: dict[str, Any], world: World) -> Iterator[dict[str, Any]]:
    yield header
    for alg in ("none", "None", "", "HS256", "ES384", "ES256K", "EdDSA", "es256", "RS256", None, ["ES256"]):
        yield {**header, "alg": alg}
    for typ in ("JWT", "vc+sd-jwt", "kb+jwt", "DC+SD-JWT", "at+jwt", None):
        yield {**header, "typ": typ}
    for kid in ("", "unknown", 1, None, f"{IIYAMA}-{'status' if 'credential' in header['kid'] else 'credential'}"):
        yield {**header, "kid": kid}
    for extra in ({"jwk": world.stranger.public_jwk}, {"x5c": ["AA"]}, {"crit": ["exp"]}, {"jku": "https://x.example"}):
        yield {**header, **extra}
    yield {name: value for name, value in header.items() if name != "typ"}
    yield {name: value for name, value in header.items() if name != "kid"}


def _payloads(payload: dict[str, Any], rng: random.Random) -> Iterator[tuple[str, str]]:
    for name, value in payload.items():
        yield f"without {name}", json.dumps({k: v for k, v in payload.items() if k != name})
        yield f"{name} twice", json.dumps(payload)[:-1] + f", {json.dumps(name)}: {json.dumps(value)}}}"
        others: tuple[Any, ...] = (None, -1, 2**63, "", [], {}, True)
        for other in others:
            yield f"{name} changed", json.dumps({**payload, name: other})
    yield "admin", json.dumps({**payload, "admin": True})
    yield "respaced", json.dumps(payload, indent=rng.randint(1, 4))
