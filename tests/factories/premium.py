"""Premium for tests: a registration that has all it takes, and one that is premium."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import select

from tests.factories.accounts import a_resident_user, actor_of
from tests.factories.activities import an_activity, attested_records
from tests.factories.registrations import an_approved_registration
from tests.factories.residents import SHIOJIRI
from webapp.accounts import queries as accounts
from webapp.accounts.models import User
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.identity.models import IdentityCheck, Method
from webapp.registrations.models import Registration, Tier
from webapp.registrations.premium import actions
from webapp.registrations.premium.models import PremiumRequest, PremiumStatus
from webapp.residents.queries import profile_of_user


def identity(*user_ids: str) -> None:
    """From now on these people's identity check stands, and nobody else's."""
    for check in session().exec(select(IdentityCheck)):
        check.ended_at = now()
    session().add_all(_check(user_id) for user_id in user_ids)
    session().flush()


def _check(user_id: str) -> IdentityCheck:
    profile = profile_of_user(user_id)
    assert profile is not None
    return IdentityCheck(
        user_id=user_id,
        method=Method.COUNTER,
        seen_name=profile.full_name,
        seen_birth_date=profile.birth_date,
        valid_until=today() + timedelta(days=3650),
    )


def a_ready_registration(user: User | None = None, code: str = SHIOJIRI, *, activities: int = 3) -> Registration:
    """One that lacks nothing but the request."""
    user = user or a_resident_user()
    row = an_approved_registration(user, code)
    attested_records(user, activities, activity=an_activity(code))
    identity(user.id)
    return row


def a_premium(
    user: User | None = None, code: str = SHIOJIRI, *, until: date | None = None, **changes: Any
) -> PremiumRequest:
    """A grant, until half a year from now unless said otherwise, with its registration in line."""
    row = an_approved_registration(user, code)
    last = until or today() + timedelta(days=183)
    row.tier, row.premium_until = Tier.PREMIUM, last
    values: dict[str, Any] = {
        "status": PremiumStatus.GRANTED,
        "granted_from": last - timedelta(days=364),
        "granted_until": last,
    }
    grant = PremiumRequest(registration_id=row.id, user_id=row.user_id, municipality_code=code, **{**values, **changes})
    session().add(grant)
    session().flush()
    return grant


def a_request(registration: Registration) -> PremiumRequest:
    """One that the resident handed in."""
    return actions.request(registration, by=actor_of(accounts.user(registration.user_id)))
