"""Which town's books are opened, and what a year of them looks like."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup
from sqlmodel import func, select

from webapp.accounting.months import Month, months_of, year_of
from webapp.accounting.totals import Line, Totals, totals_of
from webapp.core import plots
from webapp.core.actor import TOWN_ROLES, Actor
from webapp.core.clock import fiscal_year, in_tokyo, today
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.templating import show_month
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.payments.models import LedgerTransaction


@dataclass(frozen=True)
class Year:
    """The months of a fiscal year that have begun, with what each adds up to."""

    town: Municipality
    year: int
    months: list[tuple[Month, Totals]]

    @property
    def lines(self) -> dict[str, Line]:
        """By project, over the whole year."""
        found: dict[str, Line] = {}
        for _month, totals in self.months:
            for (project_id, _method), line in totals.lines.items():
                sums = found.setdefault(project_id, Line())
                sums.count += line.count
                sums.given_yen += line.given_yen
                sums.returned_yen += line.returned_yen
        return found

    @property
    def whole(self) -> Totals:
        """The year in one sum."""
        whole = Totals()
        for _month, totals in self.months:
            whole.fees_yen += totals.fees_yen
            whole.banked_yen += totals.banked_yen
            whole.provider_yen += totals.provider_yen
            whole.disputed_yen += totals.disputed_yen
        for project_id, line in self.lines.items():
            whole.lines[project_id, ""] = line
        return whole

    @property
    def next_to_close(self) -> Month | None:
        """The month that can be closed now."""
        return next((m for m, totals in self.months if m.takes_late_ones and m.is_over and totals.movements), None)

    def picture(self) -> Markup:
        """When donations came."""
        rows = [(show_month(month.first_day.month), float(totals.given_yen)) for month, totals in self.months]
        return plots.bar_chart(rows, title=_("月ごとの寄附の総額"), ident="by-month", unit=_("円"))


def town_for(actor: Actor, code: str | None) -> Municipality:
    """A town of the actor's, the first unless told. Raises NotThere."""
    mine = [c for role in TOWN_ROLES for c in actor.organisations(role)]
    chosen = code or min(mine, default="")
    if chosen not in mine:
        raise NotThere
    return municipalities.by_code(chosen)


def year_for(town: Municipality, year: int) -> Year:
    """One fiscal year of a town's books."""
    days = [day for day in year_of(date(year, 4, 1)) if day <= today()]
    months = months_of(town.code, days)
    return Year(town, year, [(month, totals_of(month)) for month in months])


def years_with_money(town: Municipality) -> list[int]:
    """Fiscal years from the first movement to now, newest first."""
    chosen = select(func.min(LedgerTransaction.occurred_at)).where(LedgerTransaction.municipality_code == town.code)
    first = session().exec(chosen).one()
    begun = fiscal_year(in_tokyo(first).date()) if first else fiscal_year(today())
    return list(range(fiscal_year(today()), begun - 1, -1))
