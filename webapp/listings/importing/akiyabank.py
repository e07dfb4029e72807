"""Reads one row of the national vacant-home bank's file (全国版空き家・空き地バンク, Project LINKS) as a home."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from webapp.listings.importing import akiyabank_spec as spec
from webapp.listings.importing.cells import Cells
from webapp.listings.importing.csvfile import Row, open_csv
from webapp.listings.importing.format import ListingFormat, RowRefused, Surroundings
from webapp.listings.importing.homes import columns_of
from webapp.listings.importing.outcomes import DoubtReason, RefusalReason
from webapp.listings.importing.personal import clean
from webapp.listings.importing.record import Building, Distances, HomeRecord, Land, Parking, Station, Supply
from webapp.listings.kinds.home import PropertyType
from webapp.listings.models import Deal
from webapp.municipalities.masterdata import City
from webapp.municipalities.names import Certainty

_ROOMS = re.compile(r"(\d{1,2})S?(?:R|K|DK|LK|LDK)")


def read_row(cells: Cells, around: Surroundings) -> HomeRecord:
    """One row as a home; raises RowRefused when it has no number, category or municipality that we know."""
    number = cells.text(spec.NUMBER)
    if not number:
        raise RowRefused(RefusalReason.NO_NUMBER)
    deal, kind = _category(cells)
    city = _municipality(cells, around)
    appeal, links = _appeal(cells)
    return HomeRecord(
        external_id=number,
        deal=deal,
        property_type=kind,
        municipality_code=city.code,
        address=cells.text(spec.PREFECTURE) + cells.text(spec.CITY),
        price=cells.whole_number(spec.AMOUNT, spec.PRICE) if deal is Deal.SALE else None,
        rent=cells.whole_number(spec.AMOUNT, spec.RENT) if deal is Deal.RENT else None,
        appeal=appeal,
        links=links,
        building=_building(cells, kind, around.today),
        land=_land(cells),
        station=_station(cells),
        distances=Distances(**{to: cells.whole_number(column, spec.METRES) for to, column in spec.DISTANCES.items()}),
        supply=_supply(cells),
    )


def _category(cells: Cells) -> tuple[Deal, PropertyType]:
    category = spec.CATEGORIES.get(cells.text(spec.CATEGORY))
    if category is None:
        raise RowRefused(RefusalReason.CATEGORY)
    return category


def _municipality(cells: Cells, around: Surroundings) -> City:
    prefecture = cells.text(spec.PREFECTURE)
    if prefecture not in around.names.prefectures:
        raise RowRefused(RefusalReason.PREFECTURE)
    found = around.names.find(prefecture, cells.text(spec.CITY))
    if found is None:
        raise RowRefused(RefusalReason.MUNICIPALITY)
    if found.certainty is Certainty.OTHER_DISTRICT:
        cells.doubt(DoubtReason.OTHER_DISTRICT, spec.CITY)
    elif found.certainty is Certainty.UNKNOWN_WARD:
        cells.doubt(DoubtReason.UNKNOWN_WARD, spec.CITY)
    return found.city


def _appeal(cells: Cells) -> tuple[str, tuple[str, ...]]:
    text = cells.text(spec.APPEAL)
    cleaned = clean(text)
    for reason, found in (
        (DoubtReason.PHONE, cleaned.phones),
        (DoubtReason.MAIL, cleaned.mails),
        (DoubtReason.LINK, cleaned.links),
    ):
        for value in found:
            cells.doubt(reason, spec.APPEAL, value)
    if len(text) == spec.APPEAL_LIMIT:
        cells.doubt(DoubtReason.TEXT_AT_LIMIT, spec.APPEAL, f"…{text[-20:]}")
    return cleaned.text, cleaned.links


def _building(cells: Cells, kind: PropertyType, today: date) -> Building:
    day = cells.day(spec.BUILT, today=today)
    layout, rooms = _layout(cells, kind)
    return Building(
        layout=layout,
        rooms=rooms,
        structure=_word(cells, spec.STRUCTURE),
        floor_area=cells.number(spec.FLOOR_AREA, spec.SQUARE_METRES_OF_FLOOR),
        units=cells.whole_number(spec.UNITS, spec.UNIT_COUNT),
        built_year=day.year if day else None,
        built_month=day.month if day and not _is_only_a_year(day) else None,
        is_old_earthquake_code=_is_old_earthquake_code(cells, day),
        has_shop=_yes(cells, spec.SHOP) or False,
    )


def _is_only_a_year(day: date) -> bool:
    """Half of all dates are 1 January: that is how the file writes a year whose month nobody knows."""
    return (day.month, day.day) == (1, 1)


def _is_old_earthquake_code(cells: Cells, day: date | None) -> bool | None:
    """Finished before June 1981. Houses of the months after may be old too: the permit's date decides."""
    if day is None:
        return None
    if day.year == spec.NEW_EARTHQUAKE_CODE.year and _is_only_a_year(day):
        cells.doubt(DoubtReason.YEAR_OF_CHANGE, spec.BUILT)
    return day < spec.NEW_EARTHQUAKE_CODE


