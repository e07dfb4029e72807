"""The QR code on paper: COSE_Sign1 (RFC 9052) with a few small claims, written as decimal digits.

`18([h'A2 01 26 04 46 …', {}, payload, signature])`: the protected header is {1: -7, 4: six bytes of the key's
name} and nothing else, the payload a map of the labels below. The labels are this format's own, not those of CWT:
days and small numbers take half the room of NumericDates and texts, and the code has to be read at 20 mm.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

import cbor2

from webapp.credentials.encoding import from_cbor, from_digits, to_cbor, to_digits
from webapp.credentials.errors import RefusalCode, Refused
from webapp.credentials.signer import ALG, CREDENTIAL, SHORT_KID_BYTES, KeyResolver, Signer, short_kid
from webapp.credentials.trust import check_in_force, day_of, day_start, find_key

LONGEST_NAME: Final = 80  # UTF-8 bytes; up to 20 stay readable at 20 mm
LONGEST_NUMBER: Final = 24
LIST_SHIFT: Final = 2**20  # the status label holds list × 2^20 + index
_EPOCH: Final = date(1970, 1, 1)
_COSE_SIGN1: Final = 18
_ES256: Final = -7
(
    MUNICIPALITY,
    KIND,
    NUMBER,
    ISSUED,
    FROM,
    UNTIL,
    STATUS,
    NAME,
    TIER,
    HOLDER,
) = range(1, 11)
_REQUIRED: Final = frozenset({MUNICIPALITY, KIND, ISSUED, FROM, UNTIL, STATUS})
_TYPES: Final[dict[int, type]] = {
    MUNICIPALITY: int,
    KIND: int,
    NUMBER: str,
    ISSUED: int,
    FROM: int,
    UNTIL: int,
    STATUS: int,
    NAME: str,
    TIER: int,
    HOLDER: bytes,
}


@dataclass(frozen=True)
class QrClaims:
    """What the code says. Days are Japanese; `kind` and `tier` are small numbers of the certificates' own tables."""

    municipality_code: str  # six digits
    kind: int
    issued_on: date
    valid_from: date
    valid_until: date
    status_list: int
    status_index: int
    number: str | None = None
    name: str | None = None
    tier: int | None = None
    holder_key: bytes | None = None  # x‖y of a key on P-256, 64 bytes


def issue(claims: QrClaims, signer: Signer) -> str:
    """The signed claims as decimal digits. Raises ValueError for claims that do not fit the format."""
    return to_digits(sign_bytes(claims, signer))


def read(digits: str, keys: KeyResolver, *, now: datetime) -> QrClaims:
    """What a code says, once everything about it is right. Raises Refused.

    A code that is bound to a device is refused here: a copy of it proves nothing without the device (see `live`).
    """
    claims = read_bytes(from_digits(digits), keys, now=now)
    if claims.holder_key is not None:
        raise Refused(RefusalCode.NEEDS_HOLDER)
    return claims


def sign_bytes(claims: QrClaims, signer: Signer) -> bytes:
    """The same as bytes."""
    if signer.alg != ALG:
        raise ValueError(f"{signer.alg} is not signed here")
    protected = to_cbor({1: _ES256, 4: short_kid(signer.public_jwk)})
    payload = to_cbor(_packed(claims))
    signature = signer.sign(_covered(protected, payload))
    return to_cbor(cbor2.CBORTag(_COSE_SIGN1, [protected, {}, payload, signature]))


def read_bytes(data: bytes, keys: KeyResolver, *, now: datetime) -> QrClaims:
    """The same from bytes, whether or not it is bound to a device. Raises Refused."""
    protected, payload, signature = _taken_apart(from_cbor(data))
    key = find_key(keys, _kid_of(from_cbor(protected)), CREDENTIAL)
    if not key.has_signed(_covered(protected, payload), signature):
        raise Refused(RefusalCode.TAMPERED)
    claims = _unpacked(from_cbor(payload))
    if claims.municipality_code != key.municipality_code:
        raise Refused(RefusalCode.WRONG_ISSUER)
    check_in_force(key, day_start(claims.issued_on))
    _check_days(claims, day_of(now))
    return claims


def _covered(protected: bytes, payload: bytes) -> bytes:
    """The Sig_structure of RFC 9052 §4.4."""
    return to_cbor(["Signature1", protected, b"", payload])


