"""The hash over what a certificate says: shows whether the stored record is still the one that was signed."""

import hashlib
import hmac
import json
from typing import Any

from webapp.certificates.models import Certificate


def claims_hash(certificate: Certificate) -> str:
    """SHA-256 over everything that is certified, as canonical JSON; salted, so that it does not give a name away."""
    covered: dict[str, Any] = {
        "kind": certificate.kind,
        "number": certificate.number,
        "code": certificate.public_code,
        "municipality": certificate.municipality_code,
        "claims": certificate.claims,
        "from": certificate.valid_from.isoformat(),
        "until": certificate.valid_until.isoformat(),
        "salt": certificate.claims_salt,
    }
    text = json.dumps(covered, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_unaltered(certificate: Certificate) -> bool:
    """Whether the record says what it said at the issue; of an erased one only the hash is left, and it stands."""
    if certificate.erased_at is not None:
        return True
    return hmac.compare_digest(certificate.claims_sha256, claims_hash(certificate))
