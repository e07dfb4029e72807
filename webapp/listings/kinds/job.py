"""A job: employment with every item the law demands, or other work with its own shorter list."""

from datetime import date
from typing import Annotated, Any

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.listings.kinds import ask
from webapp.listings.kinds.ask import Ask, FacetKind, Fact, price_words, unanswered
from webapp.listings.kinds.kind import Kind
from webapp.listings.models import ListingKind

Text = str | None
Number = int | None
WAGE_STEPS = (1_000, 1_200, 1_500, 2_000)


class Engagement(Labelled):
    """In which legal form somebody works; employment has the longest list of items."""

    EMPLOYMENT = "employment", _l("雇用（アルバイト・契約社員・正社員）")
    CONTRACT = "contract", _l("業務委託")
    PRO_BONO = "pro_bono", _l("プロボノ（無償）")
    VOLUNTEER = "volunteer", _l("有償ボランティア（実費と謝礼）")


class Term(Labelled):
    """Whether an employment contract ends on a day."""

    OPEN = "open", _l("期間の定めなし")
    FIXED = "fixed", _l("期間の定めあり")


class Pay(Labelled):
    """What a wage is counted by."""

    HOUR = "hour", _l("時給")
    DAY = "day", _l("日給")
    MONTH = "month", _l("月給")
    PIECE = "piece", _l("1件あたり")


class Details(ask.Details):
    """The items of 職業安定法5条の3 as amended for April 2024, and what helps to decide."""

    engagement: Annotated[Engagement | None, Ask(_l("働き方の種類"), must=True, facet=FacetKind.CHOICE)] = None
    work: Annotated[Text, Ask(_l("仕事の内容（始めたとき）"), must=True, is_long=True, max_length=1000)] = None
    work_change: Annotated[Text, Ask(_l("仕事の内容が変わる範囲"), hint=_l("例：変更なし"))] = None
    term: Annotated[Term | None, Ask(_l("契約の期間"))] = None
    term_note: Annotated[Text, Ask(_l("いつからいつまで"))] = None
    renewal: Annotated[Text, Ask(_l("更新の基準"), hint=_l("期間の定めがあるとき。通算の期間や回数の上限も"))] = None
    trial: Annotated[Text, Ask(_l("試用期間"), hint=_l("例：なし／14日（条件は同じ）"))] = None
    workplace: Annotated[Text, Ask(_l("働く場所（始めたとき）"))] = None
    workplace_change: Annotated[Text, Ask(_l("働く場所が変わる範囲"), hint=_l("例：市内の店舗"))] = None
    hours: Annotated[Text, Ask(_l("働く時間"))] = None
    breaks: Annotated[Text, Ask(_l("休憩"))] = None
    days_off: Annotated[Text, Ask(_l("休日"))] = None
    overtime: Annotated[Text, Ask(_l("時間外の仕事"), hint=_l("例：なし／月10時間ほど"))] = None
    pay: Annotated[Pay | None, Ask(_l("賃金・報酬の単位"), facet=FacetKind.CHOICE)] = None
    wage: Annotated[Number, Ask(_l("賃金・報酬の額"), unit=_l("円"), facet=FacetKind.AT_LEAST, steps=WAGE_STEPS)] = None
    wage_note: Annotated[Text, Ask(_l("賃金の説明"), hint=_l("固定残業代があるときは、その内訳"))] = None
    insurance: Annotated[Text, Ask(_l("加入する保険"))] = None
    smoking: Annotated[Text, Ask(_l("受動喫煙を防ぐ措置"), hint=_l("例：屋内禁煙"))] = None
    recruiter: Annotated[Text, Ask(_l("募集する人・会社の名前"), must=True, max_length=100)] = None
    is_dispatch: Annotated[bool | None, Ask(_l("派遣で働く"))] = None
    hours_per_month: Annotated[Number, Ask(_l("月に働く時間"), unit=_l("時間"), high=744)] = None
    travel: Annotated[Text, Ask(_l("交通費"))] = None
    lodging: Annotated[Text, Ask(_l("宿泊・食事"))] = None
    beginners_ok: Annotated[bool | None, Ask(_l("経験がなくてもよい"), facet=FacetKind.FLAG)] = None
    apply_until: Annotated[date | None, Ask(_l("応募の締切"))] = None
    selection: Annotated[Text, Ask(_l("選び方"))] = None
    contact: Annotated[Text, Ask(_l("問い合わせ先"), must=True)] = None


#: the ★ items of an employment offer, beside those that every job must have
EMPLOYMENT_ITEMS = (
    "work_change",
    "term",
    "trial",
    "workplace",
    "workplace_change",
    "hours",
    "breaks",
    "days_off",
    "overtime",
    "pay",
    "wage",
    "insurance",
    "smoking",
)
CONTRACT_ITEMS = ("pay", "wage", "term_note")


def also_missing(_row: Any, details: Details) -> list[Ask]:
    """The items that the law demands for this form of work."""
    if details.engagement is Engagement.EMPLOYMENT:
        has_end = details.term is Term.FIXED
        return unanswered(details, (*EMPLOYMENT_ITEMS, *(("term_note", "renewal") if has_end else ())))
    return unanswered(details, CONTRACT_ITEMS) if details.engagement is Engagement.CONTRACT else []


def deciding(_row: Any, details: Details) -> list[Fact]:
    """Pay, form of work, hours."""
    if details.pay and details.wage:
        pay = _("%(per)s%(amount)s", per=details.pay.label, amount=price_words(details.wage))
    else:
        pay = details.wage_note or ""
    hours = _("月%(hours)s時間", hours=details.hours_per_month) if details.hours_per_month else details.hours
    form = details.engagement.label if details.engagement else ""
    return [(_("報酬"), pay), (_("働き方"), without_note(form)), (_("時間"), hours)]


def without_note(label: Any) -> str:
    """A label without what stands in brackets behind it, in either script."""
    return str(label).split("（")[0].split(" (")[0]


KIND = Kind(
    ListingKind.JOB,
    Details,
    _l("雇用、業務委託、プロボノなど、まちでの仕事"),
    {
        "capacity": Ask(_l("募集する人数"), unit=_l("人")),
        "remote_ok": Ask(_l("離れた場所からでもできる"), facet=FacetKind.FLAG),
    },
    deciding,
    also_missing,
    applicable=True,
    also_found_by="仕事 求人 募集",
)
