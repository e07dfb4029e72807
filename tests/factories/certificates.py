"""Certificates for tests, issued through the real decision of a town."""

from typing import Any

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.registrations import a_registration
from webapp.accounts.models import User
from webapp.certificates import tokens
from webapp.certificates.models import Certificate, CertificateToken, TokenForm
from webapp.certificates.queries import newest_by_source
from webapp.core.database import session
from webapp.registrations import deciding
from webapp.registrations.models import Registration

TOWN = "202151"


def a_certificate(
    holder: User | None = None, clerk: User | None = None, code: str = TOWN, **changes: Any
) -> Certificate:
    """A 登録証, issued because a clerk approved an application."""
    row = a_registration(holder or a_resident_user(), code, **changes)
    deciding.approve(row, by=actor_of(clerk or a_clerk(code)))
    session().flush()
    return certificate_of(row)


def certificate_of(registration: Registration) -> Certificate:
    """The newest 登録証 of a registration."""
    return newest_by_source("dual_resident", [registration.id])[registration.id]


def registration_of(certificate: Certificate) -> Registration:
    """What a 登録証 rests on."""
    return session().get_one(Registration, certificate.registration_id)


def token(certificate: Certificate, form: TokenForm) -> CertificateToken:
    """One of its tokens, which has to be there."""
    found = tokens.token_of(certificate, form)
    assert found is not None
    return found
