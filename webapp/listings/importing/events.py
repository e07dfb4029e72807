"""Events of a town (イベント一覧 of the standard open data set); one that is over is kept, but not shown."""

import re
import unicodedata
from datetime import date
from typing import Any

from webapp.listings.importing.cells import Cells
from webapp.listings.importing.format import ListingFormat, RowRefused, Surroundings
from webapp.listings.importing.opendata import (
    PLACE,
    OpenRecord,
    address_of,
    listed,
    number_of,
    rows_under,
    spot_of,
    town_of,
)
from webapp.listings.importing.outcomes import DoubtReason, RefusalReason
from webapp.listings.kinds.event import Details
from webapp.listings.models import ListingKind, ListingStatus
from webapp.municipalities.models import Municipality

NAMES = {
    **PLACE,
    "name": ("イベント名", "eventName"),
    "text": ("説明", "概要", "overview"),
    "starts": ("開始日", "startDate"),
    "ends": ("終了日", "endDate"),
    "from": ("開始時間", "startTime"),
    "until": ("終了時間", "endTime"),
    "hours_note": ("開始日時特記事項",),
    "venue": ("場所名称", "会場", "venue"),
    "organiser": ("主催者", "主催", "organizer"),
    "fee": ("料金(基本)", "料金（基本）", "料金"),
    "fee_note": ("料金(詳細)", "料金（詳細）"),
    "capacity": ("定員",),
    "audience": ("参加対象", "対象者", "対象"),
    "apply_until": ("参加申込終了日", "申込終了日"),
    "apply_how": ("参加申込方法", "申込方法"),
    "access": ("アクセス方法",),
}
_ISO = re.compile(r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?(?:[T ].*)?")
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")  # as spreadsheets of another country write days
_NUMBER = re.compile(r"([\d,]+)(?:円|人|名)?")
_FREE = {"無料", "なし", "無し", "0", "0円"}


def read_day(text: str) -> date | None:
    """2026-04-01, 2026/4/1, 2026年4月1日 or 4/1/2026; None for anything else."""
    plain = unicodedata.normalize("NFKC", text)
    try:
        if found := _ISO.fullmatch(plain):
            return date(*map(int, found.groups()))
        if found := _MONTH_FIRST.fullmatch(plain):
            month, day, year = map(int, found.groups())
            return date(year, month, day)
    except ValueError:
        return None
    return None


def read_row(cells: Cells, around: Surroundings) -> OpenRecord:
    """One event; raises RowRefused without a name or a first day, or for another town's."""
    name = cells.short_text("name", 80)
    if not name:
        raise RowRefused(RefusalReason.NO_NAME)
    starts = read_day(cells.text("starts"))
    if starts is None:
        raise RowRefused(RefusalReason.NO_DAY)
    ends = _end(cells, starts)
    spot = spot_of(cells)
    text = "\n".join(line.rstrip("\u3000 ") for line in re.sub("\u3000{3,}", "\n", cells.text("text")).splitlines())
    columns = {
        "title": name,
        "summary": next((line.strip()[:200] for line in text.splitlines() if line.strip()), ""),
        "body": "\n\n".join(part for part in (text, cells.text("remarks"), cells.text("url")) if part)[:4000],
        "public_address": " ".join(part for part in (cells.text("venue"), address_of(cells)) if part)[:120],
        "price": _fee(cells.text("fee")),
        "capacity": _whole(cells.text("capacity")),
        "expires_on": ends,
        "status": ListingStatus.PUBLISHED if ends >= around.today else ListingStatus.EXPIRED,
        "details": _details(cells, starts, ends),
        **({"latitude": spot[0], "longitude": spot[1]} if spot else {}),
    }
    return OpenRecord(number_of(cells, name), town_of(cells, around), columns)


def _end(cells: Cells, starts: date) -> date:
    ends = read_day(cells.text("ends")) or starts
    if ends < starts:
        cells.doubt(DoubtReason.END_BEFORE_START, "ends")
    return max(starts, ends)


def _fee(text: str) -> int | None:
    """Yen; 0 where it is said to be free, None where nothing certain is said."""
    return 0 if unicodedata.normalize("NFKC", text) in _FREE else _whole(text)


def _whole(text: str) -> int | None:
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
    return int(found[1].replace(",", "")) if found and found[1].strip(",") and len(found[1]) < 12 else None


def _details(cells: Cells, starts: date, ends: date) -> dict[str, Any]:
    hours = "〜".join(part for part in (cells.text("from"), cells.text("until")) if part)
    return Details(
        starts_on=starts,
        ends_on=ends,
        hours=(hours or cells.text("hours_note"))[:60] or None,
        organiser=cells.short_text("organiser", 100) or None,
        audience=cells.short_text("audience", 200) or None,
        fee_note=cells.short_text("fee_note", 200) or None,
        apply_until=read_day(cells.text("apply_until")),
        apply_how=cells.short_text("apply_how", 200) or None,
        contact=cells.short_text("phone", 200) or None,
    ).stored()


def columns_of(record: OpenRecord, place: Municipality) -> dict[str, Any]:
    """The columns of a listing."""
    return listed(record.columns, ListingKind.EVENT, place)


EVENTS = ListingFormat(
    key="events",
    columns={name: known[0] for name, known in NAMES.items()},
    number_column="number",
    credit="",
    rows=rows_under(NAMES, ("name", "starts")),
    read_row=read_row,
    columns_of=columns_of,
)
