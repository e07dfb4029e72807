"""Why a credential is not accepted: one code each, no sentence; what a person reads is said by the features above."""

from enum import StrEnum
from typing import Any


class RefusalCode(StrEnum):
    """What is wrong, in the order in which it is looked for."""

    TOO_LARGE = "too_large"  # more bytes, digits or entries than any of ours has
    MALFORMED = "malformed"  # not the format at all, or not its one canonical form
    TOO_DEEP = "too_deep"  # nested deeper than any of ours
    BAD_HEADER = "bad_header"  # another algorithm, another type, more or fewer header fields
    UNKNOWN_ISSUER = "unknown_issuer"  # no key of this name is known
    WRONG_PURPOSE = "wrong_purpose"  # a key that is not for this kind of signature
    TAMPERED = "tampered"  # the signature does not belong to these bytes
    WRONG_ISSUER = "wrong_issuer"  # the key of one municipality vouches for another
    KEY_NOT_IN_FORCE = "key_not_in_force"  # signed before the key's first or after its last day
    KEY_COMPROMISED = "key_compromised"  # signed when the key was in other hands
    BAD_DISCLOSURE = (
        "bad_disclosure"  # a disclosed claim that the issuer did not sign, twice, or under a forbidden name
    )
    BAD_CLAIM = "bad_claim"  # signed, but a claim is missing or of another type
    ISSUED_LATER = "issued_later"  # issued in the future: a clock is wrong
    NOT_YET = "not_yet"  # its first day lies ahead
    EXPIRED = "expired"  # its last day lies behind
    NEEDS_HOLDER = "needs_holder"  # bound to a device, and shown without that device's signature
    WRONG_AUDIENCE = "wrong_audience"  # the holder signed for somebody else
    REPLAYED = "replayed"  # the holder's signature is too old, or for another question
    STALE = "stale"  # a list that is past its end


class Refused(Exception):
    """A credential is not accepted. `claims` are those of a good signature (only expiry or its like is wrong), or None."""

    def __init__(self, code: RefusalCode, detail: str = "", claims: Any = None) -> None:
        super().__init__(f"{code.value}: {detail}" if detail else code.value)
        self.code = code
        self.detail = detail
        self.claims = claims