def _taken_apart(made: Any) -> tuple[bytes, bytes, bytes]:
    if type(made) is not cbor2.CBORTag or made.tag != _COSE_SIGN1:
        raise Refused(RefusalCode.MALFORMED, "not a COSE_Sign1")
    parts = made.value
    if not isinstance(parts, list | tuple) or len(parts) != 4:
        raise Refused(RefusalCode.MALFORMED, "not four parts")
    protected, unprotected, payload, signature = parts
    if not isinstance(unprotected, Mapping) or unprotected:  # an empty list, too, would be false
        raise Refused(RefusalCode.BAD_HEADER, "unprotected")
    if not all(type(part) is bytes for part in (protected, payload, signature)):
        raise Refused(RefusalCode.MALFORMED, "not bytes")
    return protected, payload, signature


def _kid_of(header: Any) -> str:
    if type(header) is not dict or header.keys() != {1, 4} or type(header[1]) is not int or header[1] != _ES256:
        raise Refused(RefusalCode.BAD_HEADER)
    if type(header[4]) is not bytes or len(header[4]) != SHORT_KID_BYTES:
        raise Refused(RefusalCode.BAD_HEADER, "kid")
    return header[4].hex()


def _packed(claims: QrClaims) -> dict[int, Any]:
    packed = {
        MUNICIPALITY: int(claims.municipality_code),
        KIND: claims.kind,
        NUMBER: claims.number,
        ISSUED: (claims.issued_on - _EPOCH).days,
        FROM: (claims.valid_from - _EPOCH).days,
        UNTIL: (claims.valid_until - _EPOCH).days,
        STATUS: claims.status_list * LIST_SHIFT + claims.status_index,
        NAME: claims.name,
        TIER: claims.tier,
        HOLDER: claims.holder_key,
    }
    made = {label: value for label, value in packed.items() if value is not None}
    if not 0 <= claims.status_index < LIST_SHIFT:
        raise ValueError("a status index lies between 0 and 2^20")
    try:
        if _unpacked(made) != claims:
            raise ValueError("the claims would not read back as they are")
    except Refused as refused:
        raise ValueError(str(refused)) from None
    return made


def _unpacked(made: Any) -> QrClaims:
    if type(made) is not dict or not made.keys() >= _REQUIRED or not made.keys() <= _TYPES.keys():
        raise Refused(RefusalCode.BAD_CLAIM, "labels")
    for label, value in made.items():
        if type(value) is not _TYPES[label]:
            raise Refused(RefusalCode.BAD_CLAIM, f"label {label}")
    _check_ranges(made)
    return QrClaims(
        municipality_code=f"{made[MUNICIPALITY]:06d}",
        kind=made[KIND],
        issued_on=_day(made[ISSUED]),
        valid_from=_day(made[FROM]),
        valid_until=_day(made[UNTIL]),
        status_list=made[STATUS] // LIST_SHIFT,
        status_index=made[STATUS] % LIST_SHIFT,
        number=made.get(NUMBER),
        name=made.get(NAME),
        tier=made.get(TIER),
        holder_key=made.get(HOLDER),
    )


def _check_ranges(made: dict[int, Any]) -> None:
    is_right = (
        0 < made[MUNICIPALITY] <= 999_999
        and 0 < made[KIND] <= 255
        and 0 <= made[STATUS] < 2**32
        and 0 < made.get(TIER, 1) <= 255
        and 0 < len(made.get(NUMBER, "-").encode()) <= LONGEST_NUMBER
        and 0 < len(made.get(NAME, "-").encode()) <= LONGEST_NAME
        and len(made.get(HOLDER, bytes(64))) == 64
    )
    if not is_right:
        raise Refused(RefusalCode.BAD_CLAIM, "range")


def _day(number: int) -> date:
    if not 0 <= number < 2**16:
        raise Refused(RefusalCode.BAD_CLAIM, "day")
    return _EPOCH + timedelta(days=number)


def _check_days(claims: QrClaims, today: date) -> None:
    if claims.issued_on > today:
        raise Refused(RefusalCode.ISSUED_LATER, claims=claims)
    if claims.valid_from > today:
        raise Refused(RefusalCode.NOT_YET, claims=claims)
    if claims.valid_until < today:
        raise Refused(RefusalCode.EXPIRED, claims=claims)
