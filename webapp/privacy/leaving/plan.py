"""What would go at once, what would stay without a name, and what the law keeps: drawn from the person's own rows."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel, col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.municipalities import queries as municipalities
from webapp.pledges.models import Pledge
from webapp.privacy.leaving.models import Scope
from webapp.privacy.purposes import PURPOSES
from webapp.privacy.stored import STORED, Fate, Stored
from webapp.receipts.models import Receipt

_KEPT_YEARS = "donation_kept_years"


@dataclass(frozen=True)
class ByLaw:
    """One donation that stays with its name: at which town, until when, for which law."""

    town: str
    what: str
    until: date
    law: str


@dataclass(frozen=True)
class Plan:
    """By fate the purposes with their numbers of rows, and the donations that stay."""

    by_fate: dict[Fate, list[tuple[Any, int]]]
    by_law: list[ByLaw]

    def of(self, *fates: Fate) -> list[tuple[Any, int]]:
        """Purposes of several fates, in the order of the centre, each once."""
        sums: dict[Any, int] = defaultdict(int)
        for title, count in (pair for fate in fates for pair in self.by_fate.get(fate, [])):
            sums[title] += count
        return [(one.title, sums[one.title]) for one in PURPOSES if sums.get(one.title)]


def plan_for(actor: Actor, scope: Scope) -> Plan:
    """What leaving would do to this person's rows."""
    sums: dict[tuple[Fate, str], int] = defaultdict(int)
    for name, count in counts_of(actor.user_id or "").items():
        stored = STORED[name]
        sums[fate_of(stored, scope), stored.purpose] += count
    by_fate = {
        fate: [(one.title, sums[fate, one.key]) for one in PURPOSES if sums.get((fate, one.key))] for fate in Fate
    }
    return Plan(by_fate, _by_law(actor.user_id or ""))


def fate_of(stored: Stored, scope: Scope) -> Fate:
    """What becomes of a table's rows."""
    return stored.profile if scope is Scope.PROFILE else stored.account


def counts_of(user_id: str) -> dict[str, int]:
    """Rows of each table that knows the person, in one question; tables without any are left out."""
    tables = SQLModel.metadata.tables
    parts = [
        sa.select(sa.literal(name).label("name"), sa.func.count().label("n"))
        .select_from(tables[name])
        .where(tables[name].c[stored.column] == user_id)
        for name, stored in STORED.items()
    ]
    return {str(name): int(n) for name, n in session().execute(sa.union_all(*parts)) if n}


def _by_law(user_id: str) -> list[ByLaw]:
    chosen = (
        select(Receipt)
        .join(Pledge, col(Pledge.id) == Receipt.pledge_id)
        .where(Pledge.user_id == user_id)
        .order_by(col(Receipt.received_on))
    )
    rows = list(session().exec(chosen))
    codes = {row.municipality_code for row in rows}
    towns, years = municipalities.by_codes(codes), municipalities.settings_in((_KEPT_YEARS,), codes)
    return [
        _receipt(row, towns[row.municipality_code].full_name, int(years[_KEPT_YEARS, row.municipality_code]))
        for row in rows
    ]


def _receipt(row: Receipt, town: str, years: int) -> ByLaw:
    what = _("寄附と受領証明書（%(number)s）の名前・住所・金額", number=row.shown_number)
    law = _("地方税法第37条の2の控除を確かめるためと、まちの帳簿のため")
    return ByLaw(town, what, date(row.received_on.year + years, 12, 31), law)
