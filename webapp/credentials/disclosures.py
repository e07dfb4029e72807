"""The disclosures of an SD-JWT: each must be one that the issuer's digests name, once (RFC 9901 §7.1)."""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from webapp.credentials import vc
from webapp.credentials.encoding import b64, from_json, unb64
from webapp.credentials.errors import RefusalCode, Refused

MOST_DISCLOSURES: Final = 64
_RESERVED: Final = frozenset({"_sd", "_sd_alg", "..."})


@dataclass(frozen=True)
class Parts:
    """A token taken apart; `shown` is everything before the key binding, which is empty when there is none."""

    issuer_jwt: str
    disclosures: list[str]
    key_binding: str
    shown: str


def split(token: str, most_bytes: int) -> Parts:
    """Cut at the tildes. Raises Refused for too much of it, for none, and for other than ASCII."""
    if len(token) > most_bytes:
        raise Refused(RefusalCode.TOO_LARGE)
    if not token.isascii() or "~" not in token:
        raise Refused(RefusalCode.MALFORMED, "no tilde")
    issuer_jwt, *middle, last = token.split("~")
    if len(middle) > MOST_DISCLOSURES:
        raise Refused(RefusalCode.TOO_LARGE, "disclosures")
    return Parts(issuer_jwt, middle, last, token[: len(token) - len(last)])


def digest(disclosure: str) -> str:
    """SHA-256 over the disclosure as it stands, base64url (RFC 9901 §4.2.3)."""
    return b64(hashlib.sha256(disclosure.encode()).digest())


def read(disclosure: str) -> tuple[str, Any]:
    """Name and value. Raises Refused for anything but [salt, name, value]."""
    made = from_json(unb64(disclosure))
    if not isinstance(made, list) or len(made) != 3 or not all(isinstance(part, str) for part in made[:2]):
        raise Refused(RefusalCode.BAD_DISCLOSURE, "not three parts")
    return made[1], made[2]


def merge(payload: dict[str, Any], disclosed: list[str]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """All claims, open and disclosed, and the names of those disclosed. Raises Refused."""
    digests = _digests_of(payload)
    claims = {name: value for name, value in payload.items() if name not in {"_sd", "_sd_alg"}}
    _refuse_reserved(claims)
    names: list[str] = []
    for text in disclosed:
        found = digest(text)
        if found not in digests:
            raise Refused(RefusalCode.BAD_DISCLOSURE, "not named by the issuer, or twice")
        digests.remove(found)
        name, value = read(text)
        if name in vc.NEVER_DISCLOSABLE or name in claims:
            raise Refused(RefusalCode.BAD_DISCLOSURE, "a name that is taken")
        _refuse_reserved(value)
        claims[name] = value
        names.append(name)
    return claims, tuple(names)


def _digests_of(payload: dict[str, Any]) -> set[str]:
    found = payload.get("_sd", [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise Refused(RefusalCode.BAD_DISCLOSURE, "_sd")
    if ("_sd" in payload) != ("_sd_alg" in payload) or payload.get("_sd_alg", "sha-256") != "sha-256":
        raise Refused(RefusalCode.BAD_DISCLOSURE, "_sd_alg")
    if len(set(found)) != len(found):
        raise Refused(RefusalCode.BAD_DISCLOSURE, "a digest twice")
    return set(found)


def _refuse_reserved(value: Any) -> None:
    """No part of a claim is disclosable by itself here, so the reserved names stand nowhere."""
    if isinstance(value, dict):
        if value.keys() & _RESERVED:
            raise Refused(RefusalCode.BAD_DISCLOSURE, "a reserved name")
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            _refuse_reserved(part)
