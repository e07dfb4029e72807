"""Writes an edition of statistics down, whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import BadFile
from webapp.core.i18n import gettext as _
from webapp.core.ids import new_id
from webapp.municipalities.models import AreaKind, Municipality
from webapp.municipalities.statistics.indicators import INDICATORS, Indicator
from webapp.municipalities.statistics.models import StatisticsEdition, TownNumbers
from webapp.municipalities.statistics.reading import Sheet

SSDSE_A = "ssdse-a"
#: format → what its publisher asks to be shown
CREDITS: Mapping[str, str] = {
    SSDSE_A: "独立行政法人統計センター「SSDSE（教育用標準データセット）」を加工して作成",
}


@dataclass(frozen=True)
class Loaded:
    """What became of a file."""

    edition: StatisticsEdition
    unknown: list[str]  # codes of municipalities that there are no more, or not yet
    absent: int  # municipalities of today without a row
    without: list[Indicator]  # what cannot be said from this edition


def load(sheet: Sheet, source: str, *, by: Actor) -> Loaded:
    """Put an edition in the place of an earlier import of the same one. Raises BadFile when no row fits."""
    known = set(session().exec(select(Municipality.code).where(Municipality.kind == AreaKind.CITY)))
    rows = {code: numbers for code, numbers in sheet.rows.items() if code in known}
    if not rows:
        raise BadFile(
            _("知っている市区町村の行が1つもありません。先に市町村の一覧を入れてください（futamachi seed）。")
        )
    edition = _edition(sheet, source)
    edition.items = [{"code": item.code, "year": item.year, "name": item.name} for item in sheet.items]
    edition.rows, edition.imported_at = len(rows), now()
    session().flush()
    session().execute(sa.delete(TownNumbers).where(col(TownNumbers.edition_id) == edition.id))
    session().execute(
        sa.insert(TownNumbers),
        [{"id": new_id(), "edition_id": edition.id, "town_code": code, "numbers": rows[code]} for code in sorted(rows)],
    )
    trail.record(edition, "statistics.import", by=by, reason=f"{edition.name} sha256 {sheet.sha256}")
    codes = {item.code for item in sheet.items}
    without = [i for i in INDICATORS if any(code not in codes for code, _sign in (*i.top, *i.bottom))]
    return Loaded(edition, sorted(set(sheet.rows) - known), len(known - set(rows)), without)


def _edition(sheet: Sheet, source: str) -> StatisticsEdition:
    chosen = select(StatisticsEdition).where(
        StatisticsEdition.source == source, StatisticsEdition.name == sheet.edition
    )
    found = session().exec(chosen).first()
    if found is None:
        found = StatisticsEdition(source=source, name=sheet.edition)
        session().add(found)
    return found
