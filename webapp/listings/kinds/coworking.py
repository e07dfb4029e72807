"""A place to work or to meet: coworking space, shared office, base of a community."""

from datetime import date
from typing import Annotated, Any

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.opening_words import read_days, read_hours, why_not
from webapp.listings.kinds import ask
from webapp.listings.kinds.ask import Ask, FacetKind, Fact, price_words, unanswered
from webapp.listings.kinds.calendar import opening_of, week
from webapp.listings.kinds.kind import Kind, Section, Use
from webapp.listings.kinds.seasons import words_ok
from webapp.listings.models import ListingKind

Text = str | None
Number = int | None
Flag = bool | None
FEE_STEPS = (0, 500, 1_000, 2_000)
SPEED_STEPS = (50, 100, 300, 1_000)


class PlaceType(Labelled):
    """What sort of place it is; people must not take a library for a shared office."""

    COWORKING = "coworking", _l("コワーキング・シェアオフィス")
    HUB = "hub", _l("交流の拠点")
    LIBRARY = "library", _l("図書館")
    HALL = "hall", _l("公民館・集会の場所")
    PUBLIC = "public", _l("公共施設")


class Details(ask.Details):
    """Opening, seats, line, services."""

    place_type: Annotated[PlaceType | None, Ask(_l("どんな場所か"), facet=FacetKind.CHOICE)] = None
    reading: Annotated[Text, Ask(_l("読みがな"), hint=_l("例：つむぎ"), max_length=80)] = None
    operator: Annotated[Text, Ask(_l("運営する人・団体"), max_length=100)] = None
    open_days: Annotated[
        Text,
        Ask(
            _l("開いている曜日"),
            hint=_l("例：月〜土、平日と第1・第3土曜"),
            must=True,
            max_length=60,
            check=why_not(read_days),
        ),
    ] = None
    open_hours: Annotated[
        Text, Ask(_l("開いている時間"), hint=_l("例：9:00〜18:00"), must=True, max_length=60, check=why_not(read_hours))
    ] = None
    weekend_hours: Annotated[
        Text, Ask(_l("土日・祝日の時間"), hint=_l("ちがうときだけ"), max_length=60, check=why_not(read_hours))
    ] = None
    closed: Annotated[
        Text, Ask(_l("休み"), hint=_l("例：第3水曜、祝日、12/29〜1/3"), max_length=100, check=why_not(read_days))
    ] = None
    for_everybody: Annotated[Flag, Ask(_l("登録していない人も使える"), facet=FacetKind.FLAG)] = None
    all_hours: Annotated[Flag, Ask(_l("24時間使える"), facet=FacetKind.FLAG)] = None
    drop_in: Annotated[Flag, Ask(_l("予約なしで使える"), facet=FacetKind.FLAG)] = None
    price_hour: Annotated[Number, Ask(_l("1時間の料金"), unit=_l("円"))] = None
    price_company: Annotated[Number, Ask(_l("法人の料金（月）"), unit=_l("円"))] = None
    fee_note: Annotated[Text, Ask(_l("料金の説明"))] = None
    payment: Annotated[Text, Ask(_l("支払い方法"), hint=_l("例：現金、QR決済"), max_length=100)] = None
    resident_discount: Annotated[Text, Ask(_l("二地域居住者の割引"))] = None
    seats_open: Annotated[Number, Ask(_l("オープン席"), unit=_l("席"), facet=FacetKind.ANSWERED)] = None
    seats_fixed: Annotated[Number, Ask(_l("固定席"), unit=_l("席"), facet=FacetKind.ANSWERED)] = None
    rooms_private: Annotated[Number, Ask(_l("個室"), unit=_l("室"), facet=FacetKind.ANSWERED)] = None
    rooms_meeting: Annotated[Number, Ask(_l("会議室"), unit=_l("室"), facet=FacetKind.ANSWERED)] = None
    phone_booths: Annotated[Number, Ask(_l("電話ブース"), unit=_l("台"), facet=FacetKind.ANSWERED)] = None
    line: Annotated[Text, Ask(_l("回線"), hint=_l("例：光回線・無線LAN"), max_length=60)] = None
    measured_mbps: Annotated[
        Number, Ask(_l("下りの実測"), unit="Mbps", facet=FacetKind.AT_LEAST, steps=SPEED_STEPS)
    ] = None
    measured_on: Annotated[date | None, Ask(_l("測った日"))] = None
    power: Annotated[Flag, Ask(_l("電源がある"), facet=FacetKind.FLAG)] = None
    monitor: Annotated[Flag, Ask(_l("モニターを借りられる"), facet=FacetKind.FLAG)] = None
    printer: Annotated[Flag, Ask(_l("複合機がある"))] = None
    post_address: Annotated[Flag, Ask(_l("郵便の受取り・住所の利用ができる"), facet=FacetKind.FLAG)] = None
    quiet: Annotated[Flag, Ask(_l("防音の場所がある"))] = None
    camera: Annotated[Flag, Ask(_l("防犯カメラがある"))] = None
    lodging: Annotated[Flag, Ask(_l("泊まれる"), facet=FacetKind.FLAG)] = None
    food: Annotated[Text, Ask(_l("飲食"))] = None
    parking: Annotated[Text, Ask(_l("駐車"), max_length=60, facet=FacetKind.ANSWERED)] = None
    access: Annotated[Text, Ask(_l("行き方"))] = None
    accessibility: Annotated[Text, Ask(_l("バリアフリー"))] = None
    childcare: Annotated[Text, Ask(_l("子どもの居場所"), facet=FacetKind.ANSWERED)] = None
    is_planned_base: Annotated[
        Flag,
        Ask(
            _l("特定居住拠点施設"),
            hint=_l("まちの計画（特定居住促進計画）に載った、二地域居住の拠点です。"),
            facet=FacetKind.FLAG,
        ),
    ] = None
    plan_number: Annotated[Text, Ask(_l("計画の名前・番号"), max_length=100)] = None
    zoning_exception: Annotated[
        Flag, Ask(_l("用途地域の特例で建てた"), hint=_l("住居専用の地域で、まちの計画により認められた施設です。"))
    ] = None
    noise: Annotated[Text, Ask(_l("音・込みぐあい"), hint=_l("例：土曜の午後は混む。電話は小部屋で"))] = None
    house_rules: Annotated[Text, Ask(_l("使う決まり"), hint=_l("例：香りの強い食べ物は外で"))] = None
    contact: Annotated[Text, Ask(_l("問い合わせ先"), must=True)] = None


