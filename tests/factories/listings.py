"""Listings and consents for tests."""

from datetime import timedelta
from itertools import count
from typing import Any

from webapp.core.clock import now
from webapp.core.database import session
from webapp.listings import places
from webapp.listings.models import Deal, Listing, ListingKind, ListingStatus, OwnerConsent
from webapp.listings.wording import searchable
from webapp.municipalities.models import Municipality

_order = count()
HOME = {
    "layout": "5DK",
    "floor_area": 120.5,
    "built_year": 1978,
    "structure": "木造2階建て",
    "quake": "old",
    "co_owners_agree": True,
}
JOB = {
    "engagement": "employment",
    "work": "観光案内所で来た人を迎えます。",
    "work_change": "変更なし",
    "term": "open",
    "trial": "なし",
    "workplace": "駅前の観光案内所",
    "workplace_change": "市内",
    "hours": "9:00〜17:00",
    "breaks": "60分",
    "days_off": "水曜・木曜",
    "overtime": "なし",
    "pay": "hour",
    "wage": 1200,
    "insurance": "労災",
    "smoking": "屋内禁煙",
    "recruiter": "山里観光協会",
    "contact": "観光協会 担当",
}


def a_listing(municipality_code: str = "202151", kind: ListingKind = ListingKind.HOME, **changes: Any) -> Listing:
    """A published listing; later ones are newer. A home is for sale, with a rent and no price for rent."""
    values: dict[str, Any] = {
        "title": "山の見える平屋",
        "status": ListingStatus.PUBLISHED,
        "published_at": now() + timedelta(milliseconds=next(_order)),
        "public_address": "大字奈良井",
        **_of_kind(kind),
    }
    if kind is ListingKind.HOME and changes.get("price", 0) is None and changes.get("monthly_cost") is not None:
        values["deal"] = Deal.RENT
    row = Listing(kind=kind, municipality_code=municipality_code, **{**values, **changes})
    place = session().get_one(Municipality, municipality_code)
    row.search_text = changes.get("search_text") or searchable(row, place)
    session().add(row)
    session().flush()
    places.forget()
    return row


def _of_kind(kind: ListingKind) -> dict[str, Any]:
    if kind is ListingKind.HOME:
        return {"deal": Deal.SALE, "price": 3_500_000, "details": HOME}
    return {"details": JOB if kind is ListingKind.JOB else {}}


def a_consent(listing: Listing, **changes: Any) -> OwnerConsent:
    """An owner's consent that was given."""
    values: dict[str, Any] = {
        "owner_name": "山田 太郎",
        "owner_email": "owner@example.jp",
        "items": ["public_address", "building"],
        "recipient": "塩尻市",
        "purpose": "二地域居住を考える人に家を紹介するため",
        "text_version": "2026-04",
        "given_at": now(),
    }
    row = OwnerConsent(listing_id=listing.id, municipality_code=listing.municipality_code, **{**values, **changes})
    session().add(row)
    session().flush()
    return row
