"""What the national vacant-home bank's columns, words and numbers mean (its 99_dataspec.xlsx, and what rows showed).

Eight distance columns and the kitchen have wrong headings in the published file: the labels here are the truth.
"""

from datetime import date

from webapp.core.i18n import lazy as _l
from webapp.listings.importing.cells import Limits
from webapp.listings.importing.record import Parking
from webapp.listings.kinds.home import PropertyType
from webapp.listings.models import Deal

CREDIT = "国土交通省 Project LINKS「空き家・空き地バンク登録物件および成約物件データ（2025年度）」を加工して作成"

NUMBER, CATEGORY, PREFECTURE, CITY = "PROPERTY_NUMBER_ID", "PROPERTY_CATEGORY", "PREFECTURE", "CITY"
LINE, STATION, STATION_WALK = "NEAREST_TRAIN_LINE", "NEAREST_STATION", "DISTANCE_TO_NEAREST_STATION_ON_FOOT"
AMOUNT, BUILT, LAYOUT, APPEAL = "AMOUNT/RENT", "DATE_OF_CONSTRUCTION", "LAYOUT", "STRONG_POINTS"
STRUCTURE, FLOOR_AREA, UNITS, SHOP = "CONSTRUCTION", "OCCUPATION_AREA", "TOTAL_NUMBER_OF_UNITS", "RETAIL_PREMISES"
LAND_AREA, LAND_BASIS, LAND_CATEGORY = "SIZE_OF_LOT", "SIZE_OF_LOT_MEASUREMENT_METHOD", "LAND_CATEGORY"
PLANNING, USE_DISTRICT, OWNERSHIP = "CITY_PLANNING_AREA", "USE_DISTRICT", "LAND_OWNERSHIP"
PRIVATE_ROAD, SETBACK, ROADS, FARMLAND = "PRIVATE_ROAD", "SETBACK", "NUMBER_OF_CONNECTED_ROADS", "FARMLAND"
FLOOR_RATIO, COVERAGE = "FLOOR_AREA_RATIO", "BUILDING_COVERAGE_RATIO"
WATER, GAS, DRAINAGE, WASHER = "WATER_SUPPLY", "GUS_SUPPLY", "DRAINAGE", "PLACE_OF_WASHER"
BATH, TOILET, TOILET_NOTE, KITCHEN = "BATH", "TOILET", "TOILET_NOTE", "STOVE_HEATING_SYSTEM"
GARDEN, PARKING = "GARDEN", "PARKING"

#: what is measured → the published heading, which says something else (numbers 34 to 41 of the specification)
DISTANCES = {
    "elementary_school": "FOR_OFFICE_USE",
    "junior_high_school": "INTERIOR_CUSTOMIZABILITY",
    "convenience_store": "DISTANCE_TO_ELEMENTARY_SCHOOL",
    "supermarket": "DISTANCE_TO_JUNIOR_HIGH_SCHOOL",
    "drug_store": "DISTANCE_TO_SUPERMARKET",
    "hospital": "DISTANCE_TO_SHOPPING_DISTRICT",
    "park": "DISTANCE_TO_DRUG_STORE",
    "bank": "DISTANCE_TO_HOSPITAL",
}

#: published heading → what the column holds
COLUMNS = {
    NUMBER: _l("物件番号"),
    CATEGORY: _l("物件種別"),
    PREFECTURE: _l("都道府県"),
    CITY: _l("市区町村"),
    LINE: _l("路線"),
    STATION: _l("駅"),
    STATION_WALK: _l("駅からの徒歩"),
    AMOUNT: _l("価格・家賃"),
    BUILT: _l("建築の日"),
    STRUCTURE: _l("構造"),
    FLOOR_AREA: _l("建物の広さ"),
    UNITS: _l("総戸数"),
    LAYOUT: _l("間取り"),
    LAND_AREA: _l("土地の広さ"),
    LAND_BASIS: _l("土地の広さの測り方"),
    LAND_CATEGORY: _l("地目"),
    PLANNING: _l("都市計画区域"),
    USE_DISTRICT: _l("用途地域"),
    OWNERSHIP: _l("土地の権利"),
    PRIVATE_ROAD: _l("私道の負担"),
    SETBACK: _l("セットバック"),
    ROADS: _l("接する道路"),
    APPEAL: _l("説明文"),
    WATER: _l("水道"),
    GAS: _l("ガス"),
    DRAINAGE: _l("排水"),
    WASHER: _l("洗濯機置き場"),
    BATH: _l("風呂"),
    TOILET: _l("トイレ"),
    TOILET_NOTE: _l("トイレの説明"),
    KITCHEN: _l("台所"),
    GARDEN: _l("専用の庭"),
    PARKING: _l("駐車場"),
    DISTANCES["elementary_school"]: _l("小学校までの距離"),
    DISTANCES["junior_high_school"]: _l("中学校までの距離"),
    DISTANCES["convenience_store"]: _l("コンビニまでの距離"),
    DISTANCES["supermarket"]: _l("スーパーまでの距離"),
    DISTANCES["drug_store"]: _l("ドラッグストアまでの距離"),
    DISTANCES["hospital"]: _l("総合病院までの距離"),
    DISTANCES["park"]: _l("公園までの距離"),
    DISTANCES["bank"]: _l("銀行までの距離"),
    FLOOR_RATIO: _l("容積率"),
    COVERAGE: _l("建ぺい率"),
    FARMLAND: _l("農地"),
    SHOP: _l("店舗"),
}

