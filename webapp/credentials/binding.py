"""Key binding (RFC 9901 §4.3): the holder signs for one question, so that a copy of the answer serves nobody else."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from webapp.credentials import jws, vc
from webapp.credentials.encoding import b64, from_json_object, to_json, unb64
from webapp.credentials.errors import RefusalCode, Refused
from webapp.credentials.signer import ALG, PublicKey, Signer, key_of
from webapp.credentials.trust import instant

MOST_BYTES: Final = 4 * 1024
TOLERANCE: Final = timedelta(seconds=60)


@dataclass(frozen=True)
class KeyBinding:
    """What the holder signs: whose question it answers, and when."""

    signer: Signer
    nonce: str
    audience: str
    issued: datetime


def make(shown: str, wanted: KeyBinding) -> str:
    """The key-binding JWT over `issuer-jwt~disclosure~…~`."""
    header = {"alg": ALG, "typ": vc.KEY_BINDING_TYP}
    payload = {
        "iat": int(wanted.issued.timestamp()),
        "aud": wanted.audience,
        "nonce": wanted.nonce,
        "sd_hash": _hash(shown),
    }
    covered = f"{b64(to_json(header))}.{b64(to_json(payload))}"
    return f"{covered}.{b64(wanted.signer.sign(covered.encode()))}"


def check(token: str, shown: str, holder_jwk: dict[str, Any], *, now: datetime, nonce: str, audience: str) -> None:
    """Raise Refused unless the holder's key signed this presentation for this question within the last minute.

    The signature may have either S: wallets are made by others.
    """
    _header, parts = jws.read_header(token, {"alg", "typ"}, typ=vc.KEY_BINDING_TYP, most_bytes=MOST_BYTES)
    try:
        key = PublicKey("", key_of(holder_jwk), "holder")
    except ValueError:
        raise Refused(RefusalCode.BAD_CLAIM, "cnf") from None
    if not key.has_signed(f"{parts[0]}.{parts[1]}".encode(), unb64(parts[2]), strict=False):
        raise Refused(RefusalCode.TAMPERED, "key binding")
    payload = from_json_object(unb64(parts[1]))
    if payload.get("aud") != audience:
        raise Refused(RefusalCode.WRONG_AUDIENCE)
    if not hmac.compare_digest(str(payload.get("nonce", "")).encode(), nonce.encode()):
        raise Refused(RefusalCode.REPLAYED, "nonce")
    if payload.get("sd_hash") != _hash(shown):
        raise Refused(RefusalCode.TAMPERED, "sd_hash")
    if type(payload.get("iat")) is not int or abs(now - instant(payload["iat"])) > TOLERANCE:
        raise Refused(RefusalCode.REPLAYED, "time")


def _hash(shown: str) -> str:
    return b64(hashlib.sha256(shown.encode()).digest())
