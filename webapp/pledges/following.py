"""Who must know what became of the money of a pledge: higher features follow in the same transaction."""

from datetime import datetime
from typing import Protocol

from webapp.core.actor import Actor
from webapp.core.services import services
from webapp.pledges.models import Pledge

#: under these names the running app keeps the followers, in the order in which they are called
PAID = "pledge_paid_followers"  # the money is there, also again after a charge-back was taken back
UNPAID = "pledge_unpaid_followers"  # everything went back: refunded or charged back
CHANGED = "pledge_changed_followers"  # the town holds another amount than before, or the card company looks into it


class Follower(Protocol):
    """Brings what hangs on a pledge in line with it; called again without a change it does nothing."""

    def __call__(self, pledge: Pledge, *, at: datetime, by: Actor) -> None: ...


def tell(key: str, pledge: Pledge, *, at: datetime, by: Actor) -> None:
    """Call after every move of a pledge's money, with the moment at which it happened."""
    for follow in services().extras.get(key, ()):
        follow(pledge, at=at, by=by)
