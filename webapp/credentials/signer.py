"""Who signs and whose signature it was: ES256 (RFC 7518 §3.4) with raw R‖S and the lower of the two S."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import ECKey

ALG: Final = "ES256"
#: order of the group of P-256 (SEC 2, section 2.4.2)
ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
SHORT_KID_BYTES: Final = 6
_ES256 = ec.ECDSA(SHA256())

#: what a key may sign
CREDENTIAL, STATUS, PDF, ROOT = "credential", "status", "pdf", "root"


class Signer(Protocol):
    """Something that holds a private key: in memory, in a security module, elsewhere."""

    @property
    def alg(self) -> str:
        """`ES256`."""

    @property
    def kid(self) -> str:
        """The key's name, e.g. `202151-2026a-credential`."""

    @property
    def public_jwk(self) -> dict[str, str]:
        """kty, crv, x, y (RFC 7517)."""

    def sign(self, data: bytes) -> bytes:
        """64 bytes R‖S over SHA-256 of data, with low S."""


class LocalSigner:
    """A P-256 key in this process's memory."""

    alg = ALG

    def __init__(self, private_key: ec.EllipticCurvePrivateKey, kid: str) -> None:
        if not isinstance(private_key.curve, ec.SECP256R1):
            raise ValueError("ES256 needs a key on P-256")
        self._key = private_key
        self.kid = kid
        self.public_jwk = jwk_of(private_key.public_key())

    def sign(self, data: bytes) -> bytes:
        """64 bytes R‖S with low S."""
        return low_s(*decode_dss_signature(self._key.sign(data, _ES256)))


@dataclass(frozen=True)
class PublicKey:
    """A key that may have signed: whose it is, what for, and when it was in force (instants, aware)."""

    kid: str
    key: ec.EllipticCurvePublicKey = field(repr=False)
    purpose: str
    municipality_code: str = ""  # empty: the operator's own
    issuer: str = ""  # the `iss` it may vouch for
    not_before: datetime | None = None
    not_after: datetime | None = None
    compromised_at: datetime | None = None

    def has_signed(self, data: bytes, signature: bytes, *, strict: bool = True) -> bool:
        """Whether the 64 bytes are this key's signature over data; `strict` refuses the higher S (a second form of the same)."""
        if len(signature) != 64:
            return False
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        if not (0 < r < ORDER and 0 < s <= (ORDER // 2 if strict else ORDER - 1)):
            return False
        try:
            self.key.verify(encode_dss_signature(r, s), data, _ES256)
        except InvalidSignature:
            return False
        return True


#: finds a key by its name or by `short_kid(…).hex()`; None when no such key is known
KeyResolver = Callable[[str], PublicKey | None]


def low_s(r: int, s: int) -> bytes:
    """R‖S, 64 bytes, with the lower of s and n−s: both verify, so one of them has to be the form (as in BIP 62)."""
    return r.to_bytes(32, "big") + min(s, ORDER - s).to_bytes(32, "big")


def jwk_of(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    """The public key as JWK (RFC 7517, RFC 7518 §6.2): kty, crv, x, y."""
    made = ECKey.import_key(key).as_dict(private=False)
    return {name: str(made[name]) for name in ("kty", "crv", "x", "y")}


def key_of(jwk: dict[str, Any]) -> ec.EllipticCurvePublicKey:
    """The public key of a JWK. Raises ValueError unless it is a point on P-256 and nothing private."""
    if jwk.get("kty") != "EC" or jwk.get("crv") != "P-256" or "d" in jwk:
        raise ValueError("not a public key on P-256")
    return _key_of(str(jwk.get("x")), str(jwk.get("y")))


def thumbprint(jwk: dict[str, Any]) -> str:
    """RFC 7638: SHA-256 over the required members, base64url."""
    return _thumbprint(str(jwk["x"]), str(jwk["y"]))


def short_kid(jwk: dict[str, Any]) -> bytes:
    """The key's name inside a QR code: the first 6 bytes of SHA-256 of its thumbprint."""
    return _short_kid(str(jwk["x"]), str(jwk["y"]))


@lru_cache(maxsize=16_384)
def _key_of(x: str, y: str) -> ec.EllipticCurvePublicKey:
    try:
        found = ECKey.import_key({"kty": "EC", "crv": "P-256", "x": x, "y": y}).public_key
    except Exception as error:  # joserfc raises errors of several libraries
        raise ValueError("not a public key on P-256") from error
    assert isinstance(found, ec.EllipticCurvePublicKey)
    return found


@lru_cache(maxsize=4096)
def _thumbprint(x: str, y: str) -> str:
    return str(ECKey.import_key({"kty": "EC", "crv": "P-256", "x": x, "y": y}).thumbprint())


@lru_cache(maxsize=4096)
def _short_kid(x: str, y: str) -> bytes:
    import hashlib

    return hashlib.sha256(_thumbprint(x, y).encode()).digest()[:SHORT_KID_BYTES]
