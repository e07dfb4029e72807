"""Loads a file of listings: all of it or nothing, and the same rows again without doubling any."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from webapp.core.actor import Actor
from webapp.core.bulk import table_of, upsert
from webapp.core.errors import MissingSetup, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.ids import new_id
from webapp.core.table import max_length_of
from webapp.core.trail import TrailEntry, entry_with
from webapp.listings.importing import missing
from webapp.listings.importing.csvfile import MAX_BYTES
from webapp.listings.importing.format import ListingFormat, Record
from webapp.listings.importing.outcomes import Accepted, DoubtReason, Outcome, RefusalReason
from webapp.listings.importing.reading import read
from webapp.listings.importing.report import Report, open_report
from webapp.listings.models import Listing
from webapp.municipalities.models import AreaKind, Municipality

Progress = Callable[[int, float], None]
_BATCH = 500
_LISTING = table_of(Listing)
_MUNICIPALITY = table_of(Municipality)

#: what a later import leaves as it is: the row's identity, and what people here decided about it
_KEPT = ("id", "status", "created_by", "created_at", "published_at", "submitted_at", "expires_on", "is_demo")
_HAS_SOURCE = sa.text("source <> ''")


@dataclass(frozen=True, slots=True)
class Credit:
    """Whose listings these are: the line shown on each of them, and the day they were true."""

    line: str
    as_of: date | None = None

    def __post_init__(self) -> None:
        limit = max_length_of(Listing, "credit_line") or 0
        if not 0 < len(self.line.strip()) <= limit:
            raise RuleBroken(
                _(
                    "出典の表示（クレジット）を%(limit)s文字までで書いてください。すべての物件に表示します。",
                    limit=limit,
                )
            )


@dataclass(slots=True)
class ImportResult:
    """What an import did.

    `not_in_file`: earlier rows of the same publisher that this file does not have and that are still open;
    `closed`: those of them that were ended, because that was asked for.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    doubtful: int = 0
    not_in_file: int = 0
    closed: int = 0
    doubts: Counter[DoubtReason] = field(default_factory=Counter)
    refusals: Counter[RefusalReason] = field(default_factory=Counter)

    @property
    def accepted(self) -> int:
        """Rows that are listings now."""
        return self.created + self.updated + self.unchanged


def import_file(
    session: Session,
    path: Path,
    listing_format: ListingFormat,
    credit: Credit,
    *,
    report: Path,
    by: Actor,
    progress: Progress | None = None,
    close_missing: bool = False,
    max_bytes: int = MAX_BYTES,
) -> ImportResult:
    """Bring a file's rows into the session's transaction; `progress` gets rows done and the share of the file.

    With `close_missing`, what an earlier file with the same credit line had and this one has not is ended.

    Raises BadFile, also after many rows: the caller's transaction then drops all of them. The report is
    written only when the whole file was read.
    """
    places = _places(session)
    for_all = _columns_for_all(listing_format, credit)
    result = ImportResult()
    with open_report(report, listing_format) as written:
        seen: set[str] = set()
        records = _accepted(read(path, listing_format, max_bytes=max_bytes), written, progress, seen)
        for batch in _batches(records):
            _store(session, [_row(record, places, for_all, listing_format) for record in batch], result)
        result.refused, result.doubtful = written.refused, written.doubtful
        result.doubts, result.refusals = written.doubts, written.refusals
        gone = missing.open_and_not_in(listing_format.key, seen)
        if close_missing:
            result.closed = missing.close(gone, credit.line, file=path.name, report=written, by=by)
        result.not_in_file = len(gone) - result.closed
        written.add_left(result.not_in_file)
    session.add(_trace(listing_format, result, path, by))
    session.flush()
    return result


def _accepted(
    outcomes: Iterator[tuple[Outcome, float]], report: Report, progress: Progress | None, seen: set[str]
) -> Iterator[Record]:
    """The rows that can be listings; `seen` gets the number of every row, refused ones too."""
    for done, (outcome, share) in enumerate(outcomes, start=1):
        report.add(outcome)
        seen.add(report.number_of(outcome))
        if progress:
            progress(done, share)
        if isinstance(outcome, Accepted):
            yield outcome.record


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    while batch := list(islice(records, _BATCH)):
        yield batch


def _places(session: Session) -> dict[str, Municipality]:
    rows = session.execute(sa.select(Municipality).where(_MUNICIPALITY.c.kind == AreaKind.CITY)).scalars()
    places = {row.code: row for row in rows}
    if not places:
        raise MissingSetup(_("市区町村の一覧がまだありません。先に「futamachi seed」を実行してください。"))
    return places


def _columns_for_all(listing_format: ListingFormat, credit: Credit) -> dict[str, Any]:
    """Every column of a listing with its default, and what all rows of this file share."""
    blank = Listing(
        municipality_code="", title="", source=listing_format.key, credit_line=credit.line, as_of=credit.as_of
    )
    columns = {column.name: getattr(blank, column.name, None) for column in _LISTING.columns}
    return columns | {"published_at": blank.created_at, "updated_at": blank.created_at}


def _row(
    record: Record, places: dict[str, Municipality], for_all: dict[str, Any], listing_format: ListingFormat
) -> dict[str, Any]:
    place = places[record.municipality_code]
    return for_all | listing_format.columns_of(record, place) | {"id": new_id(), "external_id": record.external_id}


def _store(session: Session, rows: list[dict[str, Any]], result: ImportResult) -> None:
    """Write what is new or different, so that `updated_at` tells the truth."""
    known = _known(session, rows)
    new = [row for row in rows if row["external_id"] not in known]
    changed = [row for row in rows if row["external_id"] in known and known[row["external_id"]] != _content(row)]
    upsert(session, Listing, new + changed, keys=["source", "external_id"], where=_HAS_SOURCE, keep=_KEPT)
    result.created += len(new)
    result.updated += len(changed)
    result.unchanged += len(rows) - len(new) - len(changed)


def _known(session: Session, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """External id → content, of those rows that are in the database."""
    chosen = sa.select(_LISTING).where(
        _LISTING.c.source == rows[0]["source"], _LISTING.c.external_id.in_([row["external_id"] for row in rows])
    )
    return {row.external_id: _content(row._asdict()) for row in session.execute(chosen)}


def _content(row: dict[str, Any]) -> dict[str, Any]:
    """What comes from the file."""
    return {name: value for name, value in row.items() if name not in _KEPT and name != "updated_at"}


def _trace(listing_format: ListingFormat, result: ImportResult, path: Path, by: Actor) -> TrailEntry:
    counts = f"created={result.created} updated={result.updated} refused={result.refused} closed={result.closed}"
    return entry_with(
        f"{path.name}: {counts}",
        actor_id=by.user_id,
        actor_name=by.name,
        action="listing.import",
        subject_type="listing_source",
        subject_id=listing_format.key,
    )
