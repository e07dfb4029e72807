"""What one person still has before them: the tour of their role, ticked by facts."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from webapp.accounts import queries as accounts
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.trail import TrailEntry
from webapp.pages.first_steps.tours import TOURS, Tour


@dataclass(frozen=True)
class Step:
    """One task as the panel shows it."""

    title: Any
    text: Any
    endpoint: str
    is_done: bool


@dataclass(frozen=True)
class FirstSteps:
    """The tour of a role with what is done."""

    key: str
    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        """How many are ticked."""
        return sum(step.is_done for step in self.steps)

    @property
    def next(self) -> Step | None:
        """The first one that is not."""
        return next((step for step in self.steps if not step.is_done), None)


def steps_for(actor: Actor, board: str = "") -> FirstSteps | None:
    """The first tour of the actor's roles that stands on this dashboard, is not finished and was not put away."""
    if not actor.is_signed_in:
        return None
    away = accounts.user(actor.user_id).put_away
    mine = (tour for tour in TOURS if actor.has(tour.role) and tour.key not in away)
    here = (tour for tour in mine if not board or tour.board in ("", board))
    return next((found for found in (_ticked(tour, actor) for tour in here) if found.next), None)


def _ticked(tour: Tour, actor: Actor) -> FirstSteps:
    did = _did(actor, {action for task in tour.tasks for action in task.actions})
    steps = (
        Step(
            task.title,
            task.text,
            task.endpoint,
            not did.isdisjoint(task.actions) or bool(task.is_done and task.is_done(actor)),
        )
        for task in tour.tasks
    )
    return FirstSteps(tour.key, tuple(steps))


def _did(actor: Actor, actions: Collection[str]) -> set[str]:
    """Which of these this person ever did."""
    chosen = select(TrailEntry.action).where(
        TrailEntry.actor_id == actor.user_id, col(TrailEntry.action).in_(sorted(actions))
    )
    return set(session().exec(chosen.distinct())) if actions else set()
