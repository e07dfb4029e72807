"""An event: a tour, a fair, a day of helping hands, an evening to meet."""

from datetime import date
from typing import Annotated, Any

from babel.dates import format_date

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.listings.kinds import ask
from webapp.listings.kinds.ask import Ask, FacetKind, Fact, price_words
from webapp.listings.kinds.kind import Kind
from webapp.listings.models import ListingKind

Text = str | None


class EventType(Labelled):
    """What people come for."""

    TOUR = "tour", _l("体験ツアー")
    SEMINAR = "seminar", _l("セミナー")
    MEETING = "meeting", _l("交流会")
    HELP = "help", _l("お手伝い")
    FESTIVAL = "festival", _l("祭り")
    ADVICE = "advice", _l("相談会")
    ONLINE = "online", _l("オンライン")


class Details(ask.Details):
    """When, where, for whom, how to take part."""

    type: Annotated[EventType | None, Ask(_l("種類"), must=True, facet=FacetKind.CHOICE)] = None
    starts_on: Annotated[date | None, Ask(_l("始まる日"), must=True, facet=FacetKind.DAYS)] = None
    ends_on: Annotated[date | None, Ask(_l("終わる日"))] = None
    hours: Annotated[Text, Ask(_l("時間"), hint=_l("例：10:00〜15:00"), must=True, max_length=60)] = None
    organiser: Annotated[Text, Ask(_l("主催"), must=True, max_length=100)] = None
    audience: Annotated[Text, Ask(_l("対象"), must=True)] = None
    fee_note: Annotated[Text, Ask(_l("料金の説明"))] = None
    online: Annotated[Text, Ask(_l("オンライン参加"), hint=_l("例：なし／後半だけ中継"))] = None
    apply_until: Annotated[date | None, Ask(_l("申込みの締切"))] = None
    apply_how: Annotated[Text, Ask(_l("申込みの方法"))] = None
    schedule: Annotated[Text, Ask(_l("当日の流れ"), is_long=True, max_length=1000)] = None
    bring: Annotated[Text, Ask(_l("持ち物"))] = None
    rain: Annotated[Text, Ask(_l("雨のとき"))] = None
    parking: Annotated[Text, Ask(_l("駐車"), max_length=60)] = None
    accessibility: Annotated[Text, Ask(_l("バリアフリー"))] = None
    childcare: Annotated[Text, Ask(_l("子どもの預かり"))] = None
    insurance: Annotated[Text, Ask(_l("保険"))] = None
    support: Annotated[Text, Ask(_l("交通費・宿泊の補助"))] = None
    counts_as_activity: Annotated[bool | None, Ask(_l("担い手活動の証明ができる"), facet=FacetKind.FLAG)] = None
    contact: Annotated[Text, Ask(_l("問い合わせ先"), must=True)] = None


def deciding(row: Any, details: Details) -> list[Fact]:
    """Day, fee, how many."""
    fee = _("無料") if row.price == 0 else price_words(row.price)
    places = _("%(count)s人", count=row.capacity) if row.capacity else ""
    return [(_("日にち"), _day(details.starts_on)), (_("料金"), fee), (_("定員"), places)]


def last_day(_row: Any, details: Details) -> date | None:
    """An event is over after its last day."""
    return details.ends_on or details.starts_on


def _day(day: date | None) -> str:
    return format_date(day, _("M月d日（E）"), locale=_("ja")) if day else ""


KIND = Kind(
    ListingKind.EVENT,
    Details,
    _l("体験、交流会、お手伝いなど、日にちの決まった催し"),
    {
        "public_address": Ask(_l("会場"), must=True, max_length=120),
        "price": Ask(_l("参加費"), hint=_l("無料なら0"), unit=_l("円"), must=True),
        "capacity": Ask(_l("定員"), unit=_l("人")),
        "family_ok": Ask(_l("子ども連れで参加できる"), facet=FacetKind.FLAG),
    },
    deciding,
    last_day=last_day,
    applicable=True,
    quick=("capacity",),
    also_found_by="イベント 催し 体験",
)
