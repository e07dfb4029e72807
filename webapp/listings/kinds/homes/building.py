"""The building: size, age, structure, state."""

from datetime import date
from typing import Annotated

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.templating import show_month
from webapp.listings.kinds import ask
from webapp.listings.kinds.ask import Ask, FacetKind, year_words
from webapp.listings.kinds.homes.answers import Area, Found, Number, Text

SIZE_STEPS = (50, 80, 100, 150, 200)
YEAR_STEPS = (1950, 1970, 1982, 2000, 2010)
#: 建築基準法施行令 1980年改正: from 1 June 1981 on
NEW_CODE_YEAR, NEW_CODE_MONTH = 1981, 6


class Repair(Labelled):
    """How much there is to repair."""

    NONE = "none", _l("ほぼ不要")
    SMALL = "small", _l("小さな修繕が必要")
    LARGE = "large", _l("大きな修繕が必要")
    UNKNOWN = "unknown", _l("まだ調べていない")


class Quake(Labelled):
    """Which earthquake standard the building follows."""

    OLD = "old", _l("旧耐震（1981年5月以前の基準）")
    NEW = "new", _l("新耐震")
    REINFORCED = "reinforced", _l("耐震改修済み")
    UNKNOWN = "unknown", _l("分からない")


class PropertyType(Labelled):
    """What is offered: a building to live in, land, or rooms for a trade."""

    RESIDENTIAL = "residential", _l("住宅")
    LAND = "land", _l("土地")
    BUSINESS = "business", _l("店舗・事業用")


class Building(ask.Details):
    """What is known about the house itself."""

    property_type: Annotated[PropertyType | None, Ask(_l("物件の種類"), facet=FacetKind.CHOICE)] = None
    layout: Annotated[Text, Ask(_l("間取り"), hint=_l("例：5DK"), max_length=40)] = None
    floor_area: Annotated[Area, Ask(_l("建物の広さ"), unit="㎡", facet=FacetKind.AT_LEAST, steps=SIZE_STEPS)] = None
    building_area: Annotated[Area, Ask(_l("建築面積"), hint=_l("上から見た広さ"), unit="㎡")] = None
    structure: Annotated[Text, Ask(_l("構造"), hint=_l("例：木造2階建て"), must=True, max_length=60)] = None
    floors: Annotated[Number, Ask(_l("地上の階数"), unit=_l("階"), high=60)] = None
    floors_below: Annotated[Number, Ask(_l("地下の階数"), unit=_l("階"), high=10)] = None
    roof: Annotated[Text, Ask(_l("屋根"), hint=_l("例：瓦、かやぶき（トタン）"), max_length=60)] = None
    built_year: Annotated[
        Number,
        Ask(
            _l("建てられた年"),
            hint=_l("西暦4桁。例：1975"),
            unit=_l("年"),
            high=2100,
            say=year_words,
            facet=FacetKind.AT_LEAST,
            steps=YEAR_STEPS,
        ),
    ] = None
    built_month: Annotated[Number, Ask(_l("建てられた月"), unit=_l("月"), high=12, say=show_month)] = None
    quake: Annotated[Quake | None, Ask(_l("耐震"), hint=_l("空欄のときは、建てられた年から示します。"))] = None
    quake_check: Annotated[Text, Ask(_l("耐震診断・耐震改修"), hint=_l("例：2019年に診断、改修はまだ"))] = None
    units: Annotated[Number, Ask(_l("総戸数"), unit=_l("戸"), high=2000)] = None
    shop: Annotated[Text, Ask(_l("店舗部分"), max_length=60)] = None
    repair: Annotated[Repair | None, Ask(_l("修繕"), facet=FacetKind.CHOICE)] = None
    repair_by: Annotated[Text, Ask(_l("修繕の負担"), hint=_l("例：所有者が屋根のみ負担"))] = None
    diy_ok: Annotated[bool | None, Ask(_l("自分で手を入れてよい"), facet=FacetKind.FLAG)] = None
    leaks: Annotated[Found | None, Ask(_l("雨漏り"))] = None
    termites: Annotated[Found | None, Ask(_l("シロアリ"))] = None
    tilt: Annotated[Found | None, Ask(_l("傾き"))] = None
    belongings: Annotated[Text, Ask(_l("残っている家財"))] = None
    inspected_on: Annotated[date | None, Ask(_l("建物状況調査（インスペクション）の日"))] = None
    inspection: Annotated[Text, Ask(_l("建物状況調査の結果"))] = None
    surveyed: Annotated[Text, Ask(_l("調べた日と人"), max_length=100)] = None


def is_of_old_code(details: Building) -> bool | None:
    """Whether it was built before the earthquake standard of June 1981; None where the date does not say it."""
    if details.built_year is None or (details.built_year == NEW_CODE_YEAR and not details.built_month):
        return None
    return (details.built_year, details.built_month or 1) < (NEW_CODE_YEAR, NEW_CODE_MONTH)


def quake_of(details: Building) -> Quake | None:
    """The standard that was answered, or the one that the year gives."""
    is_old = is_of_old_code(details)
    if details.quake in (None, Quake.UNKNOWN) and is_old is not None:
        return Quake.OLD if is_old else Quake.NEW
    return details.quake


def too_new_a_standard(details: Building) -> list[str]:
    """A house cannot follow a standard that was not there yet."""
    if details.quake is Quake.NEW and is_of_old_code(details):
        return [
            _("1981年5月以前に建てられた家は「新耐震」ではありません。「旧耐震」か「耐震改修済み」を選んでください。")
        ]
    return []