CATEGORIES = {
    "売買居住用": (Deal.SALE, PropertyType.RESIDENTIAL),
    "売買土地": (Deal.SALE, PropertyType.LAND),
    "売買事業用": (Deal.SALE, PropertyType.BUSINESS),
    "賃貸居住用": (Deal.RENT, PropertyType.RESIDENTIAL),
    "賃貸土地": (Deal.RENT, PropertyType.LAND),
    "賃貸事業用": (Deal.RENT, PropertyType.BUSINESS),
}

PRICE = Limits(1, 10_000, 300_000_000, 10**11)
RENT = Limits(1, 1_000, 999_999, 2 * 10**9)
SQUARE_METRES_OF_FLOOR = Limits(1, 10, 2_000, 100_000)
SQUARE_METRES_OF_LAND = Limits(1, 10, 100_000, 10**8)
METRES = Limits(1, 1, 50_000, 10**6)
UNIT_COUNT = Limits(1, 1, 200, 2_000)
PERCENT_OF_FLOORS = Limits(1, 20, 1_300, 2_000)
PERCENT_OF_GROUND = Limits(1, 10, 2_000, 2_000)  # more than 100 is judged together with the floors

#: Below 80 (one minute's walk in metres) the values pile up as minutes do, from 200 on as metres; between, both occur
SURELY_MINUTES_BELOW, SURELY_METRES_FROM = 80, 200
NEW_EARTHQUAKE_CODE = date(1981, 6, 1)
APPEAL_LIMIT = 100  # longer texts were cut by the publisher


def _same(*words: str) -> dict[str, str]:
    return {word: word for word in words}


#: column → published word → our word; 指定なし is empty everywhere
WORDS = {
    STRUCTURE: _same("木造", "軽量鉄骨造", "鉄骨造", "ブロック造", "鉄筋ブロック造", "その他")
    | {
        "RC(鉄筋コンクリート)": "鉄筋コンクリート造",
        "SRC(鉄骨鉄筋コンクリート)": "鉄骨鉄筋コンクリート造",
        "CFT(コンクリート充填鋼管)": "コンクリート充填鋼管造",
    },
    LAND_BASIS: _same("公簿", "実測"),
    LAND_CATEGORY: _same("宅地", "雑種地", "山林", "畑", "田", "原野", "牧場", "その他"),
    PLANNING: _same("非線引区域", "市街化区域", "都市計画区域外", "市街化調整区域", "準都市計画区域"),
    USE_DISTRICT: _same(
        *("第一種低層住居専用地域", "第二種低層住居専用地域", "第一種中高層住居専用地域", "第二種中高層住居専用地域"),
        *("第一種住居地域", "第二種住居地域", "準住居地域", "田園住居地域", "近隣商業地域", "商業地域"),
        *("準工業地域", "工業地域", "工業専用地域"),
    )
    | {"無指定": ""},
    OWNERSHIP: _same(
        *("所有権", "一時使用", "普通賃借権", "定期賃借権", "旧法賃借権", "普通地上権", "定期地上権", "旧法地上権")
    ),
    ROADS: _same("一方", "二方(角地)", "二方(両面)", "三方", "四方", "接道なし"),
    WATER: _same("公営", "私営", "井戸", "その他"),
    GAS: _same("プロパン", "都市ガス", "その他") | {"都市": "都市ガス"},
    DRAINAGE: _same("下水", "浄化槽", "汲み取り式", "その他") | {"汲取": "汲み取り式"},
    WASHER: _same("室内", "室外") | {"有": "あり", "無": "なし"},
    BATH: _same("専用", "共同") | {"無": "なし"},
    TOILET: _same("専用", "共同") | {"無": "なし"},
    KITCHEN: _same("ガス", "IH", "電気"),
}
PARKING_WORDS = {
    "空き有": Parking.AVAILABLE.value,
    "空有": Parking.AVAILABLE.value,
    "空き無": Parking.FULL.value,
    "空無": Parking.FULL.value,
    "近隣": Parking.NEARBY.value,
    "無": Parking.NONE.value,
}
YES_OR_NO = {"有り": "yes", "有": "yes", "無し": "no", "無": "no", "0": "no"}
