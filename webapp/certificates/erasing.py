"""What becomes of certificates when their holder's data is erased: the record stays, the person does not."""

from typing import Any

from sqlmodel import col, select

from webapp.certificates import actions
from webapp.certificates.kinds.registry import kind_of
from webapp.certificates.models import LIVING, Certificate, CertificateToken, RevocationReason
from webapp.certificates.paper import actions as sheets
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.i18n import lazy as _l

trail.ACTION_LABELS |= {"certificate.erase": _l("証明書の記録から氏名を消した")}


def erase(user_id: str, *, by: Actor) -> None:
    """End what still stands of a person's certificates, and blank who they were about.

    The hash over the claims stays, and its salt goes: nobody can try names against it. So do the tokens' texts;
    their hashes in the log still answer whether a token was really issued.
    """
    mine = list(session().exec(select(Certificate).where(Certificate.user_id == user_id).with_for_update()))
    living = [certificate for certificate in mine if certificate.status in LIVING]
    actions.revoke_all(living, by=actions.FOLLOWING, reason=RevocationReason.WITHDRAWN, note="")
    sheets.erase(mine)
    for certificate in mine:
        if certificate.erased_at is None:
            _blank(certificate)
            trail.record(certificate, "certificate.erase", by=by)


def _blank(certificate: Certificate) -> None:
    personal = kind_of(certificate.kind).personal
    kept: dict[str, Any] = {name: "" if name in personal else value for name, value in certificate.claims.items()}
    certificate.claims, certificate.claims_salt = kept, ""
    certificate.hold_note = certificate.revocation_note = ""
    certificate.erased_at = now()
    chosen = select(CertificateToken).where(CertificateToken.certificate_id == certificate.id)
    for token in session().exec(chosen.order_by(col(CertificateToken.id))):
        token.body = token.holder_key = ""
