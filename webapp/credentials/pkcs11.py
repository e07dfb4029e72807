"""A signer whose key never leaves a security module (PKCS#11 2.40), by way of the optional package `python-pkcs11`."""

import threading
from typing import Any, Final
from urllib.parse import parse_qsl, unquote

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256, Hash

from webapp.credentials.signer import ALG, jwk_of, low_s

SCHEME: Final = "pkcs11:"


class ModuleAway(Exception):
    """The module, its token or the key in it cannot be used; the text says which."""


class Pkcs11Signer:
    """Signs inside the module named by an address like `pkcs11:token=futamachi;object=202151-2026a` (RFC 7512).

    The library and the PIN come from the settings of the service, never from the address, which lies in the
    database. The session is opened with the first signature, so that no process inherits it by a fork.
    """

    alg = ALG

    def __init__(self, uri: str, kid: str, *, module: str, pin: str) -> None:
        self.kid = kid
        self._wanted = read_uri(uri)
        self._module, self._pin = module, pin
        self._lock = threading.Lock()
        self._private, public = self._find()
        self.public_jwk = jwk_of(public)

    def sign(self, data: bytes) -> bytes:
        """64 bytes R‖S with low S; one signature at a time, because a session is one conversation."""
        from pkcs11 import Mechanism
        from pkcs11.exceptions import PKCS11Error

        digest = Hash(SHA256())
        digest.update(data)
        with self._lock:
            try:
                raw = bytes(self._private.sign(digest.finalize(), mechanism=Mechanism.ECDSA))
            except PKCS11Error as error:
                raise ModuleAway(type(error).__name__) from error
        return low_s(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))

    def _find(self) -> tuple[Any, ec.EllipticCurvePublicKey]:
        try:
            import pkcs11
            from pkcs11.exceptions import PKCS11Error
        except ImportError:
            raise ModuleAway("python-pkcs11 is not installed: pip install 'futamachi[hsm]'") from None
        if not self._module:
            raise ModuleAway("FUTAMACHI_KEY_MODULE names no library")
        label = self._wanted["object"]
        try:
            token = pkcs11.lib(self._module).get_token(token_label=self._wanted["token"])
            session = token.open(user_pin=self._pin)
            private = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=label)
            public = session.get_key(object_class=pkcs11.ObjectClass.PUBLIC_KEY, label=label)
            point = bytes(public[pkcs11.Attribute.EC_POINT])
        except (PKCS11Error, RuntimeError, OSError) as error:
            raise ModuleAway(type(error).__name__) from error
        return private, _public_key(point)


def read_uri(uri: str) -> dict[str, str]:
    """`token` and `object` of an address. Raises ValueError for one without them, or with anything else."""
    path, _mark, query = uri.removeprefix(SCHEME).partition("?")
    found = dict(parse_qsl(path, separator=";", strict_parsing=True)) if path else {}
    found = {name: unquote(value) for name, value in found.items()}
    if not uri.startswith(SCHEME) or query or found.keys() != {"token", "object"}:
        raise ValueError("pkcs11:token=…;object=… is wanted")
    return found


def _public_key(point: bytes) -> ec.EllipticCurvePublicKey:
    """From CKA_EC_POINT: an octet string in DER around the point X9.62 (PKCS#11 2.40, §2.3.3)."""
    bare = point[2:] if point[:2] == b"\x04\x41" else point
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bare)
    except ValueError as error:
        raise ModuleAway("the key is not on P-256") from error
