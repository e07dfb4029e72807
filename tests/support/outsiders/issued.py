"""Certificates as towns issue them, as different from each other as people are: names, dates, what is hidden, bound or not."""

import hashlib
import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.support.issuers import AZUMINO, IIYAMA, NOW, TODAY, World, issuer
from webapp.credentials import jws, sdjwt, statuslist, vc
from webapp.credentials.binding import KeyBinding
from webapp.credentials.encoding import b64, from_json_object, to_json, unb64
from webapp.credentials.statuslist import StatusBits

AUDIENCE = "https://school.example.jp"
LIST_SIZE = 2**12
FAMILIES = [
    "佐藤",
    "鈴木",
    "髙﨑",
    "𠮷田",
    "葛󠄀城",
    "邊見",
    "五十嵐",
    "東海林",
    "小鳥遊",
    "勅使河原",
    "林",
    "李",
    "ヴォーン",
    "ホセ",
    "O’Neil",
    "Nguyễn",
    "Müller",
]
GIVENS = [
    "花子",
    "太郎",
    "一",
    "さくら",
    "みゆき",
    "光宙",
    "龍之介",
    "櫻",
    "祐󠄁",
    "ｼﾞｮﾝ",
    "ミズキ",
    "José",
    "Anne-Marie",
    "凛",
    "蓮",
    "あ",
]
TOWNS = {IIYAMA: "飯山", AZUMINO: "安曇野"}


@dataclass(frozen=True)
class Issued:
    """One token as its holder shows it: `nonce` is set when the holder's signature answers a question."""

    shown: str
    kid: str
    town: str
    index: int
    claims: dict[str, Any]  # what may be read from it
    nonce: str = ""

    @property
    def uri(self) -> str:
        """The status list it stands in."""
        return list_address(self.town)


def names(rng: random.Random, *, most_bytes: int = 20) -> Iterator[str]:
    """Names without end, at most so long."""
    while True:
        name = f"{rng.choice(FAMILIES)} {rng.choice(GIVENS)}"
        if len(name.encode()) <= most_bytes:
            yield name


def issue(world: World, count: int, rng: random.Random) -> list[Issued]:
    """So many tokens of two towns, half of them bound to a phone; their status entries lie side by side."""
    callers = names(rng, most_bytes=60)
    return [_one(world, number, next(callers), rng) for number in range(count)]


def _one(world: World, number: int, name: str, rng: random.Random) -> Issued:
    town = (IIYAMA, AZUMINO)[number % 2]
    signer, index = world.signers[f"{town}-credential"], 100 + number // 2
    hidden = _facts(number, name, town, rng)
    begin = TODAY - timedelta(days=rng.randrange(300))
    end = TODAY + timedelta(days=rng.randrange(700))
    status = vc.status_claim(list_address(town), index)
    stated = {
        "iss": issuer(town),
        "vct": f"https://futamachi.example.jp/vct/{rng.choice(['dual-resident', 'activity'])}/1",
    }
    claims = {**stated, "status": status, **vc.times(begin, begin, end), **hidden}
    is_bound = rng.random() < 0.5
    disclosable = rng.sample(list(hidden), rng.randrange(len(hidden) + 1))
    token = sdjwt.issue(claims, disclosable, signer, holder_jwk=world.holder.public_jwk if is_bound else None)
    shown = rng.sample(disclosable, rng.randrange(len(disclosable) + 1))
    nonce = f"{rng.getrandbits(64):x}" if is_bound else ""
    binding = KeyBinding(world.holder, nonce, AUDIENCE, NOW) if is_bound else None
    readable = {key: value for key, value in claims.items() if key not in disclosable or key in shown}
    return Issued(sdjwt.present(token, shown, key_binding=binding), signer.kid, town, index, readable, nonce)


def _facts(number: int, name: str, town: str, rng: random.Random) -> dict[str, Any]:
    family, given = name.split(" ")
    facts: dict[str, Any] = {
        "holder_name": name,
        "family_name": family,
        "given_name": given,
        "birthdate": (date(1930, 1, 1) + timedelta(days=rng.randrange(34_000))).isoformat(),
        "address": {"region": "長野県", "locality": f"{TOWNS[town]}市"},
        "number": f"{TOWNS[town]}-R{rng.randint(8, 20)}-{number:06d}",
        "tier": rng.choice(["basic", "premium"]),
        "children": [rng.randrange(18) for _ in range(rng.randrange(4))],
        "is_confirmed": rng.random() < 0.5,
        "record_sha256": hashlib.sha256(name.encode()).hexdigest(),
    }
    return {key: facts[key] for key in rng.sample(list(facts), rng.randint(3, len(facts)))}


def list_address(town: str) -> str:
    """Where a town publishes its list."""
    return f"{issuer(town)}/status-lists/1"


def status_lists(world: World, revoked: Collection[Issued]) -> dict[str, str]:
    """The signed list of each town, by address, with these tokens taken back."""
    made = {}
    for town in TOWNS:
        bits = StatusBits(LIST_SIZE)
        bits.set_all((one.index for one in revoked if one.town == town), vc.INVALID)
        signer = world.signers[f"{town}-status"]
        times = {"issued": NOW, "ttl": timedelta(hours=12), "expires": NOW + timedelta(days=7)}
        made[list_address(town)] = statuslist.token(bits, list_address(town), signer, **times)
    return made


def a_day_longer(token: str) -> str:
    """The token with its last day moved, under the old signature."""
    jwt, rest = token.split("~", 1)
    head, payload, signature = jwt.split(".")
    claims = from_json_object(unb64(payload))
    changed = b64(to_json({**claims, "exp": claims["exp"] + 86_400}))
    return f"{head}.{changed}.{signature}~{rest}"


def by_a_stranger(token: str, world: World) -> str:
    """The same claims, signed by somebody else under the name of Iiyama's key."""
    jwt, rest = token.split("~", 1)
    payload = from_json_object(unb64(jwt.split(".")[1]))
    return f"{jws.sign(payload, world.stranger, typ=vc.TYP)}~{rest}"
