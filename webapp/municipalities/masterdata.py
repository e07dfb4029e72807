"""Every prefecture and municipality of Japan with code, name, kana and place, joined once and keyed by code.

Names and codes are Japan Post's of today, places are of 2019; they meet on prefecture and name, which is unique.
After that only the six-digit code is a key: 25 municipalities share their name with another one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property

from webapp.core.codes import local_government_code
from webapp.municipalities import sources
from webapp.municipalities.prefectures import PREFECTURE_FACTS, Region
from webapp.municipalities.romaji import romaji_of
from webapp.municipalities.sources import NamedArea, Place, PostalArea


class Standing(StrEnum):
    """What sort of municipality a code stands for."""

    DESIGNATED_CITY = "designated_city"
    SPECIAL_WARD = "special_ward"
    CITY = "city"
    TOWN = "town"
    VILLAGE = "village"


_STANDING_BY_ENDING = {
    "市": Standing.CITY,
    "区": Standing.SPECIAL_WARD,
    "町": Standing.TOWN,
    "村": Standing.VILLAGE,
}


@dataclass(frozen=True, slots=True)
class Prefecture:
    """One of the 47; its place is that of its seat of government. Kana are hiragana."""

    code: str
    name: str
    kana: str
    romaji: str
    region: Region
    place: Place | None


@dataclass(frozen=True, slots=True)
class City:
    """A city, ward of Tokyo, town or village. Kana are hiragana; `district` is the 郡 or island, or empty."""

    code: str
    name: str
    kana: str
    romaji: str
    district: str
    standing: Standing
    prefecture: Prefecture
    place: Place | None
    wards: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """As an address has it: prefecture, district, name."""
        return f"{self.prefecture.name}{self.district}{self.name}"


@dataclass(frozen=True, slots=True)
class JoinReport:
    """What the two packages do not agree on."""

    cities_without_place: tuple[str, ...]
    places_without_city: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Every municipality has a place and every place belongs to one."""
        return not self.cities_without_place and not self.places_without_city


@dataclass(frozen=True)
class MasterData:
    """All prefectures and municipalities in the order of their codes."""

    prefectures: tuple[Prefecture, ...]
    cities: tuple[City, ...]
    report: JoinReport

    @cached_property
    def city_by_code(self) -> dict[str, City]:
        """Six-digit code → municipality."""
        return {city.code: city for city in self.cities}

    @cached_property
    def prefecture_by_code(self) -> dict[str, Prefecture]:
        """Six-digit code → prefecture."""
        return {prefecture.code: prefecture for prefecture in self.prefectures}


@cache
def load() -> MasterData:
    """Everything, read once for each process (about 0.2 s)."""
    return assemble(sources.read_postal_areas(), sources.read_places())


def assemble(postal_areas: Iterable[PostalArea], places: Mapping[str, Place]) -> MasterData:
    """Join postal areas and places; what does not join is in the report and keeps its row, without a place."""
    areas = sources.municipalities_in(postal_areas)
    place_of = {area.code: places.get(sources.place_key(area)) for area in areas}
    prefectures = {area.code[:2]: _prefecture(area, place_of) for area in areas}
    cities = tuple(_city(area, prefectures[area.code[:2]], place_of[area.code]) for area in areas)
    report = JoinReport(
        cities_without_place=tuple(city.full_name for city in cities if city.place is None),
        places_without_city=tuple(sorted(set(places) - {sources.place_key(area) for area in areas})),
    )
    return MasterData(tuple(prefectures.values()), cities, report)


def _prefecture(area: NamedArea, place_of: Mapping[str, Place | None]) -> Prefecture:
    number = area.code[:2]
    facts = PREFECTURE_FACTS[number]
    return Prefecture(
        code=local_government_code(f"{number}000"),
        name=area.prefecture,
        kana=area.prefecture_kana,
        romaji=facts.romaji,
        region=facts.region,
        place=place_of.get(facts.seat),
    )


def _city(area: NamedArea, prefecture: Prefecture, place: Place | None) -> City:
    return City(
        code=local_government_code(area.code),
        name=area.name,
        kana=area.kana,
        romaji=romaji_of(area.code, area.name, area.kana),
        district=area.district,
        standing=Standing.DESIGNATED_CITY if area.wards else _STANDING_BY_ENDING[area.name[-1]],
        prefecture=prefecture,
        place=place,
        wards=area.wards,
    )
