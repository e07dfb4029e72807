"""The code on paper: small enough for 20 mm, read back as it was, refused when anything about it is not right."""

import random
import string
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import segno

from tests.support.issuers import AZUMINO, IIYAMA, NOW, TODAY, World, qr_claims
from webapp.credentials import live, qr
from webapp.credentials.encoding import to_digits
from webapp.credentials.errors import RefusalCode, Refused
from webapp.credentials.qr import QrClaims
from webapp.credentials.trust import day_start

PREFIX = "https://futamachi.example.jp/v#"
KANJI = "山田高橋佐藤鈴木渡辺小林見本花子太郎一二三飯安曇野髙﨑邊葛"


def refusal(digits: str, world: World, **options: Any) -> RefusalCode:
    with pytest.raises(Refused) as caught:
        qr.read(digits, world.keys, **{"now": NOW, **options})
    return caught.value.code


def version_of(digits: str) -> int:
    parts = [(PREFIX, segno.consts.MODE_BYTE), (digits, segno.consts.MODE_NUMERIC)]
    return int(segno.make(parts, error="m", boost_error=False, micro=False).version)


def test_all_claims_come_back(world: World) -> None:
    assert qr.read(world.qr(), world.keys, now=NOW) == qr_claims()
    anonymous = world.qr(name=None, number=None, tier=None)
    assert qr.read(anonymous, world.keys, now=NOW).name is None


def test_every_code_is_readable_at_twenty_millimetres(world: World) -> None:
    """Version 9-M with a name of up to 20 bytes for an address of up to 31 characters; without number and name 8-M."""
    assert len(PREFIX) == 31
    rng = random.Random(9)
    named, anonymous, nameless = zip(*(_three_forms(rng, world) for _ in range(400)), strict=True)
    assert version_of(max(named, key=len)) == 9
    assert version_of(max(nameless, key=len)) <= 9
    assert version_of(max(anonymous, key=len)) <= 8


def _three_forms(rng: random.Random, world: World) -> tuple[str, str, str]:
    plain = QrClaims(
        municipality_code=rng.choice(["473821", IIYAMA]),
        kind=rng.randint(1, 255),
        issued_on=TODAY,
        valid_from=TODAY + timedelta(days=rng.randrange(400)),
        valid_until=date(2099, 12, 31),
        status_list=rng.randrange(4096),
        status_index=rng.randrange(2**17),
        tier=rng.choice([1, 2]),
    )
    numbered = replace(plain, number=f"R{rng.randint(8, 18)}-{rng.randrange(10**6):06d}")
    named = replace(numbered, name=_name(rng))
    return qr.issue(named, world.town), qr.issue(plain, world.town), qr.issue(numbered, world.town)


def test_even_the_longest_name_stays_within_version_11(world: World) -> None:
    assert version_of(world.qr(name="山" * 26, number="R10-1234567")) <= 11


def _name(rng: random.Random) -> str:
    if rng.random() < 0.3:
        return "".join(rng.choices(string.ascii_letters + " ", k=20))
    first, second = rng.randint(1, 3), rng.randint(1, 3)
    return "".join(rng.choices(KANJI, k=first)) + " " + "".join(rng.choices(KANJI, k=second))


def test_one_town_cannot_vouch_for_another(world: World) -> None:
    assert refusal(world.qr(signer=world.signers[f"{AZUMINO}-credential"]), world) is RefusalCode.WRONG_ISSUER
    assert refusal(world.qr(municipality_code=AZUMINO), world) is RefusalCode.WRONG_ISSUER
    assert refusal(world.qr(signer=world.signers[f"{IIYAMA}-status"]), world) is RefusalCode.WRONG_PURPOSE
    assert refusal(world.qr(signer=world.stranger), world) is RefusalCode.UNKNOWN_ISSUER


