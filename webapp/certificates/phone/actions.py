"""Handing a certificate to a wallet: offer, access, proof, credential (OpenID4VCI 1.0, pre-authorized code)."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.accounts.queries import actor_of, user
from webapp.certificates import addresses, tokens
from webapp.certificates.models import Certificate, CertificateStatus, CertificateToken, TokenForm
from webapp.certificates.phone.errors import WalletError, WalletRefused
from webapp.certificates.phone.models import WalletNonce, WalletOffer
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import keep_after_refusal, session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.ids import new_token
from webapp.credentials import proof
from webapp.credentials.errors import Refused

trail.ACTION_LABELS |= {
    "wallet_offer.make": _l("スマートフォンへの受け渡しを始めた"),
    "wallet_offer.redeem": _l("スマートフォンに証明書を渡した"),
}
OFFER_LIFE: Final = timedelta(minutes=10)
ACCESS_LIFE: Final = timedelta(minutes=5)
NONCE_LIFE: Final = timedelta(minutes=5)
MOST_TRIES: Final = 5


@dataclass(frozen=True)
class Offered:
    """What is shown once: the code inside the offer, and the digits that the person types into the wallet."""

    row: WalletOffer
    code: str
    digits: str


def offer(certificate: Certificate, *, by: Actor) -> Offered:
    """Offer a certificate to the holder's wallet; an earlier offer of it ends. Raises RuleBroken."""
    if certificate.user_id is None or by.user_id != certificate.user_id:
        raise NotAllowed(_("スマートフォンに入れられるのは、本人の証明書だけです。"))
    if certificate.status is not CertificateStatus.ISSUED or not certificate.is_within_dates:
        raise RuleBroken(_("この証明書は、いまは有効ではないため、スマートフォンに入れられません。"))
    session().execute(
        sa.delete(WalletOffer).where(
            col(WalletOffer.certificate_id) == certificate.id, col(WalletOffer.token_id).is_(None)
        )
    )
    code, digits = new_token(), f"{secrets.randbelow(10**6):06}"
    row = WalletOffer(
        certificate_id=certificate.id,
        municipality_code=certificate.municipality_code,
        code_hash=_hash(code),
        digits_hash=_hash(f"{code}:{digits}"),
        expires_at=now() + OFFER_LIFE,
    )
    session().add(row)
    session().flush()
    trail.record(row, "wallet_offer.make", by=by)
    return Offered(row, code, digits)


def access(municipality_code: str, code: str, digits: str) -> str:
    """An access token for a code and its digits, once. Raises WalletRefused; the fifth wrong try ends the offer."""
    chosen = select(WalletOffer).where(
        WalletOffer.code_hash == _hash(code), WalletOffer.municipality_code == municipality_code
    )
    row = session().exec(chosen.with_for_update()).first()
    if row is None or row.expires_at < now() or row.access_hash is not None or row.tries >= MOST_TRIES:
        raise WalletRefused(WalletError.INVALID_GRANT)
    if not hmac.compare_digest(row.digits_hash, _hash(f"{code}:{digits}")):
        _count_try(row.id)
        keep_after_refusal(lambda: _count_try(row.id))
        raise WalletRefused(WalletError.INVALID_GRANT)
    token = new_token()
    row.access_hash, row.access_expires_at = _hash(token), now() + ACCESS_LIFE
    return token


def _count_try(offer_id: str) -> None:
    session().execute(sa.update(WalletOffer).where(col(WalletOffer.id) == offer_id).values(tries=WalletOffer.tries + 1))


def nonce(municipality_code: str) -> str:
    """A number for one proof."""
    made = new_token()
    session().add(
        WalletNonce(nonce_hash=_hash(made), municipality_code=municipality_code, expires_at=now() + NONCE_LIFE)
    )
    return made


def credential(municipality_code: str, access_token: str, wanted: dict[str, Any]) -> CertificateToken:
    """The SD-JWT bound to the wallet's key, once for an access token. Raises WalletRefused."""
    chosen = select(WalletOffer).where(
        WalletOffer.access_hash == _hash(access_token), WalletOffer.municipality_code == municipality_code
    )
    row = session().exec(chosen.with_for_update()).first()
    if row is None or row.access_expires_at is None or row.access_expires_at < now() or row.token_id is not None:
        raise WalletRefused(WalletError.INVALID_TOKEN)
    certificate = session().get_one(Certificate, row.certificate_id)
    _must_be_offered(certificate, wanted)
    jwk = _proven_key(municipality_code, wanted)
    holder = actor_of(user(certificate.user_id))
    try:
        token = tokens.derive(certificate, TokenForm.WALLET, by=holder, holder_jwk=jwk)
    except RuleBroken:
        raise WalletRefused(WalletError.DENIED) from None
    row.token_id = token.id
    trail.record(row, "wallet_offer.redeem", by=holder)
    return token


def _must_be_offered(certificate: Certificate, wanted: dict[str, Any]) -> None:
    if "credential_identifier" in wanted:
        raise WalletRefused(WalletError.UNKNOWN_IDENTIFIER)
    if wanted.get("credential_configuration_id") != certificate.kind:
        raise WalletRefused(WalletError.UNKNOWN_CONFIGURATION)


def _proven_key(municipality_code: str, wanted: dict[str, Any]) -> dict[str, Any]:
    proofs = wanted.get("proofs")
    given = proofs.get("jwt") if isinstance(proofs, dict) else None
    if not isinstance(given, list) or len(given) != 1 or not isinstance(given[0], str):
        raise WalletRefused(WalletError.INVALID_PROOF)
    try:
        used = proof.nonce_of(given[0])
        jwk = proof.check(given[0], audience=addresses.issuer(municipality_code), now=now())
    except Refused:
        raise WalletRefused(WalletError.INVALID_PROOF) from None
    _use_nonce(municipality_code, used)
    return jwk


def _use_nonce(municipality_code: str, used: str) -> None:
    """Take the number out of use; of two proofs at once only one finds it."""
    taken = session().execute(
        sa.delete(WalletNonce)
        .where(
            col(WalletNonce.nonce_hash) == _hash(used),
            col(WalletNonce.municipality_code) == municipality_code,
            col(WalletNonce.expires_at) > now(),
        )
        .returning(col(WalletNonce.nonce_hash))
    )
    if taken.scalar_one_or_none() is None:
        raise WalletRefused(WalletError.INVALID_NONCE)


def forget_old() -> None:
    """Drop numbers and offers that nobody can use any more."""
    session().execute(sa.delete(WalletNonce).where(col(WalletNonce.expires_at) < now()))
    session().execute(
        sa.delete(WalletOffer).where(
            col(WalletOffer.expires_at) < now() - timedelta(days=1), col(WalletOffer.token_id).is_(None)
        )
    )


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
