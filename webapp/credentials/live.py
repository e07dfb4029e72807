"""The live QR code on a phone: the signed claims, the present second, and the signature of the key they are bound to.

CBOR [credential, seconds, signature]; the holder signs CBOR ["FutamachiLive1", credential, seconds] with ES256,
low S. A screenshot is a copy of one second: after a minute nobody accepts it.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec

from webapp.credentials import qr
from webapp.credentials.encoding import from_cbor, from_digits, to_cbor, to_digits, unb64
from webapp.credentials.errors import RefusalCode, Refused
from webapp.credentials.qr import QrClaims
from webapp.credentials.signer import KeyResolver, PublicKey, Signer
from webapp.credentials.trust import instant

CONTEXT: Final = "FutamachiLive1"
TOLERANCE: Final = timedelta(seconds=60)


def holder_key(jwk: dict[str, Any]) -> bytes:
    """x‖y, 64 bytes, of a JWK on P-256: the form in which the claims name the holder's key. Raises ValueError."""
    try:
        made = unb64(str(jwk.get("x"))) + unb64(str(jwk.get("y")))
    except Refused as refused:
        raise ValueError(str(refused)) from None
    _public_key(made)
    return made


def compose(credential_digits: str, holder: Signer, *, now: datetime) -> str:
    """The code of this second, as the phone makes it; digits."""
    credential, seconds = from_digits(credential_digits), int(now.timestamp())
    return to_digits(to_cbor([credential, seconds, holder.sign(_covered(credential, seconds))]))


def verify(digits: str, keys: KeyResolver, *, now: datetime, tolerance: timedelta = TOLERANCE) -> QrClaims:
    """What the code says, shown by its holder within `tolerance` of now. Raises Refused."""
    credential, seconds, signature = _taken_apart(from_cbor(from_digits(digits)))
    claims = qr.read_bytes(credential, keys, now=now)
    if claims.holder_key is None:
        raise Refused(RefusalCode.BAD_CLAIM, "not bound to a holder")
    try:
        holder = PublicKey("", _public_key(claims.holder_key), "holder")
    except ValueError:
        raise Refused(RefusalCode.BAD_CLAIM, "holder's key") from None
    if not holder.has_signed(_covered(credential, seconds), signature):
        raise Refused(RefusalCode.TAMPERED, "holder's signature")
    if abs(now - instant(seconds)) > tolerance:
        raise Refused(RefusalCode.REPLAYED, claims=claims)
    return claims


def is_live(digits: str) -> bool:
    """Whether these digits look like a live code and not like one on paper; says nothing about their being right."""
    try:
        return from_digits(digits)[:1] == b"\x83"
    except Refused:
        return False


def credential_of(digits: str) -> str:
    """The digits of what the municipality signed inside a live code. Raises Refused; nothing is verified."""
    return to_digits(_taken_apart(from_cbor(from_digits(digits)))[0])


def _covered(credential: bytes, seconds: int) -> bytes:
    return to_cbor([CONTEXT, credential, seconds])


def _taken_apart(made: Any) -> tuple[bytes, int, bytes]:
    if not isinstance(made, list | tuple) or [type(part) for part in made] != [bytes, int, bytes]:
        raise Refused(RefusalCode.MALFORMED, "not a live code")
    return made[0], made[1], made[2]


def _public_key(made: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\x04" + made)
