"""The seal over what a certificate says: shows whether the stored facts were altered after the issue."""

import hashlib
import hmac
import json
from typing import Any

from webapp.certificates.models import Certificate


def sealed_facts(certificate: Certificate) -> bytes:
    """Everything the seal covers, as canonical JSON."""
    covered: dict[str, Any] = {
        "number": certificate.number,
        "code": certificate.public_code,
        "municipality": certificate.municipality_code,
        "facts": certificate.facts,
        "from": certificate.valid_from.isoformat(),
        "until": certificate.valid_until.isoformat(),
    }
    return json.dumps(covered, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def seal_of(certificate: Certificate, secret: str) -> str:
    """HMAC-SHA256 (RFC 2104) over the facts, hexadecimal; the key is derived from the service's secret."""
    key = hashlib.sha256(b"certificate-seal:" + secret.encode()).digest()
    return hmac.new(key, sealed_facts(certificate), hashlib.sha256).hexdigest()


def is_unaltered(certificate: Certificate, secret: str) -> bool:
    """Whether the facts are those that were sealed."""
    return hmac.compare_digest(certificate.seal, seal_of(certificate, secret))
