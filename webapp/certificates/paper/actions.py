"""What an administrator does about signatures on paper: bring a certificate, have a sheet signed with a card outside."""

from collections.abc import Sequence
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from sqlmodel import col, select

from webapp.certificates.models import Certificate, CertificateStatus
from webapp.certificates.paper import sheets, signature
from webapp.certificates.paper.drawing import draw
from webapp.certificates.paper.models import OUTSIDE, OutsideSignature, SigningCertificate
from webapp.certificates.paper.signature import Trust
from webapp.core import storage, trail
from webapp.core.actor import Actor, Role
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.credentials.signer import key_of
from webapp.keys import queries as keys
from webapp.keys.models import KeyPurpose

trail.ACTION_LABELS |= {
    "signing_certificate.add": _l("PDFの署名に使う証明書を登録した"),
    "outside_signature.prepare": _l("外で署名するPDFを用意した"),
}
MOST_CERTIFICATES: Final = 5


def install(municipality_code: str, data: bytes, *, by: Actor) -> SigningCertificate:
    """Use an X.509 certificate (PEM with those above it, or DER) for the key that signs PDFs. Raises RuleBroken."""
    _must_administer(municipality_code, by)
    key = keys.active(municipality_code, KeyPurpose.PDF)
    if key is None:
        raise RuleBroken(_("このまちには、PDFに署名する鍵がまだありません。"))
    leaf, *above = _certificates(data)
    public = leaf.public_key()
    if not isinstance(public, ec.EllipticCurvePublicKey) or public != key_of(key.public_jwk):
        raise RuleBroken(
            _("この証明書は、いまの鍵（%(kid)s）のものではありません。鍵の公開部分を確かめてください。", kid=key.kid)
        )
    if not leaf.not_valid_before_utc <= now() <= leaf.not_valid_after_utc:
        raise RuleBroken(_("この証明書は、いまは有効期間の外です。"))
    row = sheets.add(
        municipality_code, key.kid, _der(leaf), [_der(each) for each in above], is_test=False, by=by.user_id
    )
    trail.record(row, "signing_certificate.add", by=by)
    return row


def prepare(certificate: Certificate, *, by: Actor) -> OutsideSignature:
    """Put a sheet aside, byte for byte, that is to be signed with a card outside; one that waits already is that one.

    Two of the same certificate would be the same file, and giving up one would take it from the other.
    """
    _must_administer(certificate.municipality_code, by)
    if certificate.status is not CertificateStatus.ISSUED:
        raise RuleBroken(_("有効な証明書だけに署名できます。"))
    waiting = sheets.waiting_outside(certificate)
    if waiting is not None:
        return waiting
    row = OutsideSignature(
        certificate_id=certificate.id,
        municipality_code=certificate.municipality_code,
        prepared_key=storage.save(draw(certificate), "pdf"),
        prepared_by=by.user_id,
    )
    session().add(row)
    session().flush()
    trail.record(row, "outside_signature.prepare", by=by)
    return row


def bring_back(row: OutsideSignature, data: bytes, *, by: Actor) -> None:
    """Take the signed sheet in: it must be the prepared one with nothing but a whole signature added."""
    _must_administer(row.municipality_code, by)
    _must_still_be_wanted(row)
    prepared = storage.load(row.prepared_key)
    if not data.startswith(prepared):
        raise RuleBroken(
            _(
                "用意したPDFと同じものではありません。印刷し直したり別の名前で保存し直したりせず、"
                "用意したPDFにそのまま署名したファイルを選んでください。"
            )
        )
    found = _checked(data, row.municipality_code)
    OUTSIDE.apply(row, "sign", by=by)
    if found.trust is Trust.FOREIGN:  # from now on the town is known to sign with it
        sheets.add(row.municipality_code, "", found.certificate, [], is_test=False, by=by.user_id)
    row.file_key, row.signer, row.signed_at = storage.save(data, "pdf"), found.signer[:300], now()


def _must_still_be_wanted(row: OutsideSignature) -> None:
    """Nobody would be given the sheet of a certificate that ended or was signed again meanwhile."""
    certificate = session().get_one(Certificate, row.certificate_id, with_for_update=True)
    if certificate.status is not CertificateStatus.ISSUED or not sheets.is_current(row):
        raise RuleBroken(
            _(
                "この用紙を用意したあとに、証明書が終わったか、署名し直されました。"
                "この用紙は取りやめて、いまの証明書で用意し直してください。"
            )
        )


def _checked(data: bytes, municipality_code: str) -> signature.Finding:
    try:
        found = sheets.check(data, municipality_code)
    except ValueError:
        raise RuleBroken(_("PDFを読めません。署名したファイルが壊れていないか、確かめてください。")) from None
    if found is None:
        raise RuleBroken(_("このPDFには、まだ電子署名がありません。署名してから、もう一度選んでください。"))
    if not found.is_whole:
        raise RuleBroken(_("署名のあとにPDFが変えられているか、署名が正しくありません。もう一度署名してください。"))
    if found.trust is Trust.TEST:
        raise RuleBroken(_("試験用の証明書による署名です。まちの職責証明書で署名してください。"))
    return found


def drop(row: OutsideSignature, *, by: Actor) -> None:
    """Give up waiting for a signature."""
    _must_administer(row.municipality_code, by)
    OUTSIDE.apply(row, "drop", by=by)
    storage.remove(row.prepared_key)


def erase(certificates: Sequence[Certificate]) -> None:
    """Remove the sheets of these that lie here, prepared or signed: they bear the name."""
    ids = [certificate.id for certificate in certificates]
    for row in session().exec(select(OutsideSignature).where(col(OutsideSignature.certificate_id).in_(ids))):
        for key in {row.prepared_key, row.file_key} - {""}:
            storage.remove(key)
        row.prepared_key = row.file_key = ""


def _certificates(data: bytes) -> Sequence[x509.Certificate]:
    try:
        if b"-----BEGIN" in data:
            return x509.load_pem_x509_certificates(data)[:MOST_CERTIFICATES]
        return [x509.load_der_x509_certificate(data)]
    except ValueError:
        raise RuleBroken(_("証明書のファイルとして読めません。PEMまたはDERの形のファイルを選んでください。")) from None


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def _must_administer(municipality_code: str, by: Actor) -> None:
    if municipality_code not in by.organisations(Role.MUNICIPALITY_ADMIN):
        raise NotAllowed(_("電子署名を扱えるのは、そのまちの管理者だけです。"))
