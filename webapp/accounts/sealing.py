"""Secrets that must be read again are stored sealed with a key derived from the service's own secret."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.services import settings


def seal(secret: str) -> str:
    """The secret as it may be stored."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret again. Raises RuleBroken when the service's own secret was changed since."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise RuleBroken(
            _("認証アプリの情報を読み取れません。回復コードでサインインし、認証アプリを設定し直してください。")
        ) from None


def _box() -> Fernet:
    key = HKDF(hashes.SHA256(), 32, salt=None, info=b"futamachi second factor").derive(
        settings().secret_key.get_secret_value().encode()
    )
    return Fernet(base64.urlsafe_b64encode(key))
