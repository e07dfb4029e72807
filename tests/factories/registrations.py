"""Applications for tests, moved through the real actions so that their history is whole."""

from typing import Any

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.municipalities import a_programme
from tests.factories.residents import SHIOJIRI, a_resident
from webapp.accounts.models import User
from webapp.core.database import session
from webapp.municipalities import queries as municipalities
from webapp.registrations import applying, deciding
from webapp.registrations.models import Registration, StayFrequency
from webapp.residents.queries import profile_of_user

BASE = {"kind": "rented", "area": "奈良井地区", "since": "2026-05-01"}


def a_draft(user: User | None = None, code: str = SHIOJIRI, **changes: Any) -> Registration:
    """A filled-in application that was not handed in; the town takes part, the profile is complete."""
    user = user or a_resident_user()
    if municipalities.programme(code) is None:
        a_programme(code)
    if profile_of_user(user.id) is None:
        a_resident(user)
    values = {"bases": [BASE], "stay_frequency": StayFrequency.MONTHLY, "purpose": "畑と祭りの手伝いです。"}
    row = Registration(user_id=user.id, municipality_code=code, **{**values, **changes})
    session().add(row)
    session().flush()
    return row


def a_registration(user: User | None = None, code: str = SHIOJIRI, **changes: Any) -> Registration:
    """One that was handed in."""
    user = user or a_resident_user()
    row = a_draft(user, code, **changes)
    profile = profile_of_user(user.id)
    assert profile is not None
    applying.submit(row, profile, by=actor_of(user))
    session().flush()
    return row


def an_approved_registration(
    user: User | None = None, code: str = SHIOJIRI, clerk: User | None = None, **changes: Any
) -> Registration:
    """One that the town said yes to, without a certificate."""
    row = a_registration(user, code, **changes)
    deciding.approve(row, by=actor_of(clerk or a_clerk(code)))
    session().flush()
    return row
