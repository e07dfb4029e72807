"""The signed list of all municipalities' keys: with it a verifier needs no network and trusts one root key only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from webapp.credentials import jws
from webapp.credentials.errors import RefusalCode, Refused
from webapp.credentials.signer import ROOT, KeyResolver, PublicKey, Signer, jwk_of, key_of
from webapp.credentials.trust import CLOCK_TOLERANCE, instant

TYP: Final = "municipality-keys+jwt"
MOST_BYTES: Final = 4 * 2**20  # 1,700 municipalities with four keys each come to 2 MB


@dataclass(frozen=True)
class Entry:
    """One key of the list, its name in QR codes, and the official name of its municipality."""

    key: PublicKey
    short_kid: str
    name: str


@dataclass(frozen=True)
class KeyList:
    """A list whose signature is good."""

    entries: tuple[Entry, ...]
    issued: datetime
    expires: datetime

    def resolver(self) -> KeyResolver:
        """Finds a key by its name or by its short name."""
        known = {name: entry.key for entry in self.entries for name in (entry.key.kid, entry.short_kid)}
        return known.get


def token(
    entries: Iterable[Entry], signer: Signer, *, issuer: str, issued: datetime, ttl: timedelta, lifetime: timedelta
) -> str:
    """`{iss, iat, exp, ttl, municipalities: {code: {name, iss, keys: [jwk + short, use, nbf, exp, compromised]}}}`, times in seconds."""
    towns: dict[str, dict[str, Any]] = {}
    for entry in entries:
        town = towns.setdefault(entry.key.municipality_code, {"name": entry.name, "iss": entry.key.issuer, "keys": []})
        town["keys"].append(_packed(entry))
    payload = {
        "iss": issuer,
        "iat": int(issued.timestamp()),
        "exp": int((issued + lifetime).timestamp()),
        "ttl": int(ttl.total_seconds()),
        "municipalities": towns,
    }
    return jws.sign(payload, signer, typ=TYP)


def read(made: str, keys: KeyResolver, *, now: datetime) -> KeyList:
    """The list, once its signature by a root key and its dates are right. Raises Refused; STALE when it is past its end."""
    signed = jws.verify(made, keys, typ=TYP, purpose=ROOT, most_bytes=MOST_BYTES)
    payload = signed.payload
    if type(payload.get("iat")) is not int or type(payload.get("exp")) is not int:
        raise Refused(RefusalCode.BAD_CLAIM, "time")
    issued, expires = instant(payload["iat"]), instant(payload["exp"])
    if issued > now + CLOCK_TOLERANCE:
        raise Refused(RefusalCode.ISSUED_LATER)
    if expires <= now:
        raise Refused(RefusalCode.STALE)
    try:
        towns = payload["municipalities"].items()
        entries = tuple(_unpacked(code, town, one) for code, town in towns for one in town["keys"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused(RefusalCode.BAD_CLAIM, "municipalities") from None
    return KeyList(entries, issued, expires)


def _packed(entry: Entry) -> dict[str, Any]:
    key = entry.key
    times = {"nbf": key.not_before, "exp": key.not_after, "compromised": key.compromised_at}
    return {
        **jwk_of(key.key),
        "kid": key.kid,
        "short": entry.short_kid,
        "use": key.purpose,
        **{name: int(moment.timestamp()) for name, moment in times.items() if moment is not None},
    }


def _unpacked(code: str, town: dict[str, Any], packed: dict[str, Any]) -> Entry:
    nbf, exp, compromised = (
        None if packed.get(name) is None else instant(packed[name]) for name in ("nbf", "exp", "compromised")
    )
    key = PublicKey(
        packed["kid"], key_of(packed), packed["use"], code, town["iss"], nbf, exp, compromised_at=compromised
    )
    return Entry(key, packed["short"], town["name"])
