"""Token Status List (draft-ietf-oauth-status-list): one signed, compressed list says what still stands."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from webapp.credentials import jws, vc
from webapp.credentials.encoding import b64, unb64
from webapp.credentials.errors import RefusalCode, Refused
from webapp.credentials.signer import STATUS, KeyResolver, PublicKey, Signer
from webapp.credentials.trust import CLOCK_TOLERANCE, check_in_force, instant

MOST_BYTES: Final = 2 * 2**20  # of a list, unpacked
MOST_TOKEN_BYTES: Final = 3 * 2**20
LIST_PATH: Final = "/status-lists/"


class StatusBits:
    """A list of small numbers, `bits` (1, 2, 4, 8) each, the first in the lowest bits of the first byte (draft §4.1)."""

    def __init__(self, size: int, bits: int = 2, data: bytes | None = None) -> None:
        if bits not in {1, 2, 4, 8} or size < 1 or size * bits % 8:
            raise ValueError("1, 2, 4 or 8 bits each, in whole bytes")
        self.size, self.bits = size, bits
        self.data = bytearray(size * bits // 8) if data is None else bytearray(data)
        if len(self.data) != size * bits // 8:
            raise ValueError("so many entries do not fill so many bytes")

    def get(self, index: int) -> int:
        """The number at an index. Raises IndexError outside of the list."""
        place, shift = self._place(index)
        return self.data[place] >> shift & (1 << self.bits) - 1

    def set(self, index: int, value: int) -> None:
        """Change the number at an index. Raises IndexError, and ValueError for a number that does not fit."""
        place, shift = self._place(index)
        if not 0 <= value < 1 << self.bits:
            raise ValueError(f"{value} does not fit {self.bits} bits")
        kept = self.data[place] & ~(((1 << self.bits) - 1) << shift)
        self.data[place] = kept | value << shift

    def set_all(self, indices: Iterable[int], value: int) -> None:
        """Change many."""
        for index in indices:
            self.set(index, value)

    def to_lst(self) -> str:
        """Compressed with zlib (RFC 1950, level 9) and base64url, as it stands in a token."""
        return b64(zlib.compress(bytes(self.data), 9))

    @classmethod
    def from_lst(cls, lst: str, bits: int = 2, *, most_bytes: int = MOST_BYTES) -> "StatusBits":
        """The list. Raises Refused when it unpacks to more than `most_bytes`, is cut, or has something after it."""
        unpacker = zlib.decompressobj()
        try:
            data = unpacker.decompress(unb64(lst), most_bytes + 1)
        except zlib.error:
            raise Refused(RefusalCode.MALFORMED, "lst") from None
        if len(data) > most_bytes:
            raise Refused(RefusalCode.TOO_LARGE, "lst")
        if not unpacker.eof or unpacker.unused_data or not data or bits not in {1, 2, 4, 8}:
            raise Refused(RefusalCode.MALFORMED, "lst")
        return cls(len(data) * 8 // bits, bits, data)

    def _place(self, index: int) -> tuple[int, int]:
        if not 0 <= index < self.size:
            raise IndexError(f"no entry {index}")
        place, within = divmod(index * self.bits, 8)
        return place, within


@dataclass(frozen=True)
class StatusList:
    """A list that its issuer signed: `stale_at` says when a fresher one ought to be fetched, `expires` when it is void."""

    bits: StatusBits
    uri: str
    issued: datetime
    expires: datetime
    ttl: timedelta
    key: PublicKey

    @property
    def stale_at(self) -> datetime:
        """After this moment an answer from the list is old news."""
        return min(self.issued + self.ttl, self.expires)

    def is_stale(self, now: datetime) -> bool:
        """Whether the list is older than its time to live."""
        return now > self.stale_at


def token(bits: StatusBits, uri: str, signer: Signer, *, issued: datetime, ttl: timedelta, expires: datetime) -> str:
    """The signed list (type `statuslist+jwt`); `uri` is where it is published, `ttl` how long it may be kept."""
    payload = {
        "sub": uri,
        "iat": int(issued.timestamp()),
        "exp": int(expires.timestamp()),
        "ttl": int(ttl.total_seconds()),
        "status_list": {"bits": bits.bits, "lst": bits.to_lst()},
    }
    return jws.sign(payload, signer, typ=vc.STATUS_LIST_TYP)


def read_token(made: str, keys: KeyResolver, *, now: datetime, uri: str | None = None) -> StatusList:
    """A published list, once everything about it is right. Raises Refused; STALE when it is past its end.

    Its address must belong to the municipality whose key signed it, and be `uri` when that is given.
    """
    signed = jws.verify(made, keys, typ=vc.STATUS_LIST_TYP, purpose=STATUS, most_bytes=MOST_TOKEN_BYTES)
    payload = signed.payload
    for name, kind in {"sub": str, "iat": int, "exp": int, "ttl": int, "status_list": dict}.items():
        if type(payload.get(name)) is not kind:
            raise Refused(RefusalCode.BAD_CLAIM, name)
    address: str = payload["sub"]
    if not address.startswith(signed.key.issuer + LIST_PATH) or uri not in {None, address}:
        raise Refused(RefusalCode.WRONG_ISSUER, "sub")
    issued, expires = instant(payload["iat"]), instant(payload["exp"])
    check_in_force(signed.key, issued)
    bits = _bits_of(payload["status_list"])
    if issued > now + CLOCK_TOLERANCE:
        raise Refused(RefusalCode.ISSUED_LATER)
    if expires <= now:
        raise Refused(RefusalCode.STALE)
    return StatusList(bits, address, issued, expires, timedelta(seconds=payload["ttl"]), signed.key)


def _bits_of(entry: dict[str, Any]) -> StatusBits:
    if type(entry.get("bits")) is not int or type(entry.get("lst")) is not str:
        raise Refused(RefusalCode.BAD_CLAIM, "status_list")
    return StatusBits.from_lst(entry["lst"], entry["bits"])
