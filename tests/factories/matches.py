"""People to whom suggestions are made, for tests."""

from typing import Any

from tests.factories.accounts import a_resident_user
from tests.factories.residents import a_resident
from webapp.accounts.models import User
from webapp.core.database import session
from webapp.residents.models import CONSENT_VERSION, Consent, ConsentPurpose


def a_matchable(*, text_version: str = CONSENT_VERSION[ConsentPurpose.MATCHING], **profile: Any) -> User:
    """Somebody with a complete profile who agreed to suggestions."""
    user = a_resident_user()
    a_resident(user, **profile)
    session().add(Consent(user_id=user.id, purpose=ConsentPurpose.MATCHING, text_version=text_version, is_given=True))
    session().flush()
    return user
