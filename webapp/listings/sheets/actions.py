"""Sheets are handed in, mapped, brought in as a whole or put aside."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core import storage, trail
from webapp.core.actor import Actor
from webapp.core.bulk import table_of
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import BadFile, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.ids import new_id
from webapp.corporations import queries as corporations
from webapp.listings import rules, spots
from webapp.listings.models import Listing, ListingKind, ListingStatus
from webapp.listings.sheets import queries
from webapp.listings.sheets.models import ListingNumber, SheetMapping, SheetRun
from webapp.listings.sheets.plan import BLANK, Change, Plan, as_row, plan_for
from webapp.listings.sheets.reading import LARGEST, Layout, known_fields, layout_of, read_sheet
from webapp.listings.wording import searchable
from webapp.municipalities import queries as municipalities

KEPT = timedelta(days=7)
trail.ACTION_LABELS |= {
    "sheet_run.bring_in": _l("表から掲載を取り込んだ"),
    "sheet_run.map": _l("表の列の読み方を決めた"),
}


def hand_in(
    data: bytes,
    file_name: str,
    kind: ListingKind,
    *,
    municipality_code: str,
    corporation_id: str | None = None,
    by: Actor,
) -> SheetRun:
    """Keep a sheet for its dry run. Raises BadFile for what is no table, RuleBroken for who may not list there."""
    rules.may_start(kind, municipality_code, corporation_id, by=by)
    if len(data) > LARGEST:
        raise BadFile(_("ファイルが大きすぎます。%(n)sMBまでに分けて、1つずつ取り込んでください。", n=LARGEST // 2**20))
    suffix = "xlsx" if data.startswith(b"PK\x03\x04") else "csv"
    with _as_file(data) as path:
        layout_of(path)
    owner = queries.owner_of(by, municipality_code, corporation_id)
    _forget_old(owner)
    run = SheetRun(
        municipality_code=municipality_code,
        corporation_id=corporation_id,
        owner=owner,
        created_by=by.user_id,
        kind=kind,
        sheet_key=storage.save(data, suffix),
        file_name=file_name[-120:],
    )
    session().add(run)
    session().flush()
    return run


def _forget_old(owner: str) -> None:
    """Sheets that nobody came back to."""
    chosen = select(SheetRun).where(
        SheetRun.owner == owner, SheetRun.sheet_key != "", col(SheetRun.created_at) < now() - KEPT
    )
    for run in session().exec(chosen).all():
        put_aside(run)


def put_aside(run: SheetRun) -> None:
    """Drop the file of a sheet; nothing else of it is left."""
    key, run.sheet_key = run.sheet_key, ""
    session().flush()
    if key and session().exec(select(SheetRun.id).where(SheetRun.sheet_key == key)).first() is None:
        storage.remove(key)


@contextmanager
def opened(run: SheetRun) -> Iterator[Path]:
    """The sheet's file. Raises RuleBroken when it was brought in or put aside."""
    if not run.is_waiting:
        raise RuleBroken(_("この表は、もう取り込んだか、やめたものです。もう一度選んでください。"))
    with _as_file(storage.load(run.sheet_key)) as path:
        yield path


@contextmanager
def _as_file(data: bytes) -> Iterator[Path]:
    with NamedTemporaryFile(prefix="sheet-") as file:
        file.write(data)
        file.flush()
        yield Path(file.name)


def fields_for(run: SheetRun, layout: Layout) -> dict[str, str] | None:
    """How the sheet is read: as it was said before, or as the template; None when somebody has to say it."""
    kept = queries.mapping_for(run.owner, run.kind, layout.signature)
    if kept is not None:
        return dict(kept.fields)
    known = known_fields(run.kind, layout.headings)
    return known if len(known) == len(layout.headings) else None


