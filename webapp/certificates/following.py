"""Certificates follow their registration: issued with the approval, in the same transaction."""

from webapp.certificates import actions, queries
from webapp.core.actor import Actor
from webapp.core.services import settings
from webapp.registrations.models import Registration, RegistrationStatus


def follow(registration: Registration, *, by: Actor) -> None:
    """Issue what a standing registration lacks; called again it does nothing."""
    if registration.status is not RegistrationStatus.APPROVED:
        return
    if queries.standing_of(registration) is None:
        actions.issue(registration, by=by, secret=settings().secret_key.get_secret_value())
