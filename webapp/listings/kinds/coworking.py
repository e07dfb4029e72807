"""A place to work or to meet: coworking space, shared office, base of a community."""

from datetime import date
from typing import Annotated, Any

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.listings.kinds import ask
from webapp.listings.kinds.ask import Ask, FacetKind, Fact, price_words
from webapp.listings.kinds.kind import Kind, Use
from webapp.listings.models import ListingKind

Text = str | None
Number = int | None
Flag = bool | None


class Details(ask.Details):
    """Opening, seats, line, services."""

    open_days: Annotated[Text, Ask(_l("開いている曜日"), hint=_l("例：月〜土"), must=True, max_length=60)] = None
    open_hours: Annotated[Text, Ask(_l("開いている時間"), hint=_l("例：9:00〜18:00"), must=True, max_length=60)] = None
    closed: Annotated[Text, Ask(_l("休み"), max_length=100)] = None
    fee_note: Annotated[Text, Ask(_l("料金の説明"))] = None
    resident_discount: Annotated[Text, Ask(_l("二地域居住者の割引"))] = None
    seats_open: Annotated[Number, Ask(_l("オープン席"), unit=_l("席"))] = None
    rooms_private: Annotated[Number, Ask(_l("個室"), unit=_l("室"))] = None
    rooms_meeting: Annotated[Number, Ask(_l("会議室"), unit=_l("室"))] = None
    phone_booths: Annotated[Number, Ask(_l("電話ブース"), unit=_l("台"))] = None
    line: Annotated[Text, Ask(_l("回線"), hint=_l("例：光回線・無線LAN"), max_length=60)] = None
    measured_mbps: Annotated[Number, Ask(_l("下りの実測"), unit="Mbps")] = None
    measured_on: Annotated[date | None, Ask(_l("測った日"))] = None
    power: Annotated[Flag, Ask(_l("電源がある"), facet=FacetKind.FLAG)] = None
    monitor: Annotated[Flag, Ask(_l("モニターを借りられる"), facet=FacetKind.FLAG)] = None
    printer: Annotated[Flag, Ask(_l("複合機がある"))] = None
    post_address: Annotated[Flag, Ask(_l("郵便の受取り・住所の利用ができる"), facet=FacetKind.FLAG)] = None
    all_hours: Annotated[Flag, Ask(_l("24時間使える"), facet=FacetKind.FLAG)] = None
    drop_in: Annotated[Flag, Ask(_l("予約なしで使える"), facet=FacetKind.FLAG)] = None
    lodging: Annotated[Flag, Ask(_l("泊まれる"), facet=FacetKind.FLAG)] = None
    food: Annotated[Text, Ask(_l("飲食"))] = None
    parking: Annotated[Text, Ask(_l("駐車"), max_length=60)] = None
    access: Annotated[Text, Ask(_l("行き方"))] = None
    accessibility: Annotated[Text, Ask(_l("バリアフリー"))] = None
    childcare: Annotated[Text, Ask(_l("子どもの居場所"))] = None
    is_planned_base: Annotated[Flag, Ask(_l("まちの計画に載った拠点施設"))] = None
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


KIND = Kind(
    ListingKind.COWORKING,
    Details,
    _l("コワーキング、シェアオフィス、交流の拠点"),
    {
        "public_address": Ask(_l("所在地"), must=True, max_length=120),
        "price": Ask(_l("1日の料金"), hint=_l("無料なら0"), unit=_l("円")),
        "monthly_cost": Ask(_l("月の料金"), unit=_l("円")),
        "capacity": Ask(_l("定員"), unit=_l("人")),
    },
    deciding,
    bookable=(Use.SEAT,),
    also_found_by="コワーキング シェアオフィス 拠点",
)
