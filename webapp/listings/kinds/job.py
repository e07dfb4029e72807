"""A job: employment with every item the law demands, or other work with its own shorter list."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.listings.kinds import ask
from webapp.listings.kinds.ask import Ask, FacetKind, Fact, price_words, unanswered
from webapp.listings.kinds.jobs.forms import FIXED_TERM_ITEMS, ITEMS, Engagement, Pay, Term, is_asked
from webapp.listings.kinds.jobs.words import excluding, promising_wages
from webapp.listings.kinds.kind import Kind, Section
from webapp.listings.kinds.seasons import words_off_ok
from webapp.listings.models import ListingKind

__all__ = ["KIND", "Details", "Engagement", "Pay", "Term"]
Text = str | None
Number = int | None
Flag = bool | None
_AMOUNTS = {
    Pay.HOUR: _l("1時間あたり"),
    Pay.DAY: _l("1日あたり"),
    Pay.MONTH: _l("1か月あたり"),
    Pay.PIECE: _l("1件あたり"),
}
WAGE_STEPS = (1_000, 1_200, 1_500, 2_000)


def an_hour(stored: Mapping[str, Any]) -> float | None:
    """Yen an hour, by which jobs paid by the hour, the day and the month can be compared; None where hours are open."""
    hours = {"hour": 1, "day": stored.get("hours_per_day"), "month": stored.get("hours_per_month")}.get(
        str(stored.get("pay"))
    )
    return stored["wage"] / hours if hours and stored.get("wage") else None


class Details(ask.Details):
    """What the law has every offer say in its form, and what helps to decide."""

    engagement: Annotated[
        Engagement | None,
        Ask(
            _l("働き方の種類"),
            hint=_l("種類によって、このあと聞くことが変わります。"),
            must=True,
            facet=FacetKind.CHOICE,
        ),
    ] = None
    recruiter: Annotated[Text, Ask(_l("募集する人・会社の名前"), must=True, max_length=100)] = None
    work: Annotated[Text, Ask(_l("仕事の内容（始めたとき）"), must=True, is_long=True, max_length=1000)] = None
    work_change: Annotated[Text, Ask(_l("仕事の内容が変わる範囲"), hint=_l("例：変更なし"))] = None
    outcome: Annotated[Text, Ask(_l("できあがりの形"), hint=_l("例：町のパンフレット8ページ"), max_length=300)] = None
    beginners_ok: Annotated[Flag, Ask(_l("経験がなくてもよい"), facet=FacetKind.FLAG)] = None
    is_dispatch: Annotated[Flag, Ask(_l("派遣で働く"))] = None
    term: Annotated[Term | None, Ask(_l("契約の期間"))] = None
    term_note: Annotated[Text, Ask(_l("いつからいつまで"))] = None
    renewal: Annotated[Text, Ask(_l("更新の基準"), hint=_l("期間の定めがあるとき。通算の期間や回数の上限も"))] = None
    trial: Annotated[Text, Ask(_l("試用期間"), hint=_l("例：なし／14日（条件は同じ）"))] = None
    workplace: Annotated[Text, Ask(_l("働く場所（始めたとき）"))] = None
    workplace_change: Annotated[Text, Ask(_l("働く場所が変わる範囲"), hint=_l("例：市内の店舗"))] = None
    handover: Annotated[Text, Ask(_l("できたものを渡す場所・方法"), hint=_l("例：データで送る"))] = None
    hours: Annotated[Text, Ask(_l("働く時間"))] = None
    hours_per_day: Annotated[
        float | None, Ask(_l("1日に働く時間"), hint=_l("休憩を除く。日給のとき最低賃金を確かめます。"), unit=_l("時間"))
    ] = None
    hours_per_month: Annotated[
        Number, Ask(_l("月に働く時間"), hint=_l("月給のとき最低賃金を確かめます。"), unit=_l("時間"), high=744)
    ] = None
    breaks: Annotated[Text, Ask(_l("休憩"))] = None
    days_off: Annotated[Text, Ask(_l("休日"))] = None
    overtime: Annotated[Text, Ask(_l("時間外の仕事"), hint=_l("例：なし／月10時間ほど。裁量労働のときはその旨も"))] = (
        None
    )
    pay: Annotated[Pay | None, Ask(_l("賃金・報酬の単位"), facet=FacetKind.CHOICE)] = None
    wage: Annotated[
        Number,
        Ask(
            _l("賃金・報酬の額"),
            unit=_l("円"),
            facet=FacetKind.AT_LEAST,
            steps=WAGE_STEPS,
            facet_value=an_hour,
            facet_label=_l("1時間あたりの額"),
        ),
    ] = None
    fixed_overtime: Annotated[
        Number, Ask(_l("うち固定残業代"), hint=_l("時間数と、超えた分を払うことも「賃金の説明」に"), unit=_l("円"))
    ] = None
    wage_note: Annotated[Text, Ask(_l("賃金の説明"), hint=_l("固定残業代があるときは、その内訳"))] = None
    paid_by: Annotated[Text, Ask(_l("報酬を払う日"), hint=_l("受け取った日から60日以内。例：検収の翌月末"))] = None
    thanks: Annotated[Text, Ask(_l("お礼"), hint=_l("例：地元の野菜、食事券。時間に応じた支払いはできません。"))] = None
    costs: Annotated[Text, Ask(_l("かかる費用をだれが持つか"), hint=_l("例：交通費は実費を町が出す。道具は貸す"))] = (
        None
    )
    rights: Annotated[Text, Ask(_l("できたものの権利"), hint=_l("例：著作権は作った人。町は自由に使える"))] = None
    travel: Annotated[Text, Ask(_l("交通費"), hint=_l("例：1日2,000円まで"))] = None
    lodging: Annotated[Text, Ask(_l("宿泊・食事"))] = None
    childcare: Annotated[Text, Ask(_l("子どもの預かり"))] = None
    insurance: Annotated[Text, Ask(_l("加入する保険"))] = None
    cover: Annotated[Text, Ask(_l("けがのときの保険"), hint=_l("例：ボランティア保険に町が入れる"))] = None
    may_stop: Annotated[Text, Ask(_l("休む・やめるとき"), hint=_l("例：いつでもやめられる。連絡は前日までに"))] = None
    smoking: Annotated[Text, Ask(_l("受動喫煙を防ぐ措置"), hint=_l("例：屋内禁煙"))] = None
    welcome: Annotated[Text, Ask(_l("二地域で暮らす人を待つ理由"))] = None
    apply_until: Annotated[
        date | None, Ask(_l("応募の締切"), hint=_l("この日が過ぎると、自動で掲載が終わります。"))
    ] = None
    selection: Annotated[Text, Ask(_l("選び方"))] = None
    report_number: Annotated[
        Text, Ask(_l("届出・許可の番号"), hint=_l("職業紹介・特定募集情報等提供のとき"), max_length=60)
    ] = None
    contact: Annotated[Text, Ask(_l("問い合わせ先"), must=True)] = None


def also_missing(_row: Any, details: Details) -> list[Ask]:
    """The items that this form of work must name."""
    if details.engagement is None:
        return []
    has_end = details.engagement is Engagement.EMPLOYMENT and details.term is Term.FIXED
    return unanswered(details, (*ITEMS[details.engagement], *(FIXED_TERM_ITEMS if has_end else ())))


def applies(_row: Any, details: Details, name: str) -> bool:
    """Each form of work is asked its own questions."""
    return is_asked(details.engagement, name)


def objections(row: Any, details: Details) -> list[str]:
    """Words by which an employer must not choose; wages where there may be none."""
    answers = (value for name, value in details if isinstance(value, str) and is_asked(details.engagement, name))
    texts = [row.title, row.summary, row.body, row.drawbacks, *answers]
    if details.engagement is Engagement.EMPLOYMENT:
        return excluding(texts)
    is_unpaid = details.engagement in (Engagement.PRO_BONO, Engagement.VOLUNTEER)
    return promising_wages(texts) if is_unpaid else []


def deciding(_row: Any, details: Details) -> list[Fact]:
    """Pay, form of work, hours."""
    hours = _("月%(hours)s時間", hours=details.hours_per_month) if details.hours_per_month else details.hours
    form = details.engagement.label if details.engagement else ""
    return [(_("報酬"), _pay(details)), (_("働き方"), without_note(form)), (_("時間"), hours)]


def _pay(details: Details) -> str:
    if not is_asked(details.engagement, "wage"):
        return str(details.thanks or "") if details.engagement is Engagement.VOLUNTEER else ""
    if details.pay and details.wage:
        per = details.pay.label if details.engagement is Engagement.EMPLOYMENT else _AMOUNTS[details.pay]
        return _("%(per)s%(amount)s", per=per, amount=price_words(details.wage))
    return details.wage_note or ""


def derived(_row: Any, details: Details) -> dict[str, Any]:
    """Who works on their own account gets no wage: the unit is said without the word."""
    is_fee = details.engagement is Engagement.CONTRACT and details.pay is not None
    return {"pay": _AMOUNTS[details.pay]} if is_fee and details.pay else {}


def last_day(_row: Any, details: Details) -> date | None:
    """An offer ends with its last day to apply."""
    return details.apply_until


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
    sections=(
        Section("form", _l("働き方"), ("engagement", "recruiter", "capacity", "remote_ok", "contact")),
        Section("work", _l("仕事の内容"), ("work", "work_change", "outcome", "beginners_ok", "is_dispatch")),
        Section(
            "where",
            _l("期間・場所・時間"),
            (
                *("term", "term_note", "renewal", "trial", "workplace", "workplace_change", "handover", "hours"),
                *("hours_per_day", "hours_per_month", "breaks", "days_off", "overtime"),
            ),
        ),
        Section(
            "pay",
            _l("お金と守り"),
            (
                *("pay", "wage", "fixed_overtime", "wage_note", "paid_by", "thanks", "costs", "rights"),
                *("travel", "lodging", "childcare", "insurance", "cover", "may_stop", "smoking"),
            ),
        ),
        Section("apply", _l("応募"), ("welcome", "apply_until", "selection", "report_number")),
    ),
    applies=applies,
    objections=objections,
    derived=derived,
    last_day=last_day,
    applicable=True,
    quick=("capacity",),
    weekend_ok=lambda details: words_off_ok(details.days_off),
    also_found_by="仕事 求人 募集",
)
