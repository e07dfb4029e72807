"""A daily service: how people there buy, get about and keep well without a car of their own."""

from datetime import date
from typing import Annotated, Any

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.opening_words import read_days, read_hours, why_not
from webapp.listings.kinds import ask
from webapp.listings.kinds.ask import Ask, FacetKind, Fact, price_words
from webapp.listings.kinds.calendar import opening_of, week
from webapp.listings.kinds.kind import Kind, Section
from webapp.listings.models import ListingKind

Text = str | None
Number = int | None
Flag = bool | None


class Means(Labelled):
    """The five ways in which shopping is kept possible."""

    MOBILE_SHOP = "mobile_shop", _l("移動販売")
    SHOP = "shop", _l("店・市場")
    DELIVERY = "delivery", _l("宅配")
    TRANSPORT = "transport", _l("移動手段（バス・乗合タクシーなど）")
    WITH_CARE = "with_care", _l("介護予防をかねた買い物")


class Details(ask.Details):
    """What it is, when and where it comes by, what it costs, who runs it."""

    means: Annotated[Means | None, Ask(_l("手段"), must=True, facet=FacetKind.CHOICE)] = None
    operator: Annotated[Text, Ask(_l("運営する人・団体"), must=True, max_length=100)] = None
    audience: Annotated[Text, Ask(_l("使える人"), hint=_l("例：どなたでも／登録した人"))] = None
    goods: Annotated[Text, Ask(_l("買えるもの・できること"), hint=_l("例：生鮮食品、日用品、灯油"))] = None
    route: Annotated[
        Text,
        Ask(_l("通る道・止まる場所"), hint=_l("1行に1か所。例：集会所前 10:15"), is_long=True, max_length=1500),
    ] = None
    days: Annotated[
        Text,
        Ask(
            _l("動く日"), hint=_l("例：毎週火・金曜、第1・第3土曜"), must=True, max_length=80, check=why_not(read_days)
        ),
    ] = None
    hours: Annotated[Text, Ask(_l("時間"), hint=_l("例：9:00〜15:00"), max_length=60, check=why_not(read_hours))] = None
    closed: Annotated[
        Text, Ask(_l("休み"), hint=_l("例：祝日、12/29〜1/3"), max_length=80, check=why_not(read_days))
    ] = None
    timetable: Annotated[Text, Ask(_l("時刻表"), hint=_l("1行に1便"), is_long=True, max_length=2000)] = None
    reach_km: Annotated[Number, Ask(_l("届く範囲（中心から）"), unit="km", high=200)] = None
    flat_fare: Annotated[Number, Ask(_l("定額の運賃・利用料（月）"), unit=_l("円"))] = None
    fare_note: Annotated[Text, Ask(_l("料金の説明"), hint=_l("例：65歳以上は半額。回数券あり"))] = None
    resident_discount: Annotated[Text, Ask(_l("二地域居住者の割引"))] = None
    booking: Annotated[Text, Ask(_l("予約のしかた"), hint=_l("例：前日の17時までに電話"))] = None
    is_step_free: Annotated[Flag, Ask(_l("車いすで使える"), facet=FacetKind.FLAG)] = None
    watches_over: Annotated[Flag, Ask(_l("見守り・御用聞きをしている"), facet=FacetKind.FLAG)] = None
    winter: Annotated[Text, Ask(_l("冬・荒天のとき"), hint=_l("例：大雪の日は運休"))] = None
    surveyed_on: Annotated[date | None, Ask(_l("住民の希望を調べた日"))] = None
    contact: Annotated[Text, Ask(_l("問い合わせ先"), must=True)] = None


def deciding(row: Any, details: Details) -> list[Fact]:
    """Means, days, fare."""
    means = str(details.means.label).split("（")[0].split(" (")[0] if details.means else ""
    return [(_("手段"), means), (_("日"), details.days), (_("料金"), fare(row, details))]


def fare(row: Any, details: Details) -> str:
    """One ride or use, or the flat fare of a month."""
    if row.price is not None:
        return _("1回%(amount)s", amount=price_words(row.price)) if row.price else _("無料")
    return _("月%(amount)s", amount=price_words(details.flat_fare)) if details.flat_fare else ""


def also_missing(_row: Any, details: Details) -> list[Ask]:
    """What moves needs its route or its timetable."""
    is_moving = details.means in (Means.MOBILE_SHOP, Means.TRANSPORT)
    return ask.unanswered(details, ("route",)) if is_moving and not details.timetable else []


def besides(_row: Any, details: Details) -> dict[str, Any]:
    """The coming week."""
    return week(opening_of(details.days, details.hours, details.closed)) if details.hours else {}


KIND = Kind(
    ListingKind.SERVICE,
    Details,
    _l("移動販売、宅配、乗合タクシーなど、車がなくても暮らせる手だて"),
    {
        "public_address": Ask(_l("地区・場所"), hint=_l("例：奈良井地区"), must=True, max_length=120),
        "price": Ask(_l("1回の料金"), hint=_l("無料なら0"), unit=_l("円")),
    },
    deciding,
    also_missing,
    sections=(
        Section("what", _l("どんな手段か"), ("means", "operator", "public_address", "audience", "goods", "contact")),
        Section(
            "when", _l("いつ、どこを通るか"), ("days", "hours", "closed", "route", "timetable", "reach_km", "booking")
        ),
        Section("cost", _l("料金"), ("price", "flat_fare", "fare_note", "resident_discount")),
        Section(
            "honest",
            _l("使う前に知っておくこと"),
            ("winter", "is_step_free", "watches_over", "surveyed_on"),
            is_honest=True,
        ),
    ),
    is_matched=False,
    besides=besides,
    quick=("price",),
    also_found_by="買い物 移動販売 宅配 バス 乗合タクシー 交通 くらし",
)
