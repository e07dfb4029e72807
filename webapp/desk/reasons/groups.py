"""The kinds of answers by the work they belong to: how the list of ready reasons is read."""

from typing import Any, Final

from webapp.core.i18n import lazy as _l
from webapp.desk.reasons.models import Answer

_A = Answer
#: key of the address within the page, heading, answers; every answer stands in one group
GROUPS: Final[tuple[tuple[str, Any, tuple[Answer, ...]], ...]] = (
    ("registrations", _l("登録の審査"), (_A.APPROVE, _A.CORRECTION, _A.REFUSE, _A.SUSPEND, _A.DEPARTURE, _A.END, _A.SECOND_NO)),
    ("certificates", _l("証明書と特典"), (_A.REVOKE, _A.BENEFIT)),
    ("listings", _l("掲載"), (_A.LISTING_CORRECTION, _A.LISTING_REFUSE, _A.LISTING_PAUSE, _A.LISTING_CLOSE)),
    ("banks", _l("空き家バンク"), (_A.HOME, _A.HOME_TALK, _A.COOPERATION)),
    ("voices", _l("やりとり・知らせ・質問"), (_A.REPORT, _A.NO_MORE_MESSAGES, _A.HANDLED, _A.LEAVE_OUT)),
    ("activities", _l("予約・活動・集まり・出会い"), (_A.DECLINE, _A.ACTIVITY, _A.COMMUNITY, _A.SUGGESTION_BACK)),
    ("projects", _l("取り組みと寄附"), (_A.PROJECT_FINDING, _A.PROJECT, _A.RECEIPT, _A.ONESTOP_REFUSE, _A.DONATION_BACK)),
    ("money", _l("支払いと帳簿"), (_A.REFUND, _A.REFUND_NO, _A.PAYMENT, _A.MONTH, _A.DIFFERENCE)),
    ("town", _l("法人・職員・まちの運営"), (_A.DESIGNATION, _A.STAFF, _A.KEY, _A.PRIVACY_EXTEND, _A.PRIVACY_REFUSE, _A.TOWN_LEAVES)),
)  # fmt: skip
