"""The four forms of work: which questions each is asked, and which it must answer."""

from typing import Any, Final

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled


class Engagement(Labelled):
    """In which legal form somebody works; employment has the longest list of items."""

    EMPLOYMENT = "employment", _l("雇用（アルバイト・契約社員・正社員）")
    CONTRACT = "contract", _l("業務委託")
    PRO_BONO = "pro_bono", _l("プロボノ（無償）")
    VOLUNTEER = "volunteer", _l("ボランティア（実費と謝礼まで）")


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


#: 職業安定法5条の3 and 施行規則4条の2 (as of April 2024), beside what every job must say
EMPLOYMENT_ITEMS: Final = (
    *("work_change", "term", "trial", "workplace", "workplace_change", "hours", "breaks", "days_off", "overtime"),
    *("pay", "wage", "insurance", "smoking"),
)
#: with an end: also until when, and by what it is renewed
FIXED_TERM_ITEMS: Final = ("term_note", "renewal")
#: 特定受託事業者に係る取引の適正化等に関する法律 (from November 2024)
CONTRACT_ITEMS: Final = ("pay", "wage", "paid_by", "term_note", "handover", "costs")
#: no law lists these; they are what keeps unpaid work fair
PRO_BONO_ITEMS: Final = ("outcome", "term_note", "costs", "rights")
VOLUNTEER_ITEMS: Final = ("workplace", "hours", "costs", "cover", "may_stop")
ITEMS: Final = {
    Engagement.EMPLOYMENT: EMPLOYMENT_ITEMS,
    Engagement.CONTRACT: CONTRACT_ITEMS,
    Engagement.PRO_BONO: PRO_BONO_ITEMS,
    Engagement.VOLUNTEER: VOLUNTEER_ITEMS,
}
_E, _C, _P, _V = Engagement
_PAID, _UNPAID = frozenset({_E, _C}), frozenset({_P, _V})
#: question → the forms that are asked it; what is not named here is asked of all
ONLY_FOR: Final = {
    **dict.fromkeys(("work_change", "term", "renewal", "trial", "workplace_change"), frozenset({_E})),
    **dict.fromkeys(("breaks", "days_off", "overtime", "hours_per_day", "fixed_overtime"), frozenset({_E})),
    **dict.fromkeys(("insurance", "smoking", "is_dispatch", "wage_note"), frozenset({_E})),
    **dict.fromkeys(("pay", "wage"), _PAID),
    **dict.fromkeys(("paid_by", "handover"), frozenset({_C})),
    **dict.fromkeys(("outcome", "rights"), frozenset({_C, _P})),
    "costs": frozenset({_C, _P, _V}),
    "may_stop": _UNPAID,
    **dict.fromkeys(("cover", "thanks"), frozenset({_V})),
}


def is_asked(form: Engagement | None, name: str) -> bool:
    """Whether a form of work is asked a question; before the form is chosen only what all are asked."""
    forms: Any = ONLY_FOR.get(name)
    return forms is None or form in forms
