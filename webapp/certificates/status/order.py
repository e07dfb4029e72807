"""The secret order in which the entries of a status list are given out: a permutation that needs no memory."""

import hashlib

HALF = 9  # bits of each half: together 18, the smallest even number that holds 131,072 entries
ROUNDS = 8


def new_place(key: bytes, counter: int, size: int) -> int:
    """The entry that comes at place `counter`; a Feistel network, walked until it falls inside the list."""
    place = counter
    while True:
        place = _mixed(key, place)
        if place < size:
            return place


def _mixed(key: bytes, value: int) -> int:
    mask = (1 << HALF) - 1
    left, right = value >> HALF, value & mask
    for turn in range(ROUNDS):
        word = hashlib.blake2b(bytes([turn]) + right.to_bytes(2, "big"), key=key, digest_size=2).digest()
        left, right = right, left ^ (int.from_bytes(word, "big") & mask)
    return left << HALF | right
