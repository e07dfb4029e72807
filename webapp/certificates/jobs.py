"""Work on many certificates: signed again after a key was lost, missing tokens made, what is past its day expired."""

from collections.abc import Sequence
from typing import Any, Final

from sqlmodel import col, select

from webapp.accounts.models import User
from webapp.certificates import actions, following, letters, tokens
from webapp.certificates.days import COMPLETE, EXPIRE
from webapp.certificates.kinds.registry import all_kinds, kind_of
from webapp.certificates.models import (
    LIVING,
    TEMPLATE_NOW,
    TEMPLATE_WITHOUT_TOKENS,
    Certificate,
    CertificateToken,
    TokenForm,
)
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import enqueue, handler
from webapp.keys import actions as keys
from webapp.keys.models import IssuerKey, KeyPurpose
from webapp.municipalities import queries as municipalities

SIGN_AGAIN: Final = "certificates.sign_again"
CHUNK: Final = 200
#: forms that the holder's device asks for itself; they end with the old key and are fetched anew
FROM_THE_DEVICE: Final = (TokenForm.WALLET, TokenForm.LIVE)


def after_compromise(key: IssuerKey, _by: Actor) -> None:
    """Lent to the keys: what a lost key signed is signed again by the one in its place."""
    if key.purpose is KeyPurpose.CREDENTIAL:
        enqueue(SIGN_AGAIN, {"kid": key.kid, "municipality": key.municipality_code}, key=f"{SIGN_AGAIN}:{key.kid}")


@handler(SIGN_AGAIN, title=_l("証明書に署名し直す"))
def sign_again(payload: dict[str, Any]) -> None:
    """One part of it; each part is one transaction that queues the next, so a stopped worker goes on where it was."""
    kid = str(payload["kid"])
    affected = _certificates_signed_with(kid)
    old = _tokens_signed_with(kid, affected)
    if not old:
        return
    wanted: dict[str, list[TokenForm]] = {}
    for token in old:
        wanted.setdefault(token.certificate_id, []).append(token.form)
    living = [c for c in affected if c.status in LIVING and not c.has_expired and c.id in wanted]
    if living:
        keys.ensure(living[0].municipality_code)
    tokens.replace(old)
    tokens.derive_all(living, lambda c: tuple(form for form in wanted[c.id] if form not in FROM_THE_DEVICE))
    for certificate in living:
        trail.record(certificate, "certificate.replace_tokens", by=actions.FOLLOWING)
        _tell(certificate)
    enqueue(SIGN_AGAIN, payload, key=f"{SIGN_AGAIN}:{kid}:{old[0].id}")


def _certificates_signed_with(kid: str) -> list[Certificate]:
    """Some certificates with tokens that a key signed, locked before anything else: one may be revoked right now."""
    some = select(CertificateToken.certificate_id).where(*_left(kid)).distinct()
    ids = session().exec(some.order_by(col(CertificateToken.certificate_id)).limit(CHUNK)).all()
    chosen = select(Certificate).where(col(Certificate.id).in_(ids)).order_by(col(Certificate.id))
    return list(session().exec(chosen.with_for_update().execution_options(populate_existing=True)))


def _tokens_signed_with(kid: str, certificates: Sequence[Certificate]) -> list[CertificateToken]:
    """All tokens of these certificates that the key signed, locked."""
    ids = [certificate.id for certificate in certificates]
    chosen = select(CertificateToken).where(*_left(kid), col(CertificateToken.certificate_id).in_(ids))
    return list(session().exec(chosen.order_by(col(CertificateToken.id)).with_for_update()))


def _left(kid: str) -> tuple[Any, Any]:
    return CertificateToken.kid == kid, col(CertificateToken.replaced_at).is_(None)


def _tell(certificate: Certificate) -> None:
    if certificate.user_id is not None:
        holder = session().get_one(User, certificate.user_id)
        town = municipalities.by_code(certificate.municipality_code)
        letters.signed_again(certificate, holder, town, kind_of(certificate.kind))


@handler(COMPLETE, title=_l("前の形の証明書に電子証明を加える"))
def complete(_payload: dict[str, Any]) -> None:
    """Give certificates from before tokens theirs, one town's part at a time."""
    old = (
        Certificate.template_version == TEMPLATE_WITHOUT_TOKENS,
        col(Certificate.status).in_(LIVING),
        col(Certificate.valid_until) >= today(),
    )
    first = session().exec(select(Certificate).where(*old).order_by(col(Certificate.id)).limit(1)).first()
    if first is None:
        return
    code = first.municipality_code
    chosen = select(Certificate).where(*old, Certificate.municipality_code == code).limit(CHUNK)
    part = list(session().exec(chosen.with_for_update()))
    keys.ensure(code)
    for certificate in part:
        certificate.template_version = TEMPLATE_NOW
    tokens.derive_all(part)
    enqueue(COMPLETE, {}, key=f"{COMPLETE}:{first.id}")


@handler(EXPIRE, title=_l("期限の過ぎた証明書を期限切れにする"))
def expire_due(_payload: dict[str, Any]) -> None:
    """The statuses of what is past its last day; those that end with a registration follow that one."""
    following.renew_designations(CHUNK)  # first: one that expired is not renewed any more
    kinds = [kind.code for kind in all_kinds() if kind.code != "dual_resident"]
    chosen = select(Certificate).where(
        col(Certificate.kind).in_(kinds),
        col(Certificate.status).in_(LIVING),
        col(Certificate.valid_until) < today(),
    )
    for certificate in session().exec(chosen.order_by(col(Certificate.id)).limit(CHUNK).with_for_update()).all():
        actions.expire(certificate)
