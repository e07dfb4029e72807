"""Public facilities of a town (公共施設一覧 of the standard open data set) as places to work and to meet."""

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
from webapp.listings.importing.outcomes import RefusalReason
from webapp.listings.kinds.coworking import Details, PlaceType
from webapp.listings.models import ListingKind, ListingStatus
from webapp.municipalities.models import Municipality

NAMES = {
    **PLACE,
    "name": ("名称", "施設名", "name"),
    "also": ("名称_通称",),
    "days": ("利用可能曜日", "availableDate"),
    "opens": ("開始時間", "startTime"),
    "closes": ("終了時間", "endTime"),
    "hours_note": ("利用可能日時特記事項", "利用可能時間特記事項", "availableDateNote"),
    "text": ("説明", "description"),
    "access": ("バリアフリー情報",),
}
_NAMED = {
    PlaceType.LIBRARY: ("図書館", "図書室", "ライブラリ"),
    PlaceType.COWORKING: ("コワーキング", "シェアオフィス", "サテライトオフィス"),
    PlaceType.HALL: ("公民館", "会館", "コミュニティ", "集会", "ホール"),
    PlaceType.HUB: ("交流",),
}
_WEEKDAYS = "月火水木金土日"


def read_row(cells: Cells, around: Surroundings) -> OpenRecord:
    """One facility; raises RowRefused without a name, or for another town's."""
    name = cells.short_text("name", 80)
    if not name:
        raise RowRefused(RefusalReason.NO_NAME)
    spot = spot_of(cells)
    columns = {
        "title": name,
        "summary": cells.short_text("also", 200),
        "body": _body(cells),
        "public_address": address_of(cells),
        "details": _details(cells),
        **({"latitude": spot[0], "longitude": spot[1]} if spot else {}),
    }
    return OpenRecord(number_of(cells, name), town_of(cells, around), columns)


def _body(cells: Cells) -> str:
    texts = (cells.text("text"), cells.text("hours_note"), cells.text("remarks"), cells.text("url"))
    return "\n\n".join(text for text in texts if text)[:4000]


def _details(cells: Cells) -> dict[str, Any]:
    opens, closes = cells.text("opens"), cells.text("closes")
    return Details(
        place_type=_type(cells.text("name")),
        open_days=_days(cells.text("days")),
        open_hours=f"{opens}〜{closes}" if opens and closes else None,
        accessibility=cells.short_text("access", 200) or None,
        contact=cells.short_text("phone", 200) or None,
    ).stored()


def _type(name: str) -> PlaceType:
    """By its own name; none of them is a coworking space only because one may work there."""
    named = (kind for kind, words in _NAMED.items() if any(word in name for word in words))
    return next(named, PlaceType.PUBLIC)


def _days(text: str) -> str | None:
    """月火水木金土日 as people say it: 毎日; 月火水 → 月・火・水."""
    named = [day for day in _WEEKDAYS if day in text]
    if len(named) == len(_WEEKDAYS):
        return "毎日"
    return "・".join(named) or text[:60] or None


def columns_of(record: OpenRecord, place: Municipality) -> dict[str, Any]:
    """The columns of a listing. Words are content, in the language of the place."""
    words = record.columns["summary"] or f"{place.name}の公共施設です。使い方や料金は施設に聞いてください。"
    known = {**record.columns, "status": ListingStatus.PUBLISHED, "summary": words}
    return listed(known, ListingKind.COWORKING, place)


FACILITIES = ListingFormat(
    key="facilities",
    columns={name: known[0] for name, known in NAMES.items()},
    number_column="number",
    credit="",
    rows=rows_under(NAMES, ("name", "address")),
    read_row=read_row,
    columns_of=columns_of,
)
