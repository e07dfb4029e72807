"""Copies lie in the storage sealed with a key derived from the service's secret: who reads the disk reads nothing."""

import base64

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from webapp.core.services import settings


def box() -> Fernet:
    """What seals and opens a copy; each file has its own random start, so that equal copies do not look equal."""
    secret = settings().secret_key.get_secret_value().encode()
    key = HKDF(hashes.SHA256(), 32, salt=None, info=b"futamachi own data file").derive(secret)
    return Fernet(base64.urlsafe_b64encode(key))
