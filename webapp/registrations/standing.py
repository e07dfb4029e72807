"""Who lives in two places: people with a registration in force somewhere, told to features below without where."""

from sqlmodel import col, select

from webapp.core.database import session
from webapp.registrations.models import Registration, RegistrationStatus


def dual_among(user_ids: set[str]) -> set[str]:
    """Of these people, those with a registration in force."""
    chosen = select(Registration.user_id).where(
        col(Registration.user_id).in_(user_ids), Registration.status == RegistrationStatus.APPROVED
    )
    return {str(user_id) for user_id in session().exec(chosen) if user_id}