@pytest.mark.parametrize(
    ("days", "code"),
    [(-1, RefusalCode.ISSUED_LATER), (0, None), (364, None), (365, RefusalCode.EXPIRED)],
)
def test_it_holds_from_the_first_to_the_last_day_in_japan(days: int, code: RefusalCode | None, world: World) -> None:
    for hours in (0, 23.99):
        now = day_start(TODAY + timedelta(days=days)) + timedelta(hours=hours)
        if code is None:
            assert qr.read(world.qr(), world.keys, now=now)
        else:
            assert refusal(world.qr(), world, now=now) is code


def test_a_key_that_was_lost_or_is_past_its_time(world: World) -> None:
    digits = world.qr()
    world.change(world.town.kid, not_after=day_start(TODAY) - timedelta(days=1))
    assert refusal(digits, world) is RefusalCode.KEY_NOT_IN_FORCE
    world.change(world.town.kid, not_after=None, compromised_at=NOW)
    assert refusal(digits, world) is RefusalCode.KEY_COMPROMISED


@pytest.mark.parametrize(
    ("digits", "code"),
    [
        ("", RefusalCode.MALFORMED),
        ("12a", RefusalCode.MALFORMED),
        ("１２３", RefusalCode.MALFORMED),
        ("9" * 2001, RefusalCode.TOO_LARGE),
        ("9" * 2000, RefusalCode.MALFORMED),
        (to_digits(b"\x81" * 500 + b"\0"), RefusalCode.TOO_DEEP),
        (to_digits(b"\xd2" * 500 + b"\0"), RefusalCode.TOO_DEEP),
        (to_digits(b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff"), RefusalCode.MALFORMED),  # an array of 2^64
        (to_digits(b"\x5b\x7f\xff\xff\xff\xff\xff\xff\xff"), RefusalCode.MALFORMED),  # a text of 2^63 bytes
    ],
)
def test_hostile_digits_are_refused(digits: str, code: RefusalCode, world: World) -> None:
    assert refusal(digits, world) is code


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "山" * 27},
        {"name": ""},
        {"number": "1" * 25},
        {"kind": 0},
        {"kind": 256},
        {"municipality_code": "abc"},
        {"status_index": 2**20},
        {"status_list": 4096},
        {"holder_key": b"short"},
        {"valid_until": date(2200, 1, 1)},
    ],
)
def test_claims_that_do_not_fit_are_not_signed(changes: dict[str, Any], world: World) -> None:
    with pytest.raises(ValueError):
        world.qr(**changes)


def test_a_cut_code_is_refused_wherever_it_is_cut(world: World) -> None:
    digits = world.qr()
    assert {refusal(digits[:length], world) for length in range(1, len(digits), 7)} <= {
        RefusalCode.MALFORMED,
        RefusalCode.TOO_DEEP,
    }


def test_a_live_code_serves_for_a_minute_and_only_from_the_holder(world: World) -> None:
    bound = world.qr(name=None, holder_key=live.holder_key(world.holder.public_jwk))
    shown = live.compose(bound, world.holder, now=NOW)
    assert live.is_live(shown)
    assert not live.is_live(bound)
    assert live.verify(shown, world.keys, now=NOW + timedelta(seconds=60)).number == "R8-000123"
    for digits, later, code in (
        (shown, 61, RefusalCode.REPLAYED),  # a screenshot
        (shown, -61, RefusalCode.REPLAYED),
        (live.compose(bound, world.stranger, now=NOW), 0, RefusalCode.TAMPERED),
        (live.compose(world.qr(), world.holder, now=NOW), 0, RefusalCode.BAD_CLAIM),
        (bound, 0, RefusalCode.MALFORMED),
    ):
        with pytest.raises(Refused) as caught:
            live.verify(digits, world.keys, now=NOW + timedelta(seconds=later))
        assert caught.value.code is code
    assert refusal(bound, world) is RefusalCode.NEEDS_HOLDER
    assert version_of(shown) <= 13
