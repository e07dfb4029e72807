"""A home: a vacant house, a flat, a trial house – with what its owner must have agreed to."""

from typing import Annotated, Any

from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined, measured
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.templating import show_month
from webapp.listings.kinds import ask
from webapp.listings.kinds.ask import Ask, FacetKind, Fact, price_words, year_words
from webapp.listings.kinds.kind import Kind, Use
from webapp.listings.models import Deal, ListingKind

Text = str | None
Number = int | None
Area = float | None
PRICE_STEPS = (0, 500_000, 1_000_000, 3_000_000, 5_000_000, 10_000_000, 20_000_000, 50_000_000)
RENT_STEPS = (0, 20_000, 30_000, 50_000, 80_000, 100_000, 150_000)
SIZE_STEPS = (50, 80, 100, 150, 200)
YEAR_STEPS = (1950, 1970, 1982, 2000, 2010)


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


class Tenure(Labelled):
    """In which legal form a home is let."""

    ORDINARY = "ordinary", _l("普通の賃貸借（更新できる）")
    FIXED = "fixed", _l("定期の賃貸借（期間で終わる）")
    FREE_USE = "free_use", _l("使用貸借（無償で借りる）")
    INN = "inn", _l("旅館業・民泊の許可による滞在")


class Details(ask.Details):
    """What is known about the building, its land and its surroundings."""

    property_type: Annotated[PropertyType | None, Ask(_l("物件の種類"), facet=FacetKind.CHOICE)] = None
    layout: Annotated[Text, Ask(_l("間取り"), hint=_l("例：5DK"), max_length=40)] = None
    floor_area: Annotated[Area, Ask(_l("建物の広さ"), unit="㎡", facet=FacetKind.AT_LEAST, steps=SIZE_STEPS)] = None
    land_area: Annotated[Area, Ask(_l("土地の広さ"), unit="㎡")] = None
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
    units: Annotated[Number, Ask(_l("総戸数"), unit=_l("戸"), high=2000)] = None
    shop: Annotated[Text, Ask(_l("店舗部分"), max_length=60)] = None
    structure: Annotated[Text, Ask(_l("構造"), hint=_l("例：木造2階建て"), must=True, max_length=60)] = None
    quake: Annotated[Quake | None, Ask(_l("耐震"), must=True)] = None
    repair: Annotated[Repair | None, Ask(_l("修繕"), facet=FacetKind.CHOICE)] = None
    repair_by: Annotated[Text, Ask(_l("修繕の負担"), hint=_l("例：所有者が屋根のみ負担"))] = None
    belongings: Annotated[Text, Ask(_l("残っている家財"))] = None
    water: Annotated[Text, Ask(_l("水道"), max_length=60)] = None
    drainage: Annotated[Text, Ask(_l("下水"), max_length=60)] = None
    gas: Annotated[Text, Ask(_l("ガス"), max_length=60)] = None
    toilet: Annotated[Text, Ask(_l("トイレ"), max_length=100)] = None
    bath: Annotated[Text, Ask(_l("風呂"), max_length=60)] = None
    washer: Annotated[Text, Ask(_l("洗濯機置き場"), max_length=60)] = None
    kitchen: Annotated[Text, Ask(_l("台所"), max_length=60)] = None
    internet: Annotated[
        Text, Ask(_l("インターネット"), hint=_l("例：光回線を引ける"), max_length=100, facet=FacetKind.ANSWERED)
    ] = None
    parking: Annotated[Text, Ask(_l("駐車"), hint=_l("例：敷地内に2台"), max_length=60, facet=FacetKind.ANSWERED)] = (
        None
    )
    garden: Annotated[Text, Ask(_l("庭"), max_length=60)] = None
    farmland: Annotated[Text, Ask(_l("農地"), hint=_l("農地付きのときは広さと条件"), max_length=100)] = None
    snow: Annotated[Text, Ask(_l("雪"), hint=_l("例：冬に3回ほど雪下ろしが必要"))] = None
    pets_ok: Annotated[bool | None, Ask(_l("ペットと暮らせる"), facet=FacetKind.FLAG)] = None
    negotiable: Annotated[bool | None, Ask(_l("価格の相談ができる"))] = None
    deposit: Annotated[Text, Ask(_l("敷金・礼金・共益費"))] = None
    tenure: Annotated[Tenure | None, Ask(_l("借り方"))] = None
    permit_number: Annotated[Text, Ask(_l("許可番号"), hint=_l("旅館業・民泊のとき"), max_length=60)] = None
    land_area_basis: Annotated[Text, Ask(_l("土地の広さの測り方"), hint=_l("例：公簿、実測"), max_length=60)] = None
    land_category: Annotated[Text, Ask(_l("地目"), max_length=60)] = None
    planning_area: Annotated[Text, Ask(_l("都市計画区域"), max_length=60)] = None
    use_district: Annotated[Text, Ask(_l("用途地域"), max_length=60)] = None
    land_right: Annotated[Text, Ask(_l("土地の権利"), max_length=60)] = None
    private_road: Annotated[Text, Ask(_l("私道の負担"), max_length=60)] = None
    setback: Annotated[Text, Ask(_l("セットバック"), max_length=60)] = None
    road_access: Annotated[Text, Ask(_l("接する道路"), max_length=60)] = None
    coverage_ratio: Annotated[Number, Ask(_l("建ぺい率"), unit="%", high=100)] = None
    floor_area_ratio: Annotated[Number, Ask(_l("容積率"), unit="%", high=2000)] = None
    railway_line: Annotated[Text, Ask(_l("最寄りの路線"), max_length=60)] = None
    station: Annotated[Text, Ask(_l("最寄り駅"), max_length=60)] = None
    station_minutes: Annotated[Number, Ask(_l("駅から徒歩"), unit=_l("分"))] = None
    station_metres: Annotated[Number, Ask(_l("駅まで"), unit="m")] = None
    supermarket_metres: Annotated[Number, Ask(_l("スーパーまで"), unit="m")] = None
    convenience_metres: Annotated[Number, Ask(_l("コンビニまで"), unit="m")] = None
    drugstore_metres: Annotated[Number, Ask(_l("ドラッグストアまで"), unit="m")] = None
    hospital_metres: Annotated[Number, Ask(_l("総合病院まで"), unit="m")] = None
    primary_school_metres: Annotated[Number, Ask(_l("小学校まで"), unit="m")] = None
    junior_high_metres: Annotated[Number, Ask(_l("中学校まで"), unit="m")] = None
    park_metres: Annotated[Number, Ask(_l("公園まで"), unit="m")] = None
    bank_metres: Annotated[Number, Ask(_l("銀行まで"), unit="m")] = None
    hazard: Annotated[Text, Ask(_l("災害の想定"), hint=_l("洪水・土砂・津波・高潮。出典と日付も"))] = None
    neighbours: Annotated[Text, Ask(_l("自治会・共同作業"), hint=_l("例：月500円、年2回の草刈り"))] = None
    broker: Annotated[
        Text, Ask(_l("仲介する宅建業者"), hint=_l("商号と免許番号。いないときは空欄"), max_length=120)
    ] = None
    surveyed: Annotated[Text, Ask(_l("調べた日と人"), max_length=100)] = None
    co_owners_agree: Annotated[
        bool | None, Ask(_l("共有者全員が同意し、相続の登記も済んでいる"), must=True, is_public=False)
    ] = None


