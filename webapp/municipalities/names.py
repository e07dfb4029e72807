"""Finding a municipality by the name that a file gives it: always within its prefecture, never by cutting blindly."""

import re
from enum import Enum
from functools import cache
from typing import NamedTuple

from webapp.core.textnorm import fold
from webapp.municipalities import masterdata
from webapp.municipalities.masterdata import City, MasterData

_DISTRICT_AND_NAME = re.compile("(.+?[郡島])(.+[町村])")
_CITY_AND_WARD = re.compile("(.+?市)(.+区)")


class Certainty(Enum):
    """How a name was understood."""

    EXACT = "exact"
    OTHER_DISTRICT = "other_district"  # the 郡 or island in front is not today's
    UNKNOWN_WARD = "unknown_ward"  # the city exists, a ward of that name does not (any more)


class FoundCity(NamedTuple):
    """A municipality and how sure the match is."""

    city: City
    certainty: Certainty


class CityNames:
    """Looks municipalities up by prefecture and name; spaces, old letter forms and ヶ/ケ make no difference."""

    def __init__(self, master: MasterData) -> None:
        self.prefectures = {prefecture.name: prefecture for prefecture in master.prefectures}
        self._cities: dict[tuple[str, str], City] = {}
        for city in master.cities:
            for name in _names_of(city):
                self._cities[city.prefecture.name, _key(name)] = city

    def find(self, prefecture: str, name: str) -> FoundCity | None:
        """The municipality of that name, or None. Wards of designated cities are answered with their city."""
        key = _key(name)
        city = self._cities.get((prefecture, key))
        if city:
            return FoundCity(city, Certainty.EXACT)
        for pattern, part, certainty in (
            (_DISTRICT_AND_NAME, 2, Certainty.OTHER_DISTRICT),
            (_CITY_AND_WARD, 1, Certainty.UNKNOWN_WARD),
        ):
            match = pattern.fullmatch(key)
            city = self._cities.get((prefecture, match[part])) if match else None
            if city and (certainty is Certainty.OTHER_DISTRICT or city.wards):
                return FoundCity(city, certainty)
        return None


def _names_of(city: City) -> list[str]:
    """Without and with the district, and with each ward."""
    return [city.name, city.district + city.name, *(city.name + ward for ward in city.wards)]


@cache
def _key(name: str) -> str:
    return fold(name).replace(" ", "")


@cache
def city_names() -> CityNames:
    """The names of the whole country, prepared once for each process."""
    return CityNames(masterdata.load())
