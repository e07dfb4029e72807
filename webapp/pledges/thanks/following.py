"""Keeps the supporters of a project in line with the money of pledges."""

from datetime import datetime

from webapp.core.actor import Actor
from webapp.pledges.models import Pledge
from webapp.projects import reaching
from webapp.projects.supporters import actions
from webapp.projects.supporters.models import Supporter


def paid(pledge: Pledge, *, at: datetime, by: Actor) -> None:  # noqa: ARG001 - as its neighbours are called
    """Whose money is there stands behind the project, with the words given at the pledge."""
    actions.stand_up(
        Supporter(
            id=pledge.id,
            project_id=pledge.project_id,
            municipality_code=pledge.municipality_code,
            user_id=pledge.user_id,
            email="" if pledge.user_id else pledge.email,
            shown_name=(pledge.shown_name or pledge.donor_name) if pledge.shows_name else "",
            message=pledge.message,
            since=pledge.paid_at or at,
            is_demo=pledge.is_demo,
        )
    )


def reached(pledge: Pledge, *, at: datetime, by: Actor) -> None:  # noqa: ARG001 - as its neighbours are called
    """The payment that reaches the project's goal has it told; before receipts, so that all lock in one order."""
    reaching.look(pledge.project_id)


def unpaid(pledge: Pledge, *, at: datetime, by: Actor) -> None:  # noqa: ARG001 - as its neighbours are called
    """Whose money went back does not."""
    actions.step_back(pledge.id, at=at)
