"""The town's view of its pledges: filtered, counted and added up."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlmodel import col, func, select

from webapp.core.actor import Actor
from webapp.core.clock import TOKYO
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.pledges.models import HOLDING, PaymentMethod, Pledge, PledgeStatus
from webapp.projects.models import Project

PAGE = 50


@dataclass(frozen=True)
class Filter:
    """What is looked for; empty fields do not narrow."""

    project: str = ""
    status: PledgeStatus | None = None
    method: PaymentMethod | None = None
    year: int | None = None  # calendar year of the payment, in Japan


@dataclass(frozen=True)
class Found:
    """One page of pledges, newest first, with how many there are and what the town holds of them."""

    rows: list[tuple[Pledge, Project]]
    total: int
    held_yen: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


def find(actor: Actor, asked: Filter, page: int = 1) -> Found:
    """Pledges to the actor's municipalities."""
    rules = _rules(actor, asked)
    held = func.coalesce(func.sum(Pledge.amount - Pledge.refunded_yen).filter(col(Pledge.status).in_(HOLDING)), 0)
    total, yen = session().exec(select(func.count(), held).select_from(Pledge).where(*rules)).one()
    chosen = select(Pledge, Project).join(Project, col(Project.id) == Pledge.project_id).where(*rules)
    newest = chosen.order_by(col(Pledge.id).desc()).offset((max(1, page) - 1) * PAGE).limit(PAGE)
    return Found(list(session().exec(newest)), int(total), int(yen))


def _rules(actor: Actor, asked: Filter) -> list[Any]:
    rules: list[Any] = [col(Pledge.municipality_code).in_(actor.municipalities)]
    if asked.project:
        rules.append(Pledge.project_id == asked.project)
    if asked.status is not None:
        rules.append(Pledge.status == asked.status)
    if asked.method is not None:
        rules.append(Pledge.method == asked.method)
    if asked.year is not None:
        first, after = (datetime(year, 1, 1, tzinfo=TOKYO).astimezone(UTC) for year in (asked.year, asked.year + 1))
        rules += [col(Pledge.paid_at) >= first, col(Pledge.paid_at) < after]
    return rules


def projects_with_pledges(actor: Actor) -> list[Project]:
    """The projects of the actor's municipalities that anybody pledged to, newest first."""
    given = select(Pledge.project_id).where(col(Pledge.municipality_code).in_(actor.municipalities))
    chosen = select(Project).where(col(Project.id).in_(given)).order_by(col(Project.id).desc())
    return list(session().exec(chosen))


def pledge_at_desk(actor: Actor, pledge_id: str, *, to_change: bool = False) -> Pledge:
    """A pledge to the actor's own municipality, locked if it is to change. Raises NotThere."""
    found = session().get(Pledge, pledge_id, with_for_update=to_change or None)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found
