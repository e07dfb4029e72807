"""Status lists: the draft's own numbers, a signed list that grows stale and void, and bombs."""

import zlib
from datetime import timedelta
from typing import Any

import pytest

from tests.support.issuers import AZUMINO, IIYAMA, NOW, World, issuer
from tests.support.mutants.lists import a_list
from webapp.credentials import statuslist
from webapp.credentials.encoding import b64
from webapp.credentials.errors import RefusalCode, Refused
from webapp.credentials.statuslist import StatusBits

URI = f"{issuer(IIYAMA)}/status-lists/1"
ONE_BIT = [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]
TWO_BITS = [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]


@pytest.mark.parametrize(
    ("bits", "values", "data", "lst"),
    [(1, ONE_BIT, "b9a3", "eNrbuRgAAhcBXQ"), (2, TWO_BITS, "c944f9", "eNo76fITAAPfAgc")],
)
def test_the_examples_of_the_draft(bits: int, values: list[int], data: str, lst: str) -> None:
    """draft-ietf-oauth-status-list, section 4."""
    made = StatusBits(len(values), bits)
    for index, value in enumerate(values):
        made.set(index, value)
    assert (made.data.hex(), made.to_lst()) == (data, lst)
    read = StatusBits.from_lst(lst, bits)
    assert [read.get(index) for index in range(read.size)] == values


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_setting_one_entry_leaves_its_neighbours(bits: int) -> None:
    made = StatusBits(64, bits)
    for index in range(64):
        made.set(index, index % 2**bits)
    made.set(31, 0)
    assert [made.get(index) for index in range(64)] == [0 if index == 31 else index % 2**bits for index in range(64)]
    with pytest.raises(ValueError):
        made.set(0, 2**bits)
    for outside in (-1, 64):
        with pytest.raises(IndexError):
            made.get(outside)


def test_a_list_says_how_old_it_is(world: World) -> None:
    bits = StatusBits(2**17)
    bits.set_all(range(0, 2**17, 50), 1)
    token = a_list(bits, world.signers[f"{IIYAMA}-status"])
    read = statuslist.read_token(token, world.keys, now=NOW, uri=URI)
    assert (read.bits.get(50), read.bits.get(51), read.uri) == (1, 0, URI)
    assert not read.is_stale(NOW + timedelta(hours=12))
    assert read.is_stale(NOW + timedelta(hours=12, seconds=1))
    assert refusal(token, world, now=NOW + timedelta(days=7)) is RefusalCode.STALE
    assert refusal(token, world, now=NOW - timedelta(days=1)) is RefusalCode.ISSUED_LATER


def test_a_list_counts_only_from_its_own_town_and_address(world: World) -> None:
    bits = StatusBits(8)
    theirs, mine = world.signers[f"{AZUMINO}-status"], world.signers[f"{IIYAMA}-status"]
    assert refusal(a_list(bits, theirs), world) is RefusalCode.WRONG_ISSUER
    assert refusal(a_list(bits, world.town), world) is RefusalCode.WRONG_PURPOSE
    assert refusal(a_list(bits, mine), world, uri=URI.replace("/1", "/2")) is RefusalCode.WRONG_ISSUER
    world.change(mine.kid, compromised_at=NOW)
    assert refusal(a_list(bits, mine), world) is RefusalCode.KEY_COMPROMISED


def refusal(token: str, world: World, **options: Any) -> RefusalCode:
    with pytest.raises(Refused) as caught:
        statuslist.read_token(token, world.keys, **{"now": NOW, **options})
    return caught.value.code


@pytest.mark.parametrize(
    ("packed", "code"),
    [
        (zlib.compress(bytes(2 * 2**20 + 1), 9), RefusalCode.TOO_LARGE),
        (zlib.compress(bytes(200 * 2**20), 9), RefusalCode.TOO_LARGE),  # 200 MB in 200 kB
        (zlib.compress(bytes(100))[:-2], RefusalCode.MALFORMED),
        (zlib.compress(bytes(100)) + b"x", RefusalCode.MALFORMED),
        (b"", RefusalCode.MALFORMED),
        (b"not zlib", RefusalCode.MALFORMED),
        (zlib.compress(b""), RefusalCode.MALFORMED),
    ],
)
def test_bombs_and_broken_lists_are_refused(packed: bytes, code: RefusalCode) -> None:
    with pytest.raises(Refused) as caught:
        StatusBits.from_lst(b64(packed))
    assert caught.value.code is code


def test_a_list_of_two_mebibytes_is_still_read() -> None:
    assert StatusBits.from_lst(b64(zlib.compress(bytes(2 * 2**20), 9))).size == 2**23


def test_a_list_of_131072_entries_fits_an_offline_cache(world: World) -> None:
    """Two in a hundred revoked at random: at most 8 kB with its signature."""
    import random

    bits = StatusBits(2**17)
    bits.set_all(random.Random(1).sample(range(2**17), 2**17 // 50), 1)
    assert len(a_list(bits, world.signers[f"{IIYAMA}-status"])) <= 8 * 1024
