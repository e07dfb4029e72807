"""What is said of a town by numbers: each indicator is a ratio of items of the file, named once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.core.i18n import lazy as _l
from webapp.core.i18n import measured

#: item code → its name in the file, so that an edition with other codes is still understood
ITEMS: dict[str, str] = {
    "A1101": "総人口",
    "A1301": "15歳未満人口",
    "A1303": "65歳以上人口",
    "A5101": "転入者数（日本人移動者）",
    "A5102": "転出者数（日本人移動者）",
    "A7101": "世帯数",
    "A810105": "単独世帯数",
    "B1101": "総面積（北方地域及び竹島を除く）",
    "B1103": "可住地面積",
    "C210839": "事業所数（民営）（情報通信業）",
    "C210847": "事業所数（民営）（宿泊業、飲食サービス業）",
    "C310201": "農家数（販売農家）",
    "C310202": "農家数（自給的農家）",
    "E2101": "小学校数",
    "E2501": "小学校児童数",
    "F1102": "就業者数",
    "F2201": "第1次産業就業者数",
    "G1201": "公民館数",
    "G1401": "図書館数",
    "H6130": "小売店数",
    "H6131": "飲食店数",
    "I510120": "一般病院数",
    "I5102": "一般診療所数",
    "I6100": "医師数",
    "J250302": "保育所等数（基本票）",
}
#: without these a file is not what it is said to be
NEEDED = ("A1101",)

Terms = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Indicator:
    """`per` × the sum of `top` over the sum of `bottom` (nothing below: the sum itself).

    Ratios of a prefecture or the nation are ratios of sums, not means of ratios.
    """

    key: str
    label: Any
    unit: Any
    top: Terms
    bottom: Terms = ()
    per: float = 1.0
    digits: int = 1
    note: Any = ""

    def parts(self, numbers: Mapping[str, float]) -> tuple[float, float] | None:
        """Numerator and denominator, or None where an item is missing."""
        if any(code not in numbers for code, _sign in (*self.top, *self.bottom)):
            return None
        bottom = sum(sign * numbers[code] for code, sign in self.bottom) if self.bottom else 1.0
        return sum(sign * numbers[code] for code, sign in self.top), bottom

    def ratio(self, top: float, bottom: float) -> float | None:
        """The value of a numerator and a denominator; None over nothing, as in a town where nobody lives."""
        return self.per * top / bottom if bottom > 0 else None

    def words(self, value: float) -> str:
        """A value with its unit."""
        return measured(f"{value:,.{self.digits}f}", self.unit)


_PEOPLE: Terms = (("A1101", 1),)

INDICATORS: tuple[Indicator, ...] = (
    Indicator("population", _l("人口"), _l("人"), _PEOPLE, digits=0),
    Indicator("density", _l("住める土地1km²あたりの人口"), _l("人"), _PEOPLE, (("B1103", 1),), per=100, digits=0),
    Indicator(
        "nature",
        _l("山林や湖などの割合"),
        "%",
        (("B1101", 1), ("B1103", -1)),
        (("B1101", 1),),
        per=100,
        note=_l("総面積のうち、住める土地（可住地）でない部分です。"),
    ),
    Indicator("children", _l("15歳未満の割合"), "%", (("A1301", 1),), _PEOPLE, per=100),
    Indicator("elderly", _l("65歳以上の割合"), "%", (("A1303", 1),), _PEOPLE, per=100),
    Indicator(
        "moving_in",
        _l("1年の転入者（人口千人あたり）"),
        _l("人"),
        (("A5101", 1),),
        _PEOPLE,
        per=1000,
        note=_l("ほかの市区町村から移ってきた日本人の数です。"),
    ),
    Indicator("doctors", _l("医師（人口1万人あたり）"), _l("人"), (("I6100", 1),), _PEOPLE, per=10_000),
    Indicator("clinics", _l("診療所（人口1万人あたり）"), _l("か所"), (("I5102", 1),), _PEOPLE, per=10_000),
    Indicator(
        "nurseries", _l("保育所など（15歳未満千人あたり）"), _l("か所"), (("J250302", 1),), (("A1301", 1),), per=1000
    ),
    Indicator("class_size", _l("小学校1校あたりの児童"), _l("人"), (("E2501", 1),), (("E2101", 1),), digits=0),
    Indicator(
        "culture",
        _l("図書館と公民館（人口1万人あたり）"),
        _l("か所"),
        (("G1401", 1), ("G1201", 1)),
        _PEOPLE,
        per=10_000,
    ),
    Indicator("shops", _l("小売店（人口千人あたり）"), _l("店"), (("H6130", 1),), _PEOPLE, per=1000),
    Indicator("eating", _l("飲食店（人口千人あたり）"), _l("店"), (("H6131", 1),), _PEOPLE, per=1000),
    Indicator(
        "farming", _l("農家（100世帯あたり）"), _l("戸"), (("C310201", 1), ("C310202", 1)), (("A7101", 1),), per=100
    ),
    Indicator("tourism", _l("宿泊・飲食の事業所（人口千人あたり）"), _l("か所"), (("C210847", 1),), _PEOPLE, per=1000),
    Indicator("digital", _l("情報通信の事業所（人口1万人あたり）"), _l("か所"), (("C210839", 1),), _PEOPLE, per=10_000),
    Indicator("primary", _l("農林漁業で働く人の割合"), "%", (("F2201", 1),), (("F1102", 1),), per=100),
    Indicator("single", _l("一人暮らしの世帯の割合"), "%", (("A810105", 1),), (("A7101", 1),), per=100),
)
BY_KEY = {indicator.key: indicator for indicator in INDICATORS}


def years_of(indicator: Indicator, years: Mapping[str, str]) -> tuple[str, ...]:
    """From which years an indicator's items are, in order."""
    return tuple(sorted({years[code] for code, _sign in (*indicator.top, *indicator.bottom) if years.get(code)}))
