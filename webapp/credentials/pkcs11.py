"""A signer whose key never leaves a security module (PKCS#11 2.40), by way of the optional package `python-pkcs11`."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
    database. Raises ModuleAway when the key is not there.
    """

    alg = ALG

    def __init__(self, uri: str, kid: str, *, module: str, pin: str) -> None:
        self.kid = kid
        self._wanted = read_uri(uri)
        self._module, self._pin = module, pin
        self._conversation = _conversation(module, self._wanted["token"], pin)
        self._private, point = self._conversation.keys(self._wanted["object"])
        self.public_jwk = jwk_of(_public_key(point))

    def sign(self, data: bytes) -> bytes:
        """64 bytes R‖S with low S. A module that was away meanwhile is asked once more, from the beginning."""
        digest = Hash(SHA256())
        digest.update(data)
        hashed = digest.finalize()
        try:
            raw = self._conversation.sign(self._private, hashed)
        except ModuleAway:
            _forget(self._conversation)
            self._conversation = _conversation(self._module, self._wanted["token"], self._pin)
            self._private, _point = self._conversation.keys(self._wanted["object"])
            raw = self._conversation.sign(self._private, hashed)
        return low_s(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))


class _Conversation:
    """One session with one token, shared by all its keys: a process logs in to a token once, one thread at a time."""

    def __init__(self, module: str, token: str, pin: str) -> None:
        pkcs11 = _library()
        self._lock = threading.Lock()
        with _told():
            self._session = pkcs11.lib(module).get_token(token_label=token).open(user_pin=pin)

    def keys(self, label: str) -> tuple[Any, bytes]:
        """The private key's handle and the public point."""
        pkcs11 = _library()
        with _told(), self._lock:
            private = self._session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=label)
            public = self._session.get_key(object_class=pkcs11.ObjectClass.PUBLIC_KEY, label=label)
            return private, bytes(public[pkcs11.Attribute.EC_POINT])

    def sign(self, private: Any, hashed: bytes) -> bytes:
        """R‖S as the module makes it."""
        with _told(), self._lock:
            return bytes(private.sign(hashed, mechanism=_library().Mechanism.ECDSA))

    def close(self) -> None:
        """Log out."""
        with _told():
            self._session.close()


_open: dict[tuple[int, str, str, str], _Conversation] = {}
_opening = threading.Lock()


def _conversation(module: str, token: str, pin: str) -> _Conversation:
    """The process's own: what a parent process opened is of no use after a fork."""
    if not module:
        raise ModuleAway("FUTAMACHI_KEY_MODULE names no library")
    name = os.getpid(), module, token, pin
    with _opening:
        if name not in _open:
            _open[name] = _Conversation(module, token, pin)
        return _open[name]


def _forget(conversation: _Conversation) -> None:
    with _opening:
        for name in [name for name, known in _open.items() if known is conversation]:
            del _open[name]
            with suppress(ModuleAway):
                conversation.close()


def _library() -> Any:
    try:
        import pkcs11
    except ImportError:
        raise ModuleAway("python-pkcs11 is not installed: pip install 'futamachi[hsm]'") from None
    return pkcs11


@contextmanager
def _told() -> Iterator[None]:
    """Whatever goes wrong in a module is one kind of error."""
    from pkcs11.exceptions import PKCS11Error

    try:
        yield
    except (PKCS11Error, RuntimeError, OSError) as error:
        raise ModuleAway(type(error).__name__) from error


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
