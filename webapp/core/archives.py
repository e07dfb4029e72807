"""What a ZIP archive is written to when it leaves in pieces."""

import io
from collections.abc import Iterator
from typing import Any


class Sink(io.RawIOBase):
    """Holds what was zipped until it is sent; it cannot be rewound, so the archive is written straight through."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Keep some bytes until they are taken."""
        self._held += data
        return len(data)

    def taken(self, *, at_least: int = 0) -> Iterator[bytes]:
        """What is held, once, if it is more than so many bytes."""
        if len(self._held) > at_least:
            yield bytes(self._held)
            self._held.clear()
