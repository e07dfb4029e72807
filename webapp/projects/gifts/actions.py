"""What is done with gifts: offered, changed, withdrawn; only before the project is public."""

from collections.abc import Mapping
from typing import Any

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import lazy as _l
from webapp.projects.gifts.models import Gift
from webapp.projects.gifts.rules import too_dear
from webapp.projects.models import Project
from webapp.projects.proposals.actions import must_be_editable

trail.ACTION_LABELS |= {
    "project.offer_gift": _l("返礼品を加えた"),
    "project.withdraw_gift": _l("返礼品をやめた"),
}


def offer(project: Project, values: Mapping[str, Any], *, gift: Gift | None = None, by: Actor) -> Gift:
    """Add a gift, or write one anew. Raises RuleBroken when it costs more than the law lets."""
    must_be_editable(project, by)
    if problem := too_dear(project.municipality_code, values["from_yen"], values["cost_yen"]):
        raise RuleBroken(problem)
    row = gift or Gift(project_id=project.id, **values)
    for name, value in values.items():
        setattr(row, name, value)
    session().add(row)
    session().flush()
    trail.record(project, "project.offer_gift", by=by)
    return row


def withdraw(project: Project, gift: Gift, *, by: Actor) -> None:
    """Take it away before anybody could choose it."""
    must_be_editable(project, by)
    gift.withdrawn_at = now()
    trail.record(project, "project.withdraw_gift", by=by)