def _layout(cells: Cells, kind: PropertyType) -> tuple[str, int | None]:
    """The layout and its number of rooms; a bare R, K or LDK is what the file writes when nobody filled it in."""
    text = cells.short_text(spec.LAYOUT, 20)
    match = _ROOMS.fullmatch(text)
    if match:
        return text, int(match[1])
    if text and kind is not PropertyType.LAND:
        cells.doubt(DoubtReason.NO_ROOM_COUNT, spec.LAYOUT)
    return "", None


def _land(cells: Cells) -> Land:
    floor_ratio, coverage = _ratios(cells)
    return Land(
        area=cells.number(spec.LAND_AREA, spec.SQUARE_METRES_OF_LAND),
        area_basis=_word(cells, spec.LAND_BASIS),
        category=_word(cells, spec.LAND_CATEGORY),
        planning_area=_word(cells, spec.PLANNING),
        use_district=_word(cells, spec.USE_DISTRICT),
        ownership=_word(cells, spec.OWNERSHIP),
        road_access=_word(cells, spec.ROADS),
        has_private_road=_yes(cells, spec.PRIVATE_ROAD) or False,
        needs_setback=_yes(cells, spec.SETBACK) or False,
        floor_area_ratio=floor_ratio,
        coverage_ratio=coverage,
        has_farmland=_yes(cells, spec.FARMLAND) or False,
    )


def _ratios(cells: Cells) -> tuple[int | None, int | None]:
    floors = cells.whole_number(spec.FLOOR_RATIO, spec.PERCENT_OF_FLOORS)
    ground = cells.whole_number(spec.COVERAGE, spec.PERCENT_OF_GROUND)
    if ground is not None and ground > 100:
        cells.doubt(DoubtReason.RATIOS, spec.COVERAGE, f"{ground} / {floors}")
        return None, None
    return floors, ground


def _station(cells: Cells) -> Station:
    value = cells.whole_number(spec.STATION_WALK, spec.METRES)
    metres = minutes = None
    if value is not None and value >= spec.SURELY_METRES_FROM:
        metres = value
    elif value is not None and value < spec.SURELY_MINUTES_BELOW:
        minutes = value
        cells.doubt(DoubtReason.MINUTES, spec.STATION_WALK)
    elif value is not None:
        cells.doubt(DoubtReason.METRES_OR_MINUTES, spec.STATION_WALK)
    return Station(
        line=cells.short_text(spec.LINE, 40),
        name=cells.short_text(spec.STATION, 40),
        metres=metres,
        minutes=minutes,
    )


def _supply(cells: Cells) -> Supply:
    parking = cells.choice(spec.PARKING, spec.PARKING_WORDS)
    return Supply(
        water=_word(cells, spec.WATER),
        gas=_word(cells, spec.GAS),
        drainage=_word(cells, spec.DRAINAGE),
        washer=_word(cells, spec.WASHER),
        bath=_word(cells, spec.BATH),
        toilet=_word(cells, spec.TOILET),
        toilet_note=cells.short_text(spec.TOILET_NOTE, 100),
        kitchen=_word(cells, spec.KITCHEN),
        has_garden=_yes(cells, spec.GARDEN),
        parking=Parking(parking) if parking else None,
    )


def _word(cells: Cells, column: str) -> str:
    return cells.word(column, spec.WORDS[column])


def _yes(cells: Cells, column: str) -> bool | None:
    answer = cells.choice(column, spec.YES_OR_NO)
    return answer == "yes" if answer else None


def _rows(path: Path, max_bytes: int) -> Iterator[Row]:
    return open_csv(path, max_bytes=max_bytes).rows(list(spec.COLUMNS))


AKIYABANK = ListingFormat(
    key="akiyabank",
    columns=spec.COLUMNS,
    number_column=spec.NUMBER,
    prefecture_column=spec.PREFECTURE,
    credit=spec.CREDIT,
    rows=_rows,
    read_row=read_row,
    columns_of=columns_of,
)
