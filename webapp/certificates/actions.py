"""What is done with certificates: issue with the approval, revoke, record the use of a benefit."""

from datetime import date
from typing import Any

from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import col, func, select

from webapp.accounts.models import User
from webapp.certificates import letters, queries
from webapp.certificates.models import (
    CERTIFICATE,
    Benefit,
    Certificate,
    CertificateCounter,
    Redemption,
)
from webapp.certificates.seal import is_unaltered, seal_of
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import fiscal_year, now, today
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.municipalities import queries as municipalities
from webapp.registrations.models import Registration

trail.ACTION_LABELS |= {
    "certificate.issue": _l("証明書を発行した"),
    "benefit.offer": _l("特典を加えた"),
    "benefit.use": _l("特典の利用を記録した"),
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


def offer_benefit(benefit: Benefit, *, by: Actor) -> Benefit:
    """Add a benefit of the actor's own municipality."""
    if not by.may_act_for(benefit.municipality_code):
        raise NotThere
    benefit.created_by = by.user_id
    session().add(benefit)
    session().flush()
    trail.record(benefit, "benefit.offer", by=by)
    return benefit


def use_benefit(benefit: Benefit, certificate: Certificate | None, *, by: Actor, secret: str) -> Redemption:
    """Record one use. Raises RuleBroken for an invalid, altered or foreign certificate, or when no use is left."""
    if certificate is None or certificate.municipality_code != benefit.municipality_code:
        raise RuleBroken(_("このコードの証明書は見つかりません。コードを確かめて、もう一度入力してください。"))
    session().refresh(certificate, with_for_update=True)  # two counters at once take turns, so both count right
    if not is_unaltered(certificate, secret):
        raise RuleBroken(_("この証明書は、発行したときの記録と一致しません。特典は使えません。"))
    if not queries.is_in_force(certificate):
        raise RuleBroken(_("この証明書は、いまは有効ではありません。特典は使えません。"))
    day = today()
    used = (
        session()
        .exec(
            select(func.count())
            .select_from(Redemption)
            .where(
                Redemption.benefit_id == benefit.id,
                Redemption.certificate_id == certificate.id,
                col(Redemption.used_on) >= day.replace(day=1),
            )
        )
        .one()
    )
    if used >= benefit.times_a_month:
        raise RuleBroken(_("この特典は、今月の回数（%(times)s回）を使い切っています。", times=benefit.times_a_month))
    redemption = Redemption(
        benefit_id=benefit.id,
        certificate_id=certificate.id,
        municipality_code=benefit.municipality_code,
        used_on=day,
        recorded_by=by.user_id,
    )
    session().add(redemption)
    session().flush()
    trail.record(redemption, "benefit.use", by=by)
    return redemption
