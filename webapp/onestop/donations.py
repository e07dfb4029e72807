"""A donor's paid donations of a year, each with where it was given and what was applied for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select

from webapp.core.clock import in_tokyo
from webapp.core.database import session
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.onestop import years
from webapp.onestop.models import OneStopApplication
from webapp.pledges.models import HOLDING, Pledge, PledgeStatus
from webapp.projects.models import Project
from webapp.receipts.models import Receipt

#: money that the town holds and nobody looks into
APPLICABLE = (PledgeStatus.PAID, PledgeStatus.PARTLY_REFUNDED)
#: how far the day on the receipt may lie from the moment the provider tells, where a town goes by another day
_APART = timedelta(days=31)


@dataclass(frozen=True)
class Donation:
    """One donation as its donor sees it."""

    pledge: Pledge
    project: Project
    town: Municipality
    received_on: date
    application: OneStopApplication | None

    @property
    def may_apply(self) -> bool:
        """Whether an application can be made for it now, as far as the donation itself goes."""
        applied = self.application
        is_open = applied is None or (not applied.is_counted and not years.is_over(applied.year))
        return is_open and self.pledge.status in APPLICABLE and not years.is_over(self.received_on.year)


def donations_of(user_id: str | None, year: int) -> list[Donation]:
    """A person's own of one year, oldest first."""
    first, after = years.bounds(year)
    chosen = _paid().where(
        Pledge.user_id == user_id, col(Pledge.paid_at) >= first - _APART, col(Pledge.paid_at) < after + _APART
    )
    return [each for each in _with_days(chosen) if each.received_on.year == year]


def donation(pledge: Pledge) -> Donation | None:
    """One donation; None as long as nothing is paid."""
    return next(iter(_with_days(_paid().where(Pledge.id == pledge.id))), None)


def _paid() -> Any:
    return (
        select(Pledge, Project, OneStopApplication)
        .join(Project, col(Project.id) == Pledge.project_id)
        .outerjoin(OneStopApplication, col(OneStopApplication.pledge_id) == Pledge.id)
        .where(col(Pledge.paid_at).is_not(None), col(Pledge.status).in_(HOLDING))
        .order_by(col(Pledge.paid_at), col(Pledge.id))
    )


def _with_days(chosen: Any) -> list[Donation]:
    rows = list(session().exec(chosen))
    days = received_days([pledge for pledge, _project, _application in rows])
    towns = municipalities.by_codes({pledge.municipality_code for pledge, _project, _application in rows})
    return [
        Donation(pledge, project, towns[pledge.municipality_code], days[pledge.id], application)
        for pledge, project, application in rows
    ]


def received_days(pledges: Sequence[Pledge]) -> dict[str, date]:
    """受領日 by pledge: what its newest receipt says, else the day on which it was paid, in Japan."""
    chosen = select(Receipt).where(col(Receipt.pledge_id).in_([pledge.id for pledge in pledges]))
    told = {receipt.pledge_id: receipt.received_on for receipt in session().exec(chosen.order_by(col(Receipt.id)))}
    paid = {pledge.id: in_tokyo(pledge.paid_at).date() for pledge in pledges if pledge.paid_at}
    return paid | {key: day for key, day in told.items() if key in paid}
