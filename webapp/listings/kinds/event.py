"""An event: a tour, a fair, a day of helping hands, an evening to meet."""

from datetime import date
from typing import Annotated, Any

from babel.dates import format_date

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.opening_words import read_days, why_not
from webapp.listings.kinds import ask
from webapp.listings.kinds.ask import Ask, FacetKind, Fact, price_words, unanswered
from webapp.listings.kinds.kind import Kind, Section
from webapp.listings.kinds.seasons import days_ok, months_between
from webapp.listings.models import ListingKind

Text = str | None
Number = int | None
Flag = bool | None


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
    organiser: Annotated[Text, Ask(_l("主催"), must=True, max_length=100)] = None
    starts_on: Annotated[date | None, Ask(_l("始まる日"), must=True, facet=FacetKind.DAYS)] = None
    ends_on: Annotated[date | None, Ask(_l("終わる日"))] = None
    hours: Annotated[Text, Ask(_l("時間"), hint=_l("例：10:00〜15:00"), must=True, max_length=60)] = None
    recurs: Annotated[
        Text, Ask(_l("くり返し"), hint=_l("例：第1・第3土曜"), max_length=80, check=why_not(read_days))
    ] = None
    schedule: Annotated[Text, Ask(_l("当日の流れ"), is_long=True, max_length=1000)] = None
    audience: Annotated[Text, Ask(_l("対象"), must=True)] = None
    fee_note: Annotated[Text, Ask(_l("料金の説明"))] = None
    payment: Annotated[Text, Ask(_l("支払い方法"), max_length=100)] = None
    capacity_note: Annotated[Text, Ask(_l("定員の説明"), hint=_l("例：1家族2組まで"))] = None
    online: Annotated[Text, Ask(_l("オンライン参加"), hint=_l("例：なし／後半だけ中継"))] = None
    apply_from: Annotated[date | None, Ask(_l("申込みの始まり"))] = None
    apply_until: Annotated[date | None, Ask(_l("申込みの締切"))] = None
    apply_how: Annotated[Text, Ask(_l("申込みの方法"))] = None
    counts_as_activity: Annotated[Flag, Ask(_l("担い手活動の証明ができる"), facet=FacetKind.FLAG)] = None
    counts_when: Annotated[
        Text, Ask(_l("証明の条件"), hint=_l("例：3時間以上手伝い、受付で二次元コードを読み取る"))
    ] = None
    childcare: Annotated[Text, Ask(_l("子どもの預かり"), facet=FacetKind.ANSWERED)] = None
    childcare_fee: Annotated[Number, Ask(_l("預かりの料金"), hint=_l("無料なら0"), unit=_l("円"))] = None
    childcare_from: Annotated[Number, Ask(_l("預かる子の月齢（最小）"), unit=_l("か月"), high=216)] = None
    childcare_to: Annotated[Number, Ask(_l("預かる子の年齢（最大）"), unit=_l("歳"), high=18)] = None
    support: Annotated[Text, Ask(_l("交通費・宿泊の補助"))] = None
    thanks: Annotated[Text, Ask(_l("お礼"), hint=_l("例：採れた野菜"))] = None
    bring: Annotated[Text, Ask(_l("持ち物"))] = None
    parking: Annotated[Text, Ask(_l("駐車"), max_length=60)] = None
    accessibility: Annotated[Text, Ask(_l("バリアフリー"))] = None
    insurance: Annotated[Text, Ask(_l("保険"))] = None
    rain: Annotated[Text, Ask(_l("雨のとき"))] = None
    strain: Annotated[Text, Ask(_l("体への負担"), hint=_l("例：石段200段。中腰の作業が続く"))] = None
    emergency: Annotated[Text, Ask(_l("当日の緊急連絡先"), max_length=100)] = None
    contact: Annotated[Text, Ask(_l("問い合わせ先"), must=True)] = None


def also_missing(_row: Any, details: Details) -> list[Ask]:
    """What counts as an activity says when it does; children who are minded are of some age."""
    minds = bool(details.childcare) and details.childcare not in ("なし", "無し")
    return [
        *(unanswered(details, ("counts_when",)) if details.counts_as_activity else []),
        *(unanswered(details, ("childcare_fee",)) if minds else []),
    ]


def objections(_row: Any, details: Details) -> list[str]:
    """Days in their order."""
    found = []
    if details.starts_on and details.ends_on and details.ends_on < details.starts_on:
        found.append(_("「終わる日」が「始まる日」より前です。"))
    ends = last_day(None, details)
    if details.apply_until and ends and details.apply_until > ends:
        found.append(_("「申込みの締切」が、終わったあとの日です。"))
    if details.childcare_from and details.childcare_to and details.childcare_from > details.childcare_to * 12:
        found.append(_("預かる子の最小の月齢が、最大の年齢より上です。"))
    return found


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
    also_missing,
    sections=(
        Section(
            "when",
            _l("いつ、どこで、何を"),
            (
                *("type", "organiser", "starts_on", "ends_on", "hours", "recurs", "public_address", "online"),
                *("schedule", "contact"),
            ),
        ),
        Section(
            "join",
            _l("参加のしかた"),
            (
                *("audience", "price", "fee_note", "payment", "capacity", "capacity_note", "apply_from"),
                *("apply_until", "apply_how", "counts_as_activity", "counts_when"),
            ),
        ),
        Section(
            "care",
            _l("子ども・持ち物・支え"),
            (
                *("family_ok", "childcare", "childcare_fee", "childcare_from", "childcare_to", "support", "thanks"),
                *("bring", "parking", "accessibility", "insurance", "emergency"),
            ),
        ),
        Section("honest", _l("来る前に知っておくこと"), ("rain", "strain"), is_honest=True),
    ),
    objections=objections,
    last_day=last_day,
    applicable=True,
    quick=("capacity",),
    weekend_ok=lambda details: days_ok(details.starts_on, details.ends_on),
    months=lambda details: months_between(details.starts_on, details.ends_on),
    also_found_by="イベント 催し 体験",
)
