"""What is done with certificates: issue with the approval, revoke."""

from datetime import date
from typing import Any

from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from webapp.accounts.models import User
from webapp.certificates import letters
from webapp.certificates.models import (
    CERTIFICATE,
    Certificate,
    CertificateCounter,
)
from webapp.certificates.seal import seal_of
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import fiscal_year, now, today
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.municipalities import queries as municipalities
from webapp.registrations.models import Registration

trail.ACTION_LABELS |= {
    "certificate.issue": _l("証明書を発行した"),
}
REIWA_BEFORE_FIRST_YEAR = 2018


def issue(registration: Registration, *, by: Actor, secret: str) -> Certificate:
    """Write the certificate of an approved registration, number and seal it, and tell the holder."""
    holder = session().get_one(User, registration.user_id)
    town = municipalities.by_code(registration.municipality_code)
    day = today()
    mayor = municipalities.mayor_on(town.code, day)
    certificate = Certificate(
        registration_id=registration.id,
        user_id=registration.user_id,
        municipality_code=town.code,
        number=next_number(town.code, town.name, day),
        facts={
            "holder": registration.applicant_name,
            "is_confidential": registration.is_confidential,
            "issuer": town.official_name,
            "mayor": f"{town.name}長　{mayor.name}" if mayor else "",
        },
        seal="",
        valid_from=day,
        valid_until=registration.valid_until or day,
        issued_by=by.user_id,
        is_demo=registration.is_demo,
    )
    certificate.seal = seal_of(certificate, secret)
    session().add(certificate)
    session().flush()
    trail.record(certificate, "certificate.issue", by=by)
    letters.issued(certificate, holder, town)
    return certificate


def next_number(municipality_code: str, town: str, day: date) -> str:
    """The next number of the municipality in this fiscal year, without gaps: 「塩尻市-R8-000001」."""
    year = fiscal_year(day)
    insert: Any = sqlite_insert if session().get_bind().dialect.name == "sqlite" else pg_insert
    statement = (
        insert(CertificateCounter)
        .values(municipality_code=municipality_code, fiscal_year=year, last_number=1)
        .on_conflict_do_update(
            index_elements=["municipality_code", "fiscal_year"],
            set_={"last_number": CertificateCounter.last_number + 1},
        )
        .returning(CertificateCounter.last_number)
    )
    number = int(session().execute(statement).scalar_one())
    return f"{town}-R{year - REIWA_BEFORE_FIRST_YEAR}-{number:06}"


def revoke(certificate: Certificate, *, by: Actor, reason: str) -> None:
    """Make a certificate invalid at once, and tell its holder why."""
    CERTIFICATE.apply(certificate, "revoke", by=by, reason=reason)
    certificate.revoked_at = now()
    certificate.revoked_reason = reason.strip()
    holder = session().get_one(User, certificate.user_id)
    letters.revoked(certificate, holder, municipalities.by_code(certificate.municipality_code))
