"""The signed tokens of certificates: each form has its own status entry, so that no two of them can be put together."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.certificates import addresses
from webapp.certificates.issuance import actions as issuance
from webapp.certificates.kinds.registry import kind_of
from webapp.certificates.kinds.spec import KindSpec
from webapp.certificates.models import Certificate, CertificateStatus, CertificateToken, TokenForm
from webapp.certificates.status import actions as status
from webapp.certificates.status.actions import Place, Status
from webapp.core.actor import Actor
from webapp.core.bulk import table_of
from webapp.core.clock import in_tokyo, now
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.ids import new_id
from webapp.credentials import live, qr, sdjwt, vc
from webapp.credentials.signer import CREDENTIAL, Signer, thumbprint
from webapp.keys import queries as keys
from webapp.residents.queries import confidential_among

#: names the record that a token was made from; the holder may keep it back like everything else
RECORD = "record_sha256"
TIERS = {"basic": 1, "premium": 2}
Jwk = Mapping[str, str]


@dataclass(frozen=True)
class _Made:
    """One token that is about to be kept."""

    certificate: Certificate
    form: TokenForm
    place: Place
    body: str


def at_issue(certificate: Certificate) -> tuple[TokenForm, ...]:
    """The forms that are made together with the certificate.

    Who asked for secrecy gets no QR code with the name: it can be read by everybody who sees the sheet, for as
    long as it lasts, and cannot be called back. Only they themselves may have one made (see `derive`).
    """
    if certificate.is_confidential or not fits_qr(certificate):
        return TokenForm.SDJWT, TokenForm.QR_ANON
    return TokenForm.SDJWT, TokenForm.QR_NAME, TokenForm.QR_ANON


def fits_qr(certificate: Certificate) -> bool:
    """Whether the name is short enough for a QR code; a corporation's may not be."""
    return 0 < len(certificate.holder_name.encode()) <= qr.LONGEST_NAME


def hides_name(certificate: Certificate) -> bool:
    """Whether its holder asked for secrecy when it was issued, or asks for it now."""
    return certificate.is_confidential or bool(confidential_among({certificate.user_id or ""}))


def derive(certificate: Certificate, form: TokenForm, *, by: Actor, holder_jwk: Jwk | None = None) -> CertificateToken:
    """One more token of a certificate that is in force, bound to a key of the holder's if one is given.

    The certificate is locked and read again: a token made beside its revocation would never be marked as taken back.
    Raises RuleBroken for one that is not in force, and when somebody else wants the name of who asked for secrecy.
    """
    session().refresh(certificate, with_for_update=True)
    if certificate.status is not CertificateStatus.ISSUED or certificate.has_expired:
        raise RuleBroken(_("この証明書は、いまは有効ではありません。新しい形では渡せません。"))
    if form is TokenForm.QR_NAME and hides_name(certificate) and by.user_id != certificate.user_id:
        raise RuleBroken(_("本人の希望により、氏名入りのQRコードをつくれるのは本人だけです。"))
    if form is TokenForm.QR_NAME and not fits_qr(certificate):
        raise RuleBroken(_("名称が長いため、名称入りのQRコードはつくれません。名称のないQRコードを使ってください。"))
    made = derive_all([certificate], lambda _certificate: (form,), holder_jwk=holder_jwk)
    return session().get_one(CertificateToken, made[0])


def derive_all(
    certificates: Sequence[Certificate],
    forms_of: Callable[[Certificate], tuple[TokenForm, ...]] = at_issue,
    *,
    holder_jwk: Jwk | None = None,
) -> list[str]:
    """Entries, signatures, rows and the log for certificates of one municipality; the ids of the tokens."""
    if not certificates:
        return []
    code = certificates[0].municipality_code
    signer = keys.signer_for(code, CREDENTIAL)
    wanted = [(certificate, form) for certificate in certificates for form in forms_of(certificate)]
    places = status.allocate(code, len(wanted))
    made = [
        _Made(
            certificate, form, place, _WRITERS[form](certificate, kind_of(certificate.kind), place, signer, holder_jwk)
        )
        for (certificate, form), place in zip(wanted, places, strict=True)
    ]
    rows = [_row(one, signer, holder_jwk) for one in made]
    session().flush()
    session().execute(sa.insert(table_of(CertificateToken)), rows)
    issuance.append(code, [(row["kid"], row["sha256"]) for row in rows])
    held = [one.place for one in made if one.certificate.status is CertificateStatus.SUSPENDED]
    _mark(((place.list_id, place.index) for place in held), Status.SUSPENDED)
    return [row["id"] for row in rows]


def mark(certificates: Iterable[Certificate], value: Status) -> None:
    """Say of every token of these certificates what now holds of them."""
    ids = [certificate.id for certificate in certificates]
    table = table_of(CertificateToken)
    chosen = sa.select(table.c.status_list_id, table.c.status_index).where(table.c.replaced_at.is_(None))
    for start in range(0, len(ids), 500):
        part = chosen.where(table.c.certificate_id.in_(ids[start : start + 500]))
        _mark(((row.status_list_id, row.status_index) for row in session().execute(part)), value)


