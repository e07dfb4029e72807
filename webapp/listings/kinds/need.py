"""A local need: whom a place hopes to welcome, for what, and what it offers in return."""

from datetime import date
from typing import Annotated, Any

from webapp.core.clock import today
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.listings.kinds import ask
from webapp.listings.kinds.ask import Ask, FacetKind, Fact
from webapp.listings.kinds.jobs.words import excluding
from webapp.listings.kinds.kind import Kind, Section
from webapp.listings.kinds.seasons import words_ok
from webapp.listings.models import ListingKind

Text = str | None
Number = int | None


class Domain(Labelled):
    """The field of local life that needs hands."""

    FARMING = "farming", _l("農業・林業・漁業")
    FESTIVAL = "festival", _l("祭り・伝統")
    HOMES = "homes", _l("空き家・まちなみ")
    SNOW = "snow", _l("雪かき")
    CARE = "care", _l("医療・福祉")
    CHILDREN = "children", _l("子育て・教育")
    TRANSPORT = "transport", _l("移動・買い物")
    TOURISM = "tourism", _l("観光")
    DIGITAL = "digital", _l("IT・発信")
    BUSINESS = "business", _l("商店・産業")
    NATURE = "nature", _l("自然・環境")


class Details(ask.Details):
    """What is wanted, how often, what is offered, who answers for the welcome."""

    domain: Annotated[Domain | None, Ask(_l("分野"), must=True, facet=FacetKind.CHOICE)] = None
    background: Annotated[Text, Ask(_l("困っていること・背景"), must=True, is_long=True, max_length=1000)] = None
    wanted: Annotated[Text, Ask(_l("どんな人に来てほしいか"), must=True, is_long=True, max_length=600)] = None
    frequency: Annotated[Text, Ask(_l("どのくらいの頻度で"), hint=_l("例：月に1回、土曜の午前"), must=True)] = None
    season: Annotated[Text, Ask(_l("季節・期間"), max_length=100)] = None
    offers: Annotated[Text, Ask(_l("まちが用意できるもの"), hint=_l("住まい・食事・道具・謝礼など"), must=True)] = None
    conditions: Annotated[Text, Ask(_l("受け入れの条件"))] = None
    host: Annotated[Text, Ask(_l("受け入れの責任者"), must=True, max_length=100)] = None
    area: Annotated[Text, Ask(_l("区・集落"), max_length=60)] = None
    policy: Annotated[Text, Ask(_l("地域の方針"), hint=_l("特定居住促進計画などでの位置づけ"))] = None
    household: Annotated[Text, Ask(_l("世帯・暮らし方"), hint=_l("例：単身でも家族でも。年齢や性別は問いません"))] = (
        None
    )
    found_so_far: Annotated[Number, Ask(_l("これまでに見つかった人数"), unit=_l("人"), high=10_000)] = None
    voices_on: Annotated[date | None, Ask(_l("住民の意見を反映した日"))] = None
    voices: Annotated[Text, Ask(_l("住民の意見の聞き方"), hint=_l("例：区の総会で説明し、意見を聞いた"))] = None
    contact: Annotated[Text, Ask(_l("問い合わせ先"), must=True)] = None


def deciding(row: Any, details: Details) -> list[Fact]:
    """How often, how many, what is offered."""
    people = _("%(count)s人", count=row.capacity) if row.capacity else ""
    return [(_("頻度"), details.frequency), (_("人数"), people), (_("用意"), details.offers)]


def objections(_row: Any, details: Details) -> list[str]:
    """A place welcomes people by what they do, not by age, sex or nationality."""
    texts = (details.wanted, details.conditions, details.household)
    found = excluding(text for text in texts if text)
    if details.voices_on is not None and details.voices_on > today():
        found.append(_("「住民の意見を反映した日」が、先の日付です。"))
    return found


def derived(_row: Any, details: Details) -> dict[str, Any]:
    """That residents were not asked yet is said, too."""
    return {} if details.voices_on else {"voices_on": _("まだ反映していません")}


KIND = Kind(
    ListingKind.NEED,
    Details,
    _l("まちが求める手や知恵。二地域居住者だからできること"),
    {
        "capacity": Ask(_l("来てほしい人数"), unit=_l("人")),
        "min_days_per_month": Ask(_l("月に必要な日数（最低）"), unit=_l("日"), high=31),
        "car_required": Ask(_l("車の運転が必要")),
        "family_ok": Ask(_l("家族で参加できる"), facet=FacetKind.FLAG),
        "remote_ok": Ask(_l("離れた場所からでもできる"), facet=FacetKind.FLAG),
        "public_address": Ask(_l("場所"), max_length=120),
    },
    deciding,
    sections=(
        Section(
            "wanted",
            _l("どんな手が必要か"),
            (
                *("domain", "area", "public_address", "background", "wanted", "capacity", "found_so_far", "frequency"),
                *("season", "min_days_per_month", "remote_ok", "family_ok", "contact"),
            ),
        ),
        Section("welcome", _l("迎え方と条件"), ("offers", "host", "household", "conditions", "car_required")),
        Section("voices", _l("まちの方針と住民の意見"), ("policy", "voices_on", "voices")),
    ),
    objections=objections,
    derived=derived,
    applicable=True,
    quick=("capacity",),
    weekend_ok=lambda details: words_ok(details.frequency),
    also_found_by="お手伝い 求む 地域の困りごと",
)
