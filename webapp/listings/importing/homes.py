"""Turns a home from a file into the columns of a listing: title, words, what does not suit everybody, details."""

from types import SimpleNamespace
from typing import Any

from webapp.listings.importing.record import Building, HomeRecord, Land, Parking, Supply
from webapp.listings.kinds.home import Details, PropertyType, Quake
from webapp.listings.models import ListingKind, ListingStatus
from webapp.listings.wording import searchable
from webapp.municipalities.models import Municipality

# These words are content, kept in the language of the place like everything its people write.
_NOUNS = {PropertyType.RESIDENTIAL: "家", PropertyType.LAND: "土地", PropertyType.BUSINESS: "店舗・事業用物件"}
_PARKING = {
    Parking.AVAILABLE: "空きあり",
    Parking.FULL: "空きなし",
    Parking.NEARBY: "近くにあり",
    Parking.NONE: "なし",
}
_SUMMARY_LIMIT = 200
_LONGEST_WALK = 120  # minutes; who lives further away drives, and the metres say enough
_CONSTANT: dict[str, Any] = {
    "kind": ListingKind.HOME,
    "status": ListingStatus.PUBLISHED,
    "themes": [],
    "skills": [],
    "licences": [],
}


def columns_of(record: HomeRecord, place: Municipality) -> dict[str, Any]:
    """The columns of a listing that a home decides, by name: whose it is, and since when, is for the caller to add."""
    summary, body = _words(record.appeal)
    columns = _CONSTANT | {
        "municipality_code": record.municipality_code,
        "title": _title(record, place),
        "summary": summary,
        "body": body,
        "drawbacks": "\n".join(_drawbacks(record)),
        "details": _details(record).stored(),
        "deal": record.deal,
        "price": record.price,
        "monthly_cost": record.rent,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "public_address": record.address,
    }
    # a real Listing would take three times as long as everything else together
    listing: Any = SimpleNamespace(**columns)
    return columns | {"search_text": searchable(listing, place)}


def _title(record: HomeRecord, place: Municipality) -> str:
    return f"{place.name}の{_NOUNS[record.property_type]} {record.building.layout}".strip()


def _words(appeal: str) -> tuple[str, str]:
    """The first line as summary; the whole text as body when there is more."""
    summary = next((line.strip() for line in appeal.splitlines() if line.strip()), "")[:_SUMMARY_LIMIT]
    return summary, "" if appeal.strip() == summary else appeal


def _drawbacks(record: HomeRecord) -> list[str]:
    building, land, supply = record.building, record.land, record.supply
    sentences = [
        (building.is_old_earthquake_code, "1981年5月以前の耐震基準（旧耐震）の建物です。"),
        (land.road_access == "接道なし", "道路に接していないため、建て替えができないことがあります。"),
        (land.needs_setback, "建て替えるときは、道路から下げて建てる必要があります（セットバック）。"),
        (land.has_private_road, "私道の負担があります。"),
        (
            land.planning_area == "市街化調整区域",
            "市街化調整区域のため、建て替えや使い方に許可が必要なことがあります。",
        ),
        (land.has_farmland, "農地を譲り受けるには、農業委員会の許可が必要です。"),
        (supply.drainage == "汲み取り式", "トイレの排水は汲み取り式です。"),
        (supply.water == "井戸", "水道は井戸です。"),
        (supply.parking is Parking.NONE, "駐車場はありません。"),
    ]
    return [sentence for is_true, sentence in sentences if is_true]


def _details(record: HomeRecord) -> Details:
    return Details(
        property_type=record.property_type,
        **_building(record.building),
        **_land(record.land),
        **_supply(record.supply),
        **_surroundings(record),
    )


def _building(building: Building) -> dict[str, Any]:
    quakes = {True: Quake.OLD, False: Quake.NEW, None: None}
    return {
        "layout": building.layout,
        "floor_area": building.floor_area,
        "units": building.units,
        "shop": _has(building.has_shop),
        "built_year": building.built_year,
        "built_month": building.built_month,
        "structure": building.structure,
        "quake": quakes[building.is_old_earthquake_code],
    }


def _land(land: Land) -> dict[str, Any]:
    return {
        "land_area": land.area,
        "land_area_basis": land.area_basis,
        "land_category": land.category,
        "planning_area": land.planning_area,
        "use_district": land.use_district,
        "land_right": land.ownership,
        "road_access": land.road_access,
        "private_road": _has(land.has_private_road),
        "setback": _has(land.needs_setback),
        "coverage_ratio": land.coverage_ratio,
        "floor_area_ratio": land.floor_area_ratio,
        "farmland": _has(land.has_farmland),
    }


def _supply(supply: Supply) -> dict[str, Any]:
    return {
        "water": supply.water,
        "gas": supply.gas,
        "drainage": supply.drainage,
        "washer": supply.washer,
        "bath": supply.bath,
        "toilet": "・".join(words for words in (supply.toilet, supply.toilet_note) if words),
        "kitchen": supply.kitchen,
        "garden": {True: "あり", False: "なし", None: None}[supply.has_garden],
        "parking": _PARKING[supply.parking] if supply.parking else None,
    }


def _surroundings(record: HomeRecord) -> dict[str, Any]:
    station, metres_to = record.station, record.distances
    minutes = station.walk_minutes
    return {
        "railway_line": station.line,
        "station": station.name,
        "station_minutes": minutes if minutes and minutes <= _LONGEST_WALK else None,
        "station_metres": station.metres,
        "supermarket_metres": metres_to.supermarket,
        "convenience_metres": metres_to.convenience_store,
        "drugstore_metres": metres_to.drug_store,
        "hospital_metres": metres_to.hospital,
        "primary_school_metres": metres_to.elementary_school,
        "junior_high_metres": metres_to.junior_high_school,
        "park_metres": metres_to.park,
        "bank_metres": metres_to.bank,
    }


def _has(what: bool) -> str | None:
    return "あり" if what else None
