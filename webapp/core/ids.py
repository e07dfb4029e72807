"""Identifiers: time-ordered ones for rows, unguessable ones for links."""

import secrets
import unicodedata

from ulid import ULID

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id() -> str:
    """A ULID, 26 characters, sortable by creation time to the millisecond."""
    return str(ULID())


def new_token() -> str:
    """A URL-safe secret of 256 bits, 43 characters; store only its hash."""
    return secrets.token_urlsafe(32)


def new_public_code(length: int = 12) -> str:
    """An unguessable code of Crockford base-32 characters (5 bits each; 12 give 60 bits)."""
    return "".join(secrets.choice(_CROCKFORD) for _ in range(length))


def read_public_code(typed: str) -> str:
    """A code as typed (hyphens, spaces, small or full-width letters, O for 0, I or L for 1) in its stored form."""
    folded = "".join(c for c in unicodedata.normalize("NFKC", typed).upper() if c.isalnum())
    return folded.translate(str.maketrans("OIL", "011"))
