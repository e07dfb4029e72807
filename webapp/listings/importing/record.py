"""A home as a file describes it, typed and in our units: what every file format is turned into."""

import math
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from webapp.listings.kinds.home import PropertyType
from webapp.listings.models import Deal


class Parking(StrEnum):
    """Whether a car can be left."""

    AVAILABLE = "available"
    FULL = "full"
    NEARBY = "nearby"
    NONE = "none"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Station(_Part):
    """The nearest station; metres or minutes on foot, whichever the file gave, or neither."""

    line: str = Field("", max_length=40)
    name: str = Field("", max_length=40)
    metres: int | None = Field(None, ge=1)
    minutes: int | None = Field(None, ge=1)

    @property
    def walk_minutes(self) -> int | None:
        """As given, or at 80 metres a minute, rounded up, as estate agents must."""
        return math.ceil(self.metres / 80) if self.metres else self.minutes


class Distances(_Part):
    """Metres to what people need; None where the file says nothing."""

    elementary_school: int | None = None
    junior_high_school: int | None = None
    convenience_store: int | None = None
    supermarket: int | None = None
    drug_store: int | None = None
    hospital: int | None = None
    park: int | None = None
    bank: int | None = None


class Land(_Part):
    """The ground: words as in the register, areas in square metres, ratios in percent."""

    area: float | None = Field(None, gt=0)
    area_basis: str = Field("", max_length=20)
    category: str = Field("", max_length=20)
    planning_area: str = Field("", max_length=20)
    use_district: str = Field("", max_length=40)
    ownership: str = Field("", max_length=20)
    road_access: str = Field("", max_length=20)
    has_private_road: bool = False
    needs_setback: bool = False
    floor_area_ratio: int | None = None
    coverage_ratio: int | None = None
    has_farmland: bool = False


class Building(_Part):
    """The house, if there is one; `built_month` is None where only the year is known."""

    layout: str = Field("", max_length=20)
    rooms: int | None = None
    structure: str = Field("", max_length=40)
    floor_area: float | None = Field(None, gt=0)
    units: int | None = None
    built_year: int | None = None
    built_month: int | None = None
    is_old_earthquake_code: bool | None = None
    has_shop: bool = False


class Supply(_Part):
    """Water, gas, drains and rooms with a tap."""

    water: str = Field("", max_length=20)
    gas: str = Field("", max_length=20)
    drainage: str = Field("", max_length=20)
    washer: str = Field("", max_length=20)
    bath: str = Field("", max_length=20)
    toilet: str = Field("", max_length=20)
    toilet_note: str = Field("", max_length=100)
    kitchen: str = Field("", max_length=20)
    has_garden: bool | None = None
    parking: Parking | None = None


class HomeRecord(_Part):
    """One home, plot or shop. Amounts are yen: `price` once for a sale, `rent` for a month; None is unknown."""

    external_id: str = Field(min_length=1, max_length=60)
    deal: Deal
    property_type: PropertyType
    municipality_code: str = Field(min_length=6, max_length=6)
    address: str = Field(max_length=120)
    price: int | None = Field(None, ge=1)
    rent: int | None = Field(None, ge=1)
    appeal: str = Field("", max_length=1000)
    links: tuple[str, ...] = ()
    building: Building
    land: Land
    station: Station
    distances: Distances
    supply: Supply
