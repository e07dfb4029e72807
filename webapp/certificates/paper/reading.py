"""What a PDF brings along: the SD-JWT attached to it, found without trusting the file's own table of contents."""

import re
import zlib
from dataclasses import dataclass
from typing import Final

from webapp.core.i18n import gettext as _
from webapp.credentials.sdjwt import MOST_BYTES

MOST_STREAMS: Final = 2_000
_STREAM = re.compile(rb"stream\r?\n")
_SDJWT = re.compile(rb"[\w-]+\.[\w-]+\.[\w-]+~(?:[\w-]+~)*\s*\Z", re.ASCII)


@dataclass(frozen=True)
class Read:
    """`token` is the attached SD-JWT, or None and `trouble` says in a sentence why not."""

    token: str | None
    trouble: str = ""


def read(data: bytes) -> Read:
    """The SD-JWT inside a PDF; nothing is verified here. No stream is unpacked further than an SD-JWT is long."""
    found = {token for token in map(_token_in, _beginnings(data)) if token}
    if len(found) == 1:
        return Read(found.pop())
    if found:
        return Read(
            None, _("このPDFには電子証明が二つ以上入っています。作り替えの疑いがあるため、受け付けないでください。")
        )
    return Read(
        None,
        _(
            "このPDFには、ふたまちの電子証明が入っていません。紙を読み取ったPDFや印刷し直したPDFのときは、QRコードで確かめてください。"
        ),
    )


def _beginnings(data: bytes) -> list[bytes]:
    """The first bytes of each stream of the file: more than an SD-JWT has, packed or not."""
    starts = [match.end() for match in _STREAM.finditer(data)][:MOST_STREAMS]
    return [data[start : start + 2 * MOST_BYTES] for start in starts]


def _token_in(packed: bytes) -> str | None:
    """A stream's content when it is an SD-JWT: as it is up to `endstream`, or unpacked."""
    plain = packed.split(b"endstream", 1)[0].strip()
    if not _SDJWT.match(plain):
        try:
            plain = zlib.decompressobj().decompress(packed, MOST_BYTES + 1).strip()
        except zlib.error:
            return None
    return plain.decode() if len(plain) <= MOST_BYTES and _SDJWT.match(plain) else None
