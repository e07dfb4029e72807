"""Altered codes: COSE_Sign1 on paper and the live one on a phone, as decimal digits."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import cbor2

from tests.support.issuers import AZUMINO, IIYAMA, NOW, World
from tests.support.mutants.slips import Mutant, byte_mutants, other_s, text_mutants
from webapp.credentials import live, qr
from webapp.credentials.encoding import from_digits, to_digits
from webapp.credentials.signer import LocalSigner


def qr_mutants(world: World, rng: random.Random) -> Iterator[Mutant]:
    """Of the code on paper."""
    digits = world.qr()
    data = from_digits(digits)
    yield from _cose_mutants(data, world)
    yield "another key's", world.qr(signer=world.signers[f"{AZUMINO}-credential"])
    yield "a status key's", world.qr(signer=world.signers[f"{IIYAMA}-status"])
    yield "another town", world.qr(municipality_code=AZUMINO)
    yield "a stranger's", world.qr(signer=world.stranger)
    yield "bound to a holder", world.qr(holder_key=live.holder_key(world.holder.public_jwk))
    yield "leading zero", f"0{digits}"
    yield "sign", f"+{digits}"
    yield "many digits", digits * 8
    yield from _endless(digits, data, rng)


def _endless(digits: str, data: bytes, rng: random.Random) -> Iterator[Mutant]:
    for (name, text), (what, changed) in zip(
        text_mutants(digits, rng, "0123456789"), byte_mutants(data, rng), strict=True
    ):
        if text != digits:
            yield name, text
        if changed != data and changed[:1] not in {b"", b"\0"}:
            yield what, to_digits(changed)


def _cose_mutants(data: bytes, world: World) -> Iterator[Mutant]:
    protected, _nothing, payload, signature = cbor2.loads(data).value
    parts = [protected, {}, payload, signature]
    for name, changed in {
        "the other s": [protected, {}, payload, other_s(signature)],
        "r and s exchanged": [protected, {}, payload, signature[32:] + signature[:32]],
        "empty list for the empty map": [protected, [], payload, signature],
        "false for the empty map": [protected, False, payload, signature],
        "text for the empty map": [protected, "", payload, signature],
        "a field outside": [protected, {4: b"x"}, payload, signature],
        "no signature": [protected, {}, payload, b""],
        "three parts": parts[:3],
        "five parts": [*parts, 0],
        "protected as a map": [cbor2.loads(protected), {}, payload, signature],
        "payload as a map": [protected, {}, cbor2.loads(payload), signature],
        "none": [protected, {}, None, signature],
    }.items():
        yield name, to_digits(cbor2.dumps(cbor2.CBORTag(18, changed)))
    for tag in (17, 16, 98, 61, 55799):
        yield "another tag", to_digits(cbor2.dumps(cbor2.CBORTag(tag, parts)))
    yield "no tag", to_digits(data[1:])
    yield "tag written longer", to_digits(b"\xd8\x12" + data[1:])
    yield "array written longer", to_digits(data[:1] + b"\x98\x04" + data[2:])
    yield "array without end", to_digits(data[:1] + b"\x9f" + data[2:] + b"\xff")
    yield "map without end", to_digits(data.replace(b"\xa0\x58", b"\xbf\xff\x58", 1))
    for name, header in _cose_headers(cbor2.loads(protected), world):
        yield name, _cose_signed(header, payload, world.town)
    for name, claims in _cose_payloads(cbor2.loads(payload)):
        yield f"{name}, signed by the town", _cose_signed(protected, claims, world.town)
        yield f"{name}, signed by a stranger", _cose_signed(protected, claims, world.stranger)
        yield f"{name}, old signature", to_digits(cbor2.dumps(cbor2.CBORTag(18, [protected, {}, claims, signature])))


def _cose_signed(protected: bytes, payload: bytes, signer: LocalSigner) -> str:
    covered = cbor2.dumps(["Signature1", protected, b"", payload])
    return to_digits(cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, signer.sign(covered)])))


def _cose_headers(header: dict[int, Any], world: World) -> Iterator[tuple[str, bytes]]:
    for alg in (-8, -35, 5, -47, 0, "ES256", -7.0, None):
        yield "another algorithm", cbor2.dumps({**header, 1: alg}, canonical=True)
    for kid in (b"", b"x" * 6, header[4] + b"\0", header[4].hex(), header[4][:5]):
        yield "another name of the key", cbor2.dumps({**header, 4: kid}, canonical=True)
    yield "a header more", cbor2.dumps({**header, 3: 0}, canonical=True)
    yield "a header less", cbor2.dumps({4: header[4]}, canonical=True)
    yield "headers in another order", b"\xa2\x04\x46" + header[4] + b"\x01\x26"
    yield "header without end", b"\xbf\x01\x26\x04\x46" + header[4] + b"\xff"
    yield "header's number written longer", b"\xa2\x01\x38\x06\x04\x46" + header[4]


def _cose_payloads(claims: dict[int, Any]) -> Iterator[tuple[str, bytes]]:
    """Payloads that the town would never sign: their signature is good and they are refused nevertheless."""
    good = cbor2.dumps(claims, canonical=True)
    for label in qr._REQUIRED:
        yield "a claim less", cbor2.dumps({k: v for k, v in claims.items() if k != label}, canonical=True)
    for label, value in claims.items():
        others: tuple[Any, ...] = (None, -1, True, 2**40, b"x", "x" * 200, float(1), [value], {1: value})
        for other in others:
            if other != value or type(other) is not type(value):
                yield "a claim of another kind", cbor2.dumps({**claims, label: other}, canonical=True)
    yield "a claim more", cbor2.dumps({**claims, 11: 1}, canonical=True)
    yield "a claim named in words", cbor2.dumps(dict[Any, Any](claims) | {"name": "偽"}, canonical=True)
    yield "another order", b"".join([good[:1], *(cbor2.dumps(k) + cbor2.dumps(v) for k, v in reversed(claims.items()))])
    yield "a claim twice", bytes([good[0] + 1]) + good[1:] + cbor2.dumps(8) + cbor2.dumps("偽 花子")
    yield "map without end", b"\xbf" + good[1:] + b"\xff"
    yield "something after", good + b"\0"
    yield "deep", b"\x81" * 60 + b"\0"


def live_mutants(world: World, rng: random.Random) -> Iterator[Mutant]:
    """Of the live code."""
    bound = world.qr(holder_key=live.holder_key(world.holder.public_jwk), name=None)
    digits = live.compose(bound, world.holder, now=NOW)
    data = from_digits(digits)
    credential, seconds, signature = cbor2.loads(data)
    yield "on paper", bound
    yield "not bound", live.compose(world.qr(), world.holder, now=NOW)
    yield "another holder", live.compose(bound, world.stranger, now=NOW)
    for late in (61, -61, 3600, -86_400):
        yield "another time", live.compose(bound, world.holder, now=NOW + timedelta(seconds=late))
    for changed in (
        [credential, seconds + 1, signature],
        [credential, seconds, other_s(signature)],
        [credential, float(seconds), signature],
        [credential, seconds],
        [credential, seconds, signature, 0],
        [world.town.kid, seconds, signature],
    ):
        yield "parts", to_digits(cbor2.dumps(changed))
    yield from _endless(digits, data, rng)