def replace(tokens: Sequence[CertificateToken]) -> None:
    """Take tokens back for good, because others stand in their place."""
    for token in tokens:
        token.replaced_at = now()
    _mark(((token.status_list_id, token.status_index) for token in tokens), Status.INVALID)


def replace_others(made: CertificateToken) -> None:
    """Take back every earlier token of the same certificate and form; its certificate is locked since it was made."""
    chosen = select(CertificateToken).where(
        CertificateToken.certificate_id == made.certificate_id,
        CertificateToken.form == made.form,
        CertificateToken.id != made.id,
        col(CertificateToken.replaced_at).is_(None),
    )
    replace(list(session().exec(chosen.order_by(col(CertificateToken.id)))))


def token_of(certificate: Certificate, form: TokenForm) -> CertificateToken | None:
    """The newest token of a form that was not replaced."""
    chosen = select(CertificateToken).where(
        CertificateToken.certificate_id == certificate.id,
        CertificateToken.form == form,
        col(CertificateToken.replaced_at).is_(None),
    )
    return session().exec(chosen.order_by(col(CertificateToken.id).desc())).first()


def sha256_of(form: TokenForm, body: str) -> str:
    """The hash under which the log of issues knows a token."""
    is_text = form in (TokenForm.SDJWT, TokenForm.WALLET)
    return sdjwt.sha256_of(body) if is_text else hashlib.sha256(body.encode()).hexdigest()


def _mark(entries: Iterable[tuple[str, int]], value: Status) -> None:
    marks: dict[str, dict[int, Status]] = {}
    for list_id, index in entries:
        marks.setdefault(list_id, {})[index] = value
    status.put(marks)


def _row(one: _Made, signer: Signer, holder_jwk: Jwk | None) -> dict[str, Any]:
    return {
        "id": new_id(),
        "certificate_id": one.certificate.id,
        "form": one.form,
        "kid": signer.kid,
        "status_list_id": one.place.list_id,
        "status_index": one.place.index,
        "body": one.body,
        "sha256": sha256_of(one.form, one.body),
        "holder_key": thumbprint(dict(holder_jwk)) if holder_jwk else "",
        "created_at": now(),
        "replaced_at": None,
    }


def _write_sdjwt(certificate: Certificate, kind: KindSpec, place: Place, signer: Signer, holder_jwk: Jwk | None) -> str:
    code = certificate.municipality_code
    facts = {"number": certificate.number, **certificate.claims, RECORD: certificate.claims_sha256}
    shown = {name: value for name, value in facts.items() if value not in ("", None)}
    claims = {
        "iss": addresses.issuer(code),
        "vct": addresses.credential_type(kind),
        "status": vc.status_claim(addresses.status_list(code, place.number), place.index),
        **vc.times(in_tokyo(now()).date(), certificate.valid_from, certificate.valid_until),
        **shown,
    }
    return sdjwt.issue(claims, list(shown), signer, holder_jwk=holder_jwk)


def _write_qr(certificate: Certificate, kind: KindSpec, place: Place, signer: Signer, _jwk: Jwk | None) -> str:
    return qr.issue(_small(certificate, kind, place, with_name=True), signer)


def _write_anonymous_qr(
    certificate: Certificate, kind: KindSpec, place: Place, signer: Signer, _jwk: Jwk | None
) -> str:
    return qr.issue(_small(certificate, kind, place, with_name=False), signer)


def _write_live(certificate: Certificate, kind: KindSpec, place: Place, signer: Signer, jwk: Jwk | None) -> str:
    if jwk is None:
        raise ValueError("a live code is bound to a key of its holder")
    with_name = fits_qr(certificate) and not hides_name(certificate)
    return qr.issue(_small(certificate, kind, place, with_name=with_name, holder=live.holder_key(dict(jwk))), signer)


def _small(
    certificate: Certificate, kind: KindSpec, place: Place, *, with_name: bool, holder: bytes | None = None
) -> qr.QrClaims:
    """With the name and the number, or with neither: a number would tie the nameless code to the named one."""
    return qr.QrClaims(
        municipality_code=certificate.municipality_code,
        kind=kind.qr_kind,
        issued_on=in_tokyo(now()).date(),
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
        status_list=place.number,
        status_index=place.index,
        number=certificate.short_number if with_name else None,
        name=certificate.holder_name if with_name else None,
        tier=TIERS.get(str(certificate.claims.get("tier"))),
        holder_key=holder,
    )


_WRITERS: dict[TokenForm, Callable[[Certificate, KindSpec, Place, Signer, Jwk | None], str]] = {
    TokenForm.SDJWT: _write_sdjwt,
    TokenForm.WALLET: _write_sdjwt,
    TokenForm.QR_NAME: _write_qr,
    TokenForm.QR_ANON: _write_anonymous_qr,
    TokenForm.LIVE: _write_live,
}
