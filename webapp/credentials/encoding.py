"""Encodings that have exactly one form: base64url, JSON and CBOR that read back to the same bytes, decimal digits."""

import base64
import binascii
import json
import re
from typing import Any, Final

import cbor2

from webapp.credentials.errors import RefusalCode, Refused

DEEPEST: Final = 8
MOST_DIGITS: Final = 2000
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*\Z")
_DIGITS = re.compile(r"[1-9][0-9]*\Z")


def b64(data: bytes) -> str:
    """Base64url without padding (RFC 7515 §2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """The bytes; refuses padding, other letters, and left-over bits that are not zero."""
    if not _BASE64URL.match(text):
        raise Refused(RefusalCode.MALFORMED, "base64url")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise Refused(RefusalCode.MALFORMED, "base64url") from None
    if b64(data) != text:
        raise Refused(RefusalCode.MALFORMED, "base64url has a second form")
    return data


def to_json(value: Any) -> bytes:
    """Compact JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def from_json(data: bytes) -> Any:
    """The value; refuses a name that stands twice, NaN, endless nesting, and what is not UTF-8 or no character."""
    try:
        text = data.decode("utf-8")
        value = json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_constant)
        if r"\ud" in text.lower():
            to_json(value)  # half of a surrogate pair is no character and cannot be written again
    except RecursionError:
        raise Refused(RefusalCode.TOO_DEEP) from None
    except ValueError:
        raise Refused(RefusalCode.MALFORMED, "JSON") from None
    check_depth(value)
    return value


def from_json_object(data: bytes) -> dict[str, Any]:
    """The same for an object."""
    value = from_json(data)
    if not isinstance(value, dict):
        raise Refused(RefusalCode.MALFORMED, "not an object")
    return value


def check_depth(value: Any, left: int = DEEPEST) -> None:
    """Refuse what is nested deeper than `left` containers."""
    if not isinstance(value, dict | list):
        return
    if left == 0:
        raise Refused(RefusalCode.TOO_DEEP)
    for part in value.values() if isinstance(value, dict) else value:
        check_depth(part, left - 1)


def to_cbor(value: Any) -> bytes:
    """Deterministic CBOR (RFC 8949 §4.2)."""
    return bytes(cbor2.dumps(value, canonical=True))


def from_cbor(data: bytes) -> Any:
    """The value; refuses everything that is not the one deterministic encoding of it."""
    try:
        value = cbor2.loads(data, max_depth=DEEPEST, allow_indefinite=False, allow_duplicate_keys=False)
        is_same = to_cbor(value) == data
    except RecursionError:
        raise Refused(RefusalCode.TOO_DEEP) from None
    except Exception as error:  # the decoder raises errors of many types over hostile input
        too_deep = "depth" in str(error).lower()
        raise Refused(RefusalCode.TOO_DEEP if too_deep else RefusalCode.MALFORMED, "CBOR") from None
    if not is_same:
        raise Refused(RefusalCode.MALFORMED, "CBOR has a second form")
    return value


def to_digits(data: bytes) -> str:
    """Bytes, the first of them not zero, as one decimal number: QR's numeric mode takes 3⅓ bits a digit."""
    if not data or data[0] == 0:
        raise ValueError("the first byte must not be zero")
    return str(int.from_bytes(data, "big"))


def from_digits(digits: str) -> bytes:
    """The bytes; refuses other signs, a leading zero and more than 2,000 digits."""
    if len(digits) > MOST_DIGITS:
        raise Refused(RefusalCode.TOO_LARGE, "digits")
    if not _DIGITS.match(digits):
        raise Refused(RefusalCode.MALFORMED, "digits")
    number = int(digits)
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)