def keep_mapping(run: SheetRun, layout: Layout, fields: Mapping[str, str], *, by: Actor) -> None:
    """Remember how this layout is read, for this organisation. Raises RuleBroken when a field is named twice or the number is not."""
    chosen = [name for name in fields.values() if name]
    if len(set(chosen)) < len(chosen):
        raise RuleBroken(_("同じ項目を2つの列に使っています。1つの項目には1つの列を選んでください。"))
    if "number" not in chosen:
        raise RuleBroken(
            _("「管理番号」にあたる列を選んでください。次に取り込むときに、同じ行だと分かるようにするためです。")
        )
    kept = queries.mapping_for(run.owner, run.kind, layout.signature)
    if kept is None:
        kept = SheetMapping(owner=run.owner, kind=run.kind, signature=layout.signature)
        session().add(kept)
    kept.fields, kept.changed_at = {heading: name for heading, name in fields.items() if name}, now()
    session().flush()
    trail.record(run, "sheet_run.map", by=by)


def plan(path: Path, run: SheetRun, fields: Mapping[str, str], *, most: int | None = None) -> Plan:
    """The dry run."""
    limit = {} if most is None else {"most": most}
    return plan_for(read_sheet(path, run.kind, fields, **limit), owner=run.owner)


def bring_in(run: SheetRun, planned: Plan, *, by: Actor) -> None:
    """Write everything a plan says, drafts and changed drafts. Raises RuleBroken with a problem left: then nothing is written."""
    rules.may_start(run.kind, run.municipality_code, run.corporation_id, by=by)
    if planned.problems:
        raise RuleBroken(
            _("直すところが%(count)s件あります。直してから、もう一度選んでください。", count=len(planned.problems))
        )
    maker = corporations.by_id(run.corporation_id).name if run.corporation_id else ""
    place = municipalities.by_code(run.municipality_code)

    def words(row: Mapping[str, Any]) -> str:
        listing: Any = SimpleNamespace(**row)
        return searchable(listing, place, maker)

    moment = now()
    for change in planned.changed:
        assert change.listing is not None
        for name, value in {**change.columns, "details": change.details, "updated_at": moment}.items():
            setattr(change.listing, name, value)
        change.listing.search_text = words(as_row(change))
        spots.settle(change.listing, place)
    new = [_new_row(run, change, place, moment) for change in planned.new]
    for row in new:
        row["search_text"] = words(row)
    _insert(run, planned, new)
    _leave_traces(run, planned, new, by=by)
    run.created, run.updated, run.done_at = len(new), len(planned.changed), moment
    put_aside(run)


def _new_row(run: SheetRun, change: Change, place: Any, moment: Any) -> dict[str, Any]:
    return {
        **BLANK,
        **change.columns,
        "details": change.details,
        "id": new_id(),
        "kind": run.kind,
        "status": ListingStatus.DRAFT,
        "municipality_code": run.municipality_code,
        "corporation_id": run.corporation_id,
        "created_by": run.created_by,
        **_spot(run, change, place),
        "created_at": moment,
        "updated_at": moment,
    }


def _spot(run: SheetRun, change: Change, place: Any) -> dict[str, float | None]:
    if run.kind is ListingKind.HOME:
        return spots.coordinates(change.details, place)
    return {"latitude": place.latitude, "longitude": place.longitude}


def _insert(run: SheetRun, planned: Plan, new: list[dict[str, Any]]) -> None:
    session().flush()
    if new:
        session().execute(sa.insert(table_of(Listing)), new)
        numbers = [
            {"id": new_id(), "owner": run.owner, "number": change.row.number, "listing_id": row["id"]}
            for change, row in zip(planned.new, new, strict=True)
        ]
        session().execute(sa.insert(table_of(ListingNumber)), numbers)


def _leave_traces(run: SheetRun, planned: Plan, new: list[dict[str, Any]], *, by: Actor) -> None:
    """One entry a listing, as if it had been written by hand, and one for the sheet."""
    for row in new:
        trail.record_about("listing", row["id"], "listing.start", run.municipality_code, by=by, to_status="draft")
    for change in planned.changed:
        assert change.listing is not None
        trail.record(change.listing, "listing.revise", by=by)
    counts = f"created={len(new)} updated={len(planned.changed)}"
    trail.record(run, "sheet_run.bring_in", by=by, reason=f"{run.kind.value}: {counts}")
