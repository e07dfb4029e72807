"""What several parts of a town's dashboard need, read once each."""

from functools import cached_property

from webapp.core.actor import Actor
from webapp.pages.dashboards.town.queue import Waiting, waiting_for


class Town:
    """The municipalities that the actor works for."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    @cached_property
    def waiting(self) -> list[Waiting]:
        """What waits for their staff."""
        return waiting_for(self.actor)
