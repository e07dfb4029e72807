"""Listings as JSON in the shape of the government's core data models (政府相互運用性フレームワーク, GIF v2.2).

Facilities follow 435 施設, events 43C イベント, homes 43A 土地 and 439 建物; the other kinds have no model there and
keep their own headings beside the same common part. Dates are ISO 8601, amounts whole yen.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from webapp.core.clock import now
from webapp.core.i18n import DEFAULT_LOCALE, in_language
from webapp.core.labels import Labelled
from webapp.listings.exporting.tables import public_columns
from webapp.listings.kinds import kind_of
from webapp.listings.kinds.ask import is_open
from webapp.listings.models import Listing, ListingKind
from webapp.municipalities.models import Municipality

#: kind → the name of its list
LISTS: Mapping[ListingKind, str] = {
    ListingKind.HOME: "建物・土地",
    ListingKind.COWORKING: "施設",
    ListingKind.JOB: "求人",
    ListingKind.EVENT: "イベント",
    ListingKind.NEED: "地域のニーズ",
    ListingKind.SERVICE: "生活サービス",
}
#: our field → the item of the core data model, where it has another name than our heading
_ITEMS: Mapping[ListingKind, Mapping[str, str]] = {
    ListingKind.HOME: {
        "deal": "取引区分",
        "price": "価格",
        "monthly_cost": "賃料",
        "structure": "構造",
        "built_year": "竣工年",
        "floor_area": "延床面積",
        "land_area": "土地面積",
        "land_category": "地目",
        "use_district": "用途地域",
        "planning_area": "都市計画区域",
        "layout": "間取り",
    },
    ListingKind.COWORKING: {
        "open_days": "利用可能曜日",
        "open_hours": "利用可能時間",
        "closed": "利用可能日時特記事項",
        "price": "基準料金",
        "fee_note": "料金説明",
        "capacity": "収容人数",
        "access": "アクセス",
        "parking": "駐車場情報",
        "accessibility": "アクセシビリティ情報",
        "childcare": "子供預かり情報",
        "contact": "連絡先",
    },
    ListingKind.EVENT: {
        "type": "種類",
        "starts_on": "開始日",
        "ends_on": "終了日",
        "hours": "開始・終了時間",
        "organiser": "主催団体",
        "audience": "対象者",
        "online": "Web開催形式",
        "price": "料金",
        "fee_note": "料金説明",
        "capacity": "定員",
        "apply_until": "申込期限",
        "apply_how": "申込方法",
        "rain": "開催条件",
        "parking": "駐車場情報",
        "accessibility": "アクセシビリティ情報",
        "childcare": "子供預かり情報",
        "contact": "連絡先",
    },
}
_IN_THE_COMMON_PART = frozenset({"title", "summary", "body", "as_of", "expires_on", "public_address"})


def town_file(place: Municipality, listings: Sequence[Listing], address: Callable[[Listing], str]) -> dict[str, Any]:
    """Everything that a town offers now, a list for each kind; `address` gives the page of a listing."""
    lists: dict[str, list[dict[str, Any]]] = {name: [] for name in LISTS.values()}
    with in_language(DEFAULT_LOCALE):
        for listing in listings:
            kind_list = lists.setdefault(LISTS.get(listing.kind, str(listing.kind.label)), [])
            kind_list.append(_entry(listing, place, address(listing)))
    return {
        "データモデル": "GIF コアデータモデル v2.2 に準拠した形",
        "作成日時": now().isoformat(timespec="seconds"),
        "全国地方公共団体コード": place.code,
        "都道府県": place.prefecture_name,
        "市区町村": place.name,
        **lists,
    }


def _entry(listing: Listing, place: Municipality, address: str) -> dict[str, Any]:
    common = {
        "ID": listing.id,
        "名称": listing.title,
        "概要": listing.summary,
        "説明": listing.body,
        "状態": str(listing.status.label),
        "住所": {
            "全国地方公共団体コード": place.code,
            "都道府県": place.prefecture_name,
            "市区町村": place.name,
            "町字以下": listing.public_address,
            "緯度": listing.latitude,
            "経度": listing.longitude,
        },
        "URL": address,
        "情報の時点": _plain(listing.as_of),
        "掲載期限": _plain(listing.expires_on),
        "更新日時": listing.updated_at.isoformat(timespec="seconds"),
        "出典": listing.credit_line,
    }
    return {**{name: value for name, value in common.items() if not is_open(value)}, **_items(listing)}


def _items(listing: Listing) -> dict[str, Any]:
    details = kind_of(listing.kind).details.read(listing.details)
    names = _ITEMS.get(listing.kind, {})
    found: dict[str, Any] = {}
    for column in public_columns(listing.kind):
        owner = details if column.name in type(details).model_fields else listing
        value = getattr(owner, column.name)
        if column.name not in _IN_THE_COMMON_PART and not is_open(value):
            found[names.get(column.name, column.heading)] = _plain(value)
    if listing.kind in (ListingKind.EVENT, ListingKind.COWORKING) and listing.price is not None:
        found["料金有無"] = listing.price > 0
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Labelled):
        return str(value.label)
    return value.isoformat() if isinstance(value, date) else value
