"""Which certificates there are, for whom."""

from typing import Any

from sqlmodel import col, select

from webapp.accounts.models import User
from webapp.certificates.models import Certificate, CertificateStatus
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.ids import read_public_code
from webapp.municipalities import queries as municipalities
from webapp.municipalities.naming import is_japanese
from webapp.registrations.models import Registration, RegistrationStatus
from webapp.residents import queries as residents

SHOWN = 200


def by_public_code(typed: str) -> Certificate | None:
    """The certificate with a code as a person typed it; None for an unknown one."""
    code = read_public_code(typed)
    if len(code) != 12:
        return None
    return session().exec(select(Certificate).where(Certificate.public_code == code)).first()


def is_in_force(certificate: Certificate) -> bool:
    """Issued, not revoked, within its dates; its registration still stands, and its holder's account."""
    if certificate.status is not CertificateStatus.ISSUED or not certificate.is_within_dates:
        return False
    registration = session().get_one(Registration, certificate.registration_id)
    is_there = session().get_one(User, certificate.user_id).is_active
    return is_there and registration.status is RegistrationStatus.APPROVED


def standing_of(registration: Registration) -> Certificate | None:
    """The certificate of a registration that says what the register says now."""
    chosen = select(Certificate).where(
        Certificate.registration_id == registration.id,
        Certificate.status == CertificateStatus.ISSUED,
        Certificate.valid_until == registration.valid_until,
    )
    return session().exec(chosen).first()


def shown_names(certificates: list[Certificate]) -> dict[str, str]:
    """By certificate: its holder's name, or why it is not shown: secrecy, a lost effect, erased data."""
    wanted = {c.registration_id for c in certificates}
    known = {r.id: r for r in session().exec(select(Registration).where(col(Registration.id).in_(wanted)))}
    secret = residents.confidential_among({c.user_id for c in certificates})
    return {c.id: _shown_name(c, known[c.registration_id], c.user_id in secret) for c in certificates}


def issuer_of(certificate: Certificate) -> str:
    """The municipality that issued it, in the reader's language; in Japanese to the letter as it was certified."""
    if is_japanese():
        return str(certificate.facts["issuer"])
    return municipalities.by_code(certificate.municipality_code).full_name


def holder_shown_to(actor: Actor, certificate: Certificate) -> str:
    """The name on the certificate for its holder; anybody else reads what may be shown."""
    if actor.user_id == certificate.user_id:
        return str(certificate.facts["holder"])
    return shown_names([certificate])[certificate.id]


def names_holder_to(actor: Actor, certificate: Certificate) -> bool:
    """Whether this actor may see whose certificate it is."""
    return holder_shown_to(actor, certificate) == str(certificate.facts["holder"])


def _shown_name(certificate: Certificate, registration: Registration, is_confidential: bool) -> str:
    if is_confidential or certificate.facts.get("is_confidential"):
        return _("（本人の希望で表示していません）")
    if not is_in_force(certificate) or not registration.applicant_name:
        return _("（表示していません）")
    return str(certificate.facts["holder"])


def certificate_for(actor: Actor, certificate_id: str) -> Certificate:
    """The holder's own certificate, or one of the actor's municipality. Raises NotThere."""
    found = session().get(Certificate, certificate_id)
    is_own = found is not None and actor.user_id == found.user_id
    if found is None or not (is_own or actor.may_act_for(found.municipality_code)):
        raise NotThere
    return found


def town_certificate_for(actor: Actor, certificate_id: str) -> Certificate:
    """A certificate of the actor's own municipality. Raises NotThere."""
    found = session().get(Certificate, certificate_id)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def of_holder(actor: Actor) -> list[Certificate]:
    """A person's own certificates, newest first."""
    chosen = select(Certificate).where(Certificate.user_id == actor.user_id).order_by(col(Certificate.id).desc())
    return list(session().exec(chosen))


def of_towns_for(actor: Actor) -> list[Certificate]:
    """The newest certificates of the actor's municipalities."""
    chosen = select(Certificate).where(col(Certificate.municipality_code).in_(actor.municipalities))
    return list(session().exec(chosen.order_by(col(Certificate.id).desc()).limit(SHOWN)))


def exported(actor: Actor) -> dict[str, Any]:
    """What a person takes along of their certificates."""
    hidden = {"seal", "issued_by", "is_demo"}
    return {"certificates": [c.model_dump(mode="json", exclude=hidden) for c in of_holder(actor)]}
