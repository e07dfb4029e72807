"""The finished sheet: signed outside if it was, else here with the municipality's key, else without a signature."""

import base64
from collections.abc import Callable, Sequence
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from sqlmodel import col, select

from webapp.certificates.models import Certificate, CertificateToken, TokenForm
from webapp.certificates.paper import authority, signature
from webapp.certificates.paper.drawing import draw
from webapp.certificates.paper.models import OutsideSignature, OutsideStatus, SigningCertificate
from webapp.certificates.paper.signature import Chain, Finding
from webapp.core import storage
from webapp.core.clock import now
from webapp.core.database import session
from webapp.credentials.signer import PDF, key_of
from webapp.keys import queries as keys
from webapp.keys.models import KeyPurpose
from webapp.municipalities import queries as municipalities


def finished(certificate: Certificate) -> bytes:
    """What the holder gets. Reads only: the same certificate gives the same sheet, but for the time of the signature."""
    outside = outside_of(certificate)
    if outside is not None:
        return storage.load(outside.file_key)
    return signed(
        certificate.municipality_code, lambda is_for_trial: draw(certificate, is_signed_for_trial=is_for_trial)
    )


def signed(municipality_code: str, draw_sheet: Callable[[bool], bytes]) -> bytes:
    """A town's sheet with its electronic signature, where it has a key; told whether that is one for trying out."""
    found = signing_certificate(municipality_code)
    if found is None:
        return draw_sheet(False)
    drawn = draw_sheet(found.is_test)
    signer = keys.signer_for(municipality_code, PDF)
    reason = "発行者の電子署名（試験用）" if found.is_test else "発行者の電子署名"
    town = municipalities.by_code(municipality_code).official_name
    return signature.sign(drawn, signer, chain_of(found), reason=reason, shown_as=f"{town}の電子署名")


def outside_of(certificate: Certificate) -> OutsideSignature | None:
    """The sheet that was signed outside and brought back; none when what is inside it was signed again since."""
    found = session().exec(_outside(certificate, OutsideStatus.SIGNED)).first()
    return found if found is not None and is_current(found) else None


def waiting_outside(certificate: Certificate) -> OutsideSignature | None:
    """The sheet that waits to be signed outside, as long as it is one that would be prepared now."""
    found = session().exec(_outside(certificate, OutsideStatus.PREPARED)).first()
    return found if found is not None and is_current(found) else None


def _outside(certificate: Certificate, status: OutsideStatus) -> Any:
    chosen = select(OutsideSignature).where(
        OutsideSignature.certificate_id == certificate.id, OutsideSignature.status == status
    )
    return chosen.order_by(col(OutsideSignature.id).desc())


def is_current(row: OutsideSignature) -> bool:
    """Whether no token was taken back, and replaced, after the sheet was prepared with it."""
    replaced = select(CertificateToken.id).where(
        CertificateToken.certificate_id == row.certificate_id,
        CertificateToken.form == TokenForm.SDJWT,
        col(CertificateToken.replaced_at) >= row.created_at,
    )
    return session().exec(replaced.limit(1)).first() is None


def signing_certificate(municipality_code: str) -> SigningCertificate | None:
    """The certificate of the key that signs a town's PDFs now, as long as it is valid."""
    key = keys.active(municipality_code, KeyPurpose.PDF)
    if key is None:
        return None
    chosen = select(SigningCertificate).where(
        SigningCertificate.kid == key.kid, col(SigningCertificate.not_after) > now()
    )
    return session().exec(chosen.order_by(col(SigningCertificate.id).desc())).first()


def ensure(municipality_code: str) -> None:
    """Outside of production: a certificate for trying out, where the key has none. Repeating it changes nothing."""
    key = keys.active(municipality_code, KeyPurpose.PDF)
    if key is None or not authority.is_open() or signing_certificate(municipality_code) is not None:
        return
    made = authority.certify(key_of(key.public_jwk), municipalities.by_code(municipality_code).official_name)
    add(municipality_code, key.kid, made.public_bytes(Encoding.DER), [_root()], is_test=True, by=None)


def add(
    municipality_code: str, kid: str, der: bytes, above: Sequence[bytes], *, is_test: bool, by: str | None
) -> SigningCertificate:
    """Keep a certificate with those above it."""
    chain = Chain((der, *above))
    row = SigningCertificate(
        municipality_code=municipality_code,
        kid=kid,
        der=der,
        chain=[base64.b64encode(each).decode() for each in above],
        subject=chain.name[:300],
        is_test=is_test,
        not_after=chain.leaf.not_valid_after_utc,
        added_by=by,
    )
    session().add(row)
    session().flush()
    return row


def chain_of(row: SigningCertificate) -> Chain:
    """The certificate and those above it."""
    return Chain((row.der, *(base64.b64decode(each) for each in row.chain)))


def check(pdf: bytes, municipality_code: str) -> Finding | None:
    """What the electronic signature of a town's PDF says, judged by the certificates this town signs with.

    None for a PDF without one. Raises ValueError for one that cannot be read.
    """
    chosen = select(SigningCertificate.der).where(
        col(SigningCertificate.is_test).is_(False), SigningCertificate.municipality_code == municipality_code
    )
    return signature.check(pdf, list(session().exec(chosen)), [_root()] if authority.is_open() else [])


def _root() -> bytes:
    return authority.root().public_bytes(Encoding.DER)
