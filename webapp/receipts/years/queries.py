"""A donor's valid receipts of one calendar year, and what they add up to."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, func, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.pledges.models import Pledge
from webapp.projects.models import Project
from webapp.receipts.models import Receipt, ReceiptVoid


@dataclass(frozen=True)
class Line:
    """One donation of the year."""

    receipt: Receipt
    town: Municipality
    project: str
    is_demo: bool


@dataclass(frozen=True)
class Year:
    """All of a donor's donations of a year that went through this service."""

    year: int
    lines: list[Line]

    @property
    def total(self) -> int:
        """Whole yen."""
        return sum(line.receipt.amount for line in self.lines)

    @property
    def towns(self) -> int:
        """To how many municipalities."""
        return len({line.town.code for line in self.lines})

    @property
    def is_demo(self) -> bool:
        """Whether any of it is only shown."""
        return any(line.is_demo for line in self.lines)

    @property
    def until(self) -> date:
        """The last day by which one counts into it."""
        return date(self.year, 12, 31)


@dataclass(frozen=True)
class Sum:
    """A year as the list of years shows it."""

    year: int
    count: int
    total: int


def year_of(actor: Actor, year: int) -> Year:
    """One year. Raises NotThere for a year without a valid receipt."""
    chosen = (
        select(Receipt, Project.title, Pledge.is_demo)
        .join(Pledge, col(Pledge.id) == Receipt.pledge_id)
        .join(Project, col(Project.id) == Pledge.project_id)
        .outerjoin(ReceiptVoid, col(ReceiptVoid.receipt_id) == Receipt.id)
        .where(Receipt.year == year, Pledge.user_id == _donor(actor), col(ReceiptVoid.receipt_id).is_(None))
        .order_by(col(Receipt.received_on), col(Receipt.id))
    )
    rows = list(session().exec(chosen))
    if not rows:
        raise NotThere
    towns = municipalities.by_codes({receipt.municipality_code for receipt, *_rest in rows})
    return Year(
        year,
        [Line(receipt, towns[receipt.municipality_code], title, is_demo) for receipt, title, is_demo in rows],
    )


def years_of(actor: Actor) -> list[Sum]:
    """The years in which a donor gave, newest first."""
    chosen = (
        select(Receipt.year, func.count(), func.sum(Receipt.amount))
        .join(Pledge, col(Pledge.id) == Receipt.pledge_id)
        .outerjoin(ReceiptVoid, col(ReceiptVoid.receipt_id) == Receipt.id)
        .where(Pledge.user_id == _donor(actor), col(ReceiptVoid.receipt_id).is_(None))
        .group_by(col(Receipt.year))
        .order_by(col(Receipt.year).desc())
    )
    return [Sum(int(year), int(count), int(total)) for year, count, total in session().exec(chosen)]


def _donor(actor: Actor) -> str:
    if actor.user_id is None:
        raise NotThere
    return actor.user_id