def deciding(row: Any, details: Details) -> list[Fact]:
    """Fee, opening, line."""
    return [
        (_("料金"), _fee(row)),
        (_("時間"), _("24時間") if details.all_hours else details.open_hours),
        (_("回線"), _("下り%(speed)sMbps", speed=details.measured_mbps) if details.measured_mbps else details.line),
    ]


def _fee(row: Any) -> str:
    if row.price is not None:
        return _("1日%(amount)s", amount=price_words(row.price)) if row.price else _("無料")
    return _("月%(amount)s", amount=price_words(row.monthly_cost)) if row.monthly_cost else ""


def also_missing(_row: Any, details: Details) -> list[Ask]:
    """A speed was measured on some day; a base of the plan is named in one."""
    return [
        *(unanswered(details, ("measured_on",)) if details.measured_mbps else []),
        *(unanswered(details, ("plan_number",)) if details.is_planned_base else []),
    ]


def called(details: Details) -> Any:
    """A hall of the town is no coworking space."""
    kind = details.place_type
    return ListingKind.COWORKING.label if kind in (None, PlaceType.COWORKING) else kind.label


def besides(_row: Any, details: Details) -> dict[str, Any]:
    """The coming week."""
    hours = "24時間" if details.all_hours else details.open_hours
    return week(opening_of(details.open_days, hours, details.closed, details.weekend_hours))


KIND = Kind(
    ListingKind.COWORKING,
    Details,
    _l("コワーキング、シェアオフィス、交流の拠点"),
    {
        "public_address": Ask(_l("所在地"), must=True, max_length=120),
        "price": Ask(_l("1日の料金"), hint=_l("無料なら0"), unit=_l("円"), facet=FacetKind.AT_MOST, steps=FEE_STEPS),
        "monthly_cost": Ask(_l("月の料金"), unit=_l("円")),
        "capacity": Ask(_l("定員"), unit=_l("人")),
    },
    deciding,
    also_missing,
    sections=(
        Section(
            "opening",
            _l("場所と開いている時間"),
            (
                *(
                    "place_type",
                    "reading",
                    "operator",
                    "public_address",
                    "access",
                    "open_days",
                    "open_hours",
                    "weekend_hours",
                ),
                *("closed", "for_everybody", "all_hours", "drop_in", "contact"),
            ),
        ),
        Section(
            "fees",
            _l("料金"),
            ("price_hour", "price", "monthly_cost", "price_company", "fee_note", "payment", "resident_discount"),
        ),
        Section(
            "seats",
            _l("席と部屋"),
            ("capacity", "seats_open", "seats_fixed", "rooms_private", "rooms_meeting", "phone_booths"),
        ),
        Section(
            "fittings",
            _l("設備"),
            (
                *("line", "measured_mbps", "measured_on", "power", "monitor", "printer", "post_address", "quiet"),
                *("camera", "lodging", "food", "parking", "accessibility", "childcare"),
            ),
        ),
        Section("plan", _l("まちの計画"), ("is_planned_base", "plan_number", "zoning_exception")),
        Section("honest", _l("使う前に知っておくこと"), ("noise", "house_rules"), is_honest=True),
    ),
    besides=besides,
    called=called,
    quick=("price", "monthly_cost", "capacity"),
    bookable=(Use.SEAT,),
    weekend_ok=lambda details: True if details.all_hours else words_ok(details.open_days),
    also_found_by="コワーキング シェアオフィス 拠点",
)
