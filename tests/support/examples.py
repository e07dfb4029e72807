"""How many examples a property is tried with: a few in every run, many when the outside judges are at it."""

import os
from typing import Any

from hypothesis import settings

#: `./dev judges` sets it
THOROUGH = bool(os.environ.get("TESTS_THOROUGH"))
FEWER = 4


def examples(most: int, **options: Any) -> settings:
    """Up to `most` examples when thorough, else a quarter of them."""
    return settings(max_examples=most if THOROUGH else max(10, most // FEWER), deadline=None, **options)
