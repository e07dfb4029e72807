"""Responses are sent gzipped where that pays and gives nothing away; see docs/decisions/0028-speed-as-seen.md."""

import secrets
import struct
import zlib

from flask import Flask, Response, g, request

#: of the levels 1 to 9 on our pages: 1.5 % more bytes than level 9 in a third of its time
LEVEL = 5
#: smaller bodies fit into one packet as they are
LEAST_BYTES = 1_000
#: so many bytes at most are added at random, so that the length of an answer does not tell what is in it
MOST_FILL = 100
_RAW = -15  # zlib's word for a stream without a header
_HEAD = b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\xff"  # gzip with a file name, without a time, made by anybody
_KINDS = frozenset(
    {"text/html", "text/plain", "text/csv", "text/calendar", "image/svg+xml", "application/json", "application/xml",
     "application/problem+json", "application/ld+json", "application/geo+json"}
)  # fmt: skip
#: where a request of the browser itself may come from when the answer is somebody's own: this site, or a typed address
_OWN_WAYS = frozenset({"same-origin", "none", ""})


def packed(body: bytes) -> bytes:
    """The body as gzip (RFC 1952) at `LEVEL`, with a file name of random length in its header.

    The name is nothing but filler: it blurs the length by up to `MOST_FILL` bytes (Palacios and others, "HTB: a very
    effective method to protect web servers against BREACH attack to HTTPS", 2022).
    """
    press = zlib.compressobj(LEVEL, zlib.DEFLATED, _RAW)
    name = b"a" * (1 + secrets.randbelow(MOST_FILL)) + b"\0"
    end = struct.pack("<II", zlib.crc32(body), len(body) & 0xFFFFFFFF)
    return _HEAD + name + press.compress(body) + press.flush() + end


def install(app: Flask) -> None:
    """Compress finished answers; what changes the body must be installed later, because later ones run first."""

    def compress(response: Response) -> Response:
        if request.blueprint == "assets" or response.mimetype not in _KINDS:
            return response
        response.vary.add("Accept-Encoding")
        if _worth_it(response) and _safe() and request.accept_encodings.quality("gzip") > 0:
            response.set_data(packed(response.get_data()))
            response.content_encoding = "gzip"
        return response

    app.after_request(compress)


def _worth_it(response: Response) -> bool:
    is_whole = response.status_code not in {204, 206, 304} and not response.is_streamed
    if not is_whole or response.direct_passthrough or response.content_encoding:
        return False
    return (response.content_length or len(response.get_data())) >= LEAST_BYTES


def _safe() -> bool:
    """Whether nobody can measure it who chose a part of it: an answer with something personal that another site asked for."""
    actor = g.get("actor")
    is_personal = actor is not None and actor.is_signed_in
    return not is_personal or request.headers.get("Sec-Fetch-Site", "") in _OWN_WAYS
