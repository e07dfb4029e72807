"""What several parts of the operator's dashboard need, read once each."""

from functools import cached_property

from webapp.core.actor import Actor
from webapp.core.metrics import Answered, answered
from webapp.inquiries.reports.queries import raised_waiting
from webapp.matches.registry import queries as registry
from webapp.matches.registry.models import LearnedModel, ModelStatus


class Service:
    """The service as a whole."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    @cached_property
    def models(self) -> list[LearnedModel]:
        """Learned models, newest first."""
        return registry.newest()

    @property
    def candidates(self) -> int:
        """How many of them wait for a decision."""
        return sum(model.status is ModelStatus.CANDIDATE for model in self.models)

    @cached_property
    def raised(self) -> int:
        """How many matters people brought to the operator and nobody has concluded."""
        return raised_waiting()

    @cached_property
    def answered(self) -> Answered:
        """Requests since the processes began."""
        return answered()
