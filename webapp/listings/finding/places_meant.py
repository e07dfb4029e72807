"""What place somebody means: a prefecture, a town, or a station that everybody knows."""

from dataclasses import replace

from webapp.listings.filters import Filters
from webapp.listings.finding.distance import Origin
from webapp.listings.places import Layer
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import AreaKind, Municipality

#: big stations and airports → the municipality in whose middle they stand
STATIONS = {
    "東京": "131016",
    "新宿": "131041",
    "渋谷": "131130",
    "池袋": "131164",
    "品川": "131032",
    "上野": "131067",
    "立川": "132021",
    "羽田空港": "131113",
    "横浜": "141003",
    "新横浜": "141003",
    "大宮": "111007",
    "千葉": "121002",
    "成田空港": "122114",
    "札幌": "011002",
    "新千歳空港": "012246",
    "仙台": "041009",
    "新潟": "151009",
    "金沢": "172014",
    "名古屋": "231002",
    "京都": "261009",
    "大阪": "271004",
    "新大阪": "271004",
    "難波": "271004",
    "三ノ宮": "281000",
    "岡山": "331007",
    "広島": "341002",
    "高松": "372013",
    "松山": "382019",
    "博多": "401307",
    "小倉": "401005",
    "熊本": "431001",
    "鹿児島中央": "462012",
    "那覇空港": "472018",
}


def located(filters: Filters, layer: Layer) -> Filters:
    """「どこで」 as a place where it names one; otherwise as a further word."""
    if not filters.where:
        return filters
    word = filters.where.replace(" ", "")
    rest = replace(filters, where="", prefecture="", municipality="")
    for place in layer.prefectures.values():
        if word in (place.name, place.name[:-1], place.romaji):
            return replace(rest, prefecture=place.code)
    towns = municipalities.find(word)
    if len(towns) == 1:
        return replace(rest, prefecture=towns[0].prefecture_code, municipality=towns[0].code)
    return replace(rest, q=f"{filters.q} {filters.where}".strip())


def start(typed: str) -> Origin | None:
    """The place that 「どこから」 means, by code or in words; None where there is no such place or no coordinates."""
    found = _place(typed.replace(" ", "")) if typed else None
    if found is None or found.longitude is None or found.latitude is None:
        return None
    return Origin(found.code, found.short_name, found.prefecture_name + found.name, found.longitude, found.latitude)


def _place(typed: str) -> Municipality | None:
    if code := STATIONS.get(typed.removesuffix("駅")) if typed.endswith(("駅", "空港")) else None:
        return municipalities.by_codes([code]).get(code)
    if typed.isascii() and typed.isdigit():
        found = municipalities.by_codes([typed]).get(typed)
        return found if found and found.kind is AreaKind.CITY else None
    towns = municipalities.find(typed)
    return towns[0] if len(towns) == 1 else None
