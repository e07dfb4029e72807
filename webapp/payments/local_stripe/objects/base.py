"""What all objects share: their type, their ids, the one currency."""

import secrets
import string
from typing import Any

ALPHABET = string.ascii_letters + string.digits
CURRENCY = "jpy"
Object = dict[str, Any]


def new_id(prefix: str) -> str:
    """An id in Stripe's manner; sessions say that they are of test mode."""
    length = 58 if prefix == "cs_test" else 24
    return f"{prefix}_" + "".join(secrets.choice(ALPHABET) for _ in range(length))
