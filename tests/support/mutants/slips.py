"""Slips of one place or one stretch, and the second form of a signature."""

import random
from collections.abc import Iterator

from webapp.credentials.signer import ORDER

Mutant = tuple[str, str]
B64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_ODD = ["=", " ", "\n", "\0", ".", "~", "+", "/", "0", "０", "٣", "é", "A", "-"]


def text_mutants(token: str, rng: random.Random, alphabet: str) -> Iterator[Mutant]:
    """Slips of one place or one stretch, for as long as they are asked for."""
    while True:
        at, length = rng.randrange(len(token)), rng.randint(1, 12)
        other = rng.randrange(len(token))
        yield "replaced", token[:at] + rng.choice(alphabet) + token[at + 1 :]
        yield "inserted", token[:at] + rng.choice([*alphabet, *_ODD]) + token[at:]
        yield "deleted", token[:at] + token[at + length :]
        yield "repeated", token[:at] + token[at : at + length] + token[at:]
        yield "cut", token[:at]
        yield "swapped", _swapped(token, at, other)
        yield "odd sign", token[:at] + rng.choice(_ODD) + token[at + 1 :]
        yield "something after", token + rng.choice([*_ODD, token[:at], alphabet[0]])
        yield "something before", rng.choice([*_ODD, alphabet[0]]) + token


def _swapped(token: str, a: int, b: int) -> str:
    signs = list(token)
    signs[a], signs[b] = signs[b], signs[a]
    return "".join(signs)


def byte_mutants(data: bytes, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    """The same for bytes, with single bits."""
    while True:
        at, length = rng.randrange(len(data)), rng.randint(1, 8)
        yield "bit", data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]
        yield "byte", data[:at] + rng.randbytes(1) + data[at + 1 :]
        yield "bytes inserted", data[:at] + rng.randbytes(length) + data[at:]
        yield "bytes deleted", data[:at] + data[at + length :]
        yield "bytes repeated", data[:at] + data[at : at + length] + data[at:]
        yield "cut", data[:at]
        yield "bytes after", data + rng.randbytes(length)


def other_s(signature: bytes) -> bytes:
    """(r, n−s): it verifies as well, so it is a second form of the same signature."""
    return signature[:32] + (ORDER - int.from_bytes(signature[32:], "big")).to_bytes(32, "big")
