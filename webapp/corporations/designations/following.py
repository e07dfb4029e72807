"""Who must know when a designation changes: higher features bring themselves in line in the same transaction."""

from collections.abc import Callable
from typing import Protocol

from webapp.core.actor import Actor
from webapp.core.services import services
from webapp.corporations.designations.models import Designation

#: under this name the running app keeps the followers
FOLLOWERS = "designation_followers"
#: under this name the running app keeps functions that say what ends with a designation, a sentence each
CARRIED = "carried_by_designation"
Carried = Callable[[Designation], list[str]]


class Follower(Protocol):
    """Brings what hangs on a designation in line with it; called again without a change it does nothing."""

    def __call__(self, designation: Designation, *, by: Actor) -> None: ...


def tell(designation: Designation, *, by: Actor) -> None:
    """Call after a designation was made, changed in name, seat, office or tasks, revoked or ended."""
    for follow in services().extras.get(FOLLOWERS, ()):
        follow(designation, by=by)


def carried(designation: Designation) -> list[str]:
    """What will end with it, for the page that asks before ending."""
    parts: tuple[Carried, ...] = services().extras.get(CARRIED, ())
    return [sentence for part in parts for sentence in part(designation)]
