"""A certification authority for trying out: its certificates say 試験用 and nobody outside trusts them."""

from datetime import timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from webapp.core.clock import now
from webapp.core.kept_file import made_once
from webapp.core.services import services

#: beside the key encryption key of a development machine; production has none
FILE: Final = Path("keys") / "test-authority.pem"
NAME: Final = "ふたまち 試験用認証局 (TEST ONLY - NOT TRUSTED)"
ROOT_LIFE: Final = timedelta(days=3650)
LEAF_LIFE: Final = timedelta(days=760)
_KEPT: Final = "paper.test_authority"

Authority = tuple[ec.EllipticCurvePrivateKey, x509.Certificate]


def is_open() -> bool:
    """Only outside of production."""
    return not services().settings.is_production


def root() -> x509.Certificate:
    """The authority's own certificate."""
    return _authority()[1]


def certify(public_key: ec.EllipticCurvePublicKey, name: str) -> x509.Certificate:
    """A signing certificate for a municipality's key, marked as a trial."""
    key, above = _authority()
    subject = _named(f"試験用 {name} (TEST)")
    made = (
        _builder(subject, above.subject, public_key, LEAF_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    return made.sign(key, SHA256())


def _authority() -> Authority:
    kept: Authority | None = services().extras.get(_KEPT)
    if kept is None:
        kept = services().extras[_KEPT] = _read_or_make(services().settings.home / FILE)
    return kept


def _read_or_make(path: Path) -> Authority:
    text = made_once(path, _new)
    key = load_pem_private_key(text, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key, x509.load_pem_x509_certificate(text)


def _new() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    made = (
        _builder(_named(NAME), _named(NAME), key.public_key(), ROOT_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .sign(key, SHA256())
    )
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + made.public_bytes(Encoding.PEM)


def _builder(
    subject: x509.Name, issuer: x509.Name, public_key: ec.EllipticCurvePublicKey, life: timedelta
) -> x509.CertificateBuilder:
    since = now() - timedelta(hours=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    """Either documents, not to be denied later, or certificates (RFC 5280 §4.2.1.3)."""
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs,
        crl_sign=not signs,
        encipher_only=False,
        decipher_only=False,
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"), x509.NameAttribute(NameOID.COMMON_NAME, name)])
