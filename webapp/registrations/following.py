"""Who must know when a registration changes: higher features bring themselves in line in the same transaction."""

from typing import Protocol

from webapp.core.actor import Actor
from webapp.core.services import services
from webapp.registrations.models import Registration

#: under this name the running app keeps the followers
FOLLOWERS = "registration_followers"


class Follower(Protocol):
    """Brings what hangs on a registration in line with it; called again without a change it does nothing."""

    def __call__(self, registration: Registration, *, by: Actor) -> None: ...


def tell(registration: Registration, *, by: Actor) -> None:
    """Call after every change of standing, tier, validity or certified name."""
    for follow in services().extras.get(FOLLOWERS, ()):
        follow(registration, by=by)
