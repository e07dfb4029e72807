"""The proof with which a wallet shows that it holds a key (OpenID4VCI 1.0, appendix F.1)."""

from datetime import datetime, timedelta
from typing import Any, Final

from webapp.credentials import jws
from webapp.credentials.encoding import from_json_object, unb64
from webapp.credentials.errors import RefusalCode, Refused
from webapp.credentials.signer import PublicKey, key_of
from webapp.credentials.trust import instant

TYP: Final = "openid4vci-proof+jwt"
MOST_BYTES: Final = 4 * 1024
LIFETIME: Final = timedelta(minutes=5)


def nonce_of(token: str) -> str:
    """The nonce that a proof claims to answer; nothing is verified yet. Raises Refused."""
    _header, parts = jws.read_header(token, {"alg", "typ", "jwk"}, typ=TYP, most_bytes=MOST_BYTES, texts={"alg", "typ"})
    nonce = from_json_object(unb64(parts[1])).get("nonce")
    if not isinstance(nonce, str):
        raise Refused(RefusalCode.BAD_CLAIM, "nonce")
    return nonce


def check(token: str, *, audience: str, now: datetime) -> dict[str, Any]:
    """The wallet's public key (JWK), once it signed for this issuer within the last minutes. Raises Refused.

    Whether its nonce was given out, and to be used once, is the caller's to know. Either S is accepted: wallets
    are made by others.
    """
    header, parts = jws.read_header(token, {"alg", "typ", "jwk"}, typ=TYP, most_bytes=MOST_BYTES, texts={"alg", "typ"})
    jwk = header["jwk"]
    try:
        key = PublicKey("", key_of(jwk), "holder")
    except (ValueError, AttributeError):
        raise Refused(RefusalCode.BAD_HEADER, "jwk") from None
    if not key.has_signed(f"{parts[0]}.{parts[1]}".encode(), unb64(parts[2]), strict=False):
        raise Refused(RefusalCode.TAMPERED, "proof")
    payload = from_json_object(unb64(parts[1]))
    if payload.get("aud") != audience:
        raise Refused(RefusalCode.WRONG_AUDIENCE)
    if type(payload.get("iat")) is not int or abs(now - instant(payload["iat"])) > LIFETIME:
        raise Refused(RefusalCode.REPLAYED, "time")
    return {name: str(jwk[name]) for name in ("kty", "crv", "x", "y")}
