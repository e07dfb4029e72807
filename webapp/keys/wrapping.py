"""Private keys as they lie in the database: wrapped with AES-256-GCM under a key that is kept outside of it."""

import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from webapp.config import KEY_BYTES, Settings, key_bytes
from webapp.core.errors import MissingSetup
from webapp.core.i18n import gettext as _
from webapp.core.kept_file import made_once

NONCE_BYTES: Final = 12
#: under FUTAMACHI_HOME, in the folder that backups take along; production never reads or makes it
FILE: Final = Path("keys") / "key-encryption-key"


@dataclass(frozen=True)
class KeyEncryption:
    """The key encryption key in force and, while they are being changed, the former one."""

    current: bytes
    former: bytes | None = None

    @property
    def current_id(self) -> str:
        """The name of the key in force."""
        return id_of(self.current)

    def wrap(self, private_key: ec.EllipticCurvePrivateKey, owner: str, kid: str) -> bytes:
        """nonce ‖ AES-256-GCM(PKCS#8), bound to its owner and name: a row moved to another town does not open."""
        der = private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return self.seal(der, owner, kid)

    def seal(self, secret: bytes, owner: str, name: str) -> bytes:
        """nonce ‖ AES-256-GCM of any secret, bound to its owner and name."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(self.current).encrypt(nonce, secret, _bound_to(owner, name))

    def unwrap(self, wrapped: bytes, kek_id: str, owner: str, kid: str) -> ec.EllipticCurvePrivateKey:
        """The private key. Raises MissingSetup when no key here opens it."""
        found = load_der_private_key(self.unseal(wrapped, kek_id, owner, kid), None)
        assert isinstance(found, ec.EllipticCurvePrivateKey)
        return found

    def unseal(self, sealed: bytes, kek_id: str, owner: str, name: str) -> bytes:
        """The secret again. Raises MissingSetup when no key here opens it."""
        kek = next((key for key in (self.current, self.former) if key and id_of(key) == kek_id), None)
        if kek is None:
            raise MissingSetup(
                _("鍵を開けません。設定 FUTAMACHI_KEY_ENCRYPTION_KEY を確かめてください（%(id)s）。", id=kek_id)
            )
        try:
            return AESGCM(kek).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound_to(owner, name))
        except InvalidTag:
            raise MissingSetup(_("鍵 %(kid)s の記録が壊れているか、書きかえられています。", kid=name)) from None


def key_encryption(settings: Settings) -> KeyEncryption:
    """From the settings; outside of production made once and kept in a file. Raises MissingSetup in production without."""
    current = key_bytes(settings.key_encryption_key.get_secret_value())
    if current is None and settings.is_production:
        raise MissingSetup(_("設定 FUTAMACHI_KEY_ENCRYPTION_KEY がありません。"))
    former = key_bytes(settings.key_encryption_key_old.get_secret_value())
    return KeyEncryption(current or _from_file(settings.home / FILE), former)


def id_of(kek: bytes) -> str:
    """A key encryption key's name, from which the key cannot be found."""
    return hashlib.sha256(b"futamachi key encryption key:" + kek).hexdigest()[:16]


def _bound_to(owner: str, kid: str) -> bytes:
    return f"{owner}|{kid}|v1".encode()


def _from_file(path: Path) -> bytes:
    found = key_bytes(made_once(path, lambda: secrets.token_hex(KEY_BYTES).encode()).decode().strip())
    if found is None:
        raise MissingSetup(_("%(file)s に32バイトの鍵がありません。", file=FILE.name))
    return found