def deciding(row: Any, details: Details) -> list[Fact]:
    """Price or rent, size, year."""
    return [money(row), size(details), age(details)]


def money(row: Any) -> Fact:
    """What it costs; an unknown amount is said, not left out."""
    if row.deal is Deal.SALE or (row.monthly_cost is None and row.price is not None):
        return _("価格"), price_words(row.price) or _("相談")
    label = _("お試しの料金") if row.deal is Deal.TRIAL else _("家賃")
    rent = (
        _("月%(amount)s", amount=price_words(row.monthly_cost)) if row.monthly_cost else price_words(row.monthly_cost)
    )
    return label, rent or _("相談")


def size(details: Details) -> Fact:
    """Rooms and floor area."""
    parts = [details.layout, measured(f"{details.floor_area:,g}", "㎡") if details.floor_area else ""]
    return _("広さ"), joined(parts)


def age(details: Details) -> Fact:
    """Year of building."""
    return _("建築"), year_words(details.built_year) if details.built_year else ""


def also_missing(row: Any, details: Details) -> list[Ask]:
    """A home that is sold needs a price, one that is let a rent; a stay under a permit needs its number."""
    needs_price = row.deal is Deal.SALE and row.price is None
    needs_rent = row.deal in (Deal.RENT, Deal.TRIAL) and row.monthly_cost is None
    needs_permit = details.tenure is Tenure.INN and not details.permit_number
    asks = details.asks()
    return [
        *([KIND.columns["price"]] if needs_price else []),
        *([KIND.columns["monthly_cost"]] if needs_rent else []),
        *([asks["permit_number"]] if needs_permit else []),
    ]


KIND = Kind(
    ListingKind.HOME,
    Details,
    _l("空き家、貸家、お試し住宅など、泊まる・住む場所"),
    {
        "deal": Ask(_l("売る・貸す"), must=True, facet=FacetKind.CHOICE),
        "price": Ask(_l("売りたい価格"), unit=_l("円"), facet=FacetKind.AT_MOST, steps=PRICE_STEPS),
        "monthly_cost": Ask(_l("家賃（月）"), unit=_l("円"), facet=FacetKind.AT_MOST, steps=RENT_STEPS),
        "public_address": Ask(
            _l("所在地（字まで）"), hint=_l("番地は入れません。公開されます。"), must=True, max_length=120
        ),
        "private_address": Ask(
            _l("くわしい所在地"),
            hint=_l("番地まで。担当者だけが見ます。公開されません。"),
            is_public=False,
            max_length=200,
        ),
    },
    deciding,
    also_missing,
    needs_consent=True,
    bookable=(Use.VIEWING, Use.STAY),
    also_found_by="空き家 住宅 家",
)
