"""Where attempts, refunds, disputes and payouts stand, in words for people; and the one life cycle that people move."""

from webapp.core.actor import TOWN_ROLES
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.workflow import Workflow, move


class AttemptState(Labelled):
    """Where one attempt to collect a pledge stands; derived from facts that only grow, never from the last notice."""

    CREATED = "created", _l("準備中")
    UNKNOWN = "unknown", _l("決済会社の返事を確かめている")
    OPEN = "open", _l("支払い画面を開いた")
    PROCESSING = "processing", _l("支払いを待っている")
    SUCCEEDED = "succeeded", _l("支払われた")
    FAILED = "failed", _l("支払えなかった")
    EXPIRED = "expired", _l("期限が切れた")
    QUARANTINED = "quarantined", _l("確認が必要")
    SETTLED = "settled", _l("担当者が確かめた（数えていない）")


#: what does not fit: counted nowhere, also after a person has looked
SET_ASIDE = (AttemptState.QUARANTINED, AttemptState.SETTLED)
#: no answer of the provider is awaited any more, except refunds and disputes of money that came
ENDED = (AttemptState.SUCCEEDED, AttemptState.FAILED, AttemptState.EXPIRED, *SET_ASIDE)
#: the provider was asked, and nobody here knows what it did
UNSURE = (AttemptState.CREATED, AttemptState.UNKNOWN)


class RefundOrigin(Labelled):
    """Why money goes back."""

    STAFF = "staff", _l("過誤納還付（担当者）")
    LATE = "late", _l("過誤納還付（受付が終わった後の入金）")
    SURPLUS = "surplus", _l("過誤納還付（二重の支払い）")
    EXTERNAL = "external", _l("決済会社の画面で返金された")


class RefundStatus(Labelled):
    """Where one refund stands: two people agree, the provider is asked, the provider tells how it went."""

    PROPOSED = "proposed", _l("もう一人の確認待ち")
    DECLINED = "declined", _l("返金しないと決めた")
    REQUESTED = "requested", _l("決済会社に依頼中")
    PENDING = "pending", _l("返金の手続き中")
    REQUIRES_ACTION = "requires_action", _l("寄附者の口座の連絡待ち")
    SUCCEEDED = "succeeded", _l("返金した")
    FAILED = "failed", _l("返金できなかった")
    CANCELED = "canceled", _l("返金が取り消された")


_R = RefundStatus
#: this money is spoken for: it cannot be refunded once more
ACTIVE_REFUNDS = (_R.PROPOSED, _R.REQUESTED, _R.PENDING, _R.REQUIRES_ACTION, _R.SUCCEEDED)
#: the provider has not said its last word
WAITING_REFUNDS = (_R.REQUESTED, _R.PENDING, _R.REQUIRES_ACTION)
#: the provider knows of these and has taken them out of the balance
BOOKED_REFUNDS = (_R.PENDING, _R.REQUIRES_ACTION, _R.SUCCEEDED)
BROKEN_REFUNDS = (_R.FAILED, _R.CANCELED)

REFUND = Workflow(
    "payment_refund",
    _l("返金"),
    _R.PROPOSED,
    [
        move("approve", {_R.PROPOSED}, _R.REQUESTED, _l("確認して返金を依頼する"), *TOWN_ROLES),
        move("decline", {_R.PROPOSED}, _R.DECLINED, _l("返金しない"), *TOWN_ROLES, needs_reason=True),
        move("send", {_R.REQUESTED}, _R.PENDING, _l("決済会社が受け付けた")),
        move("ask_donor", {_R.REQUESTED, _R.PENDING}, _R.REQUIRES_ACTION, _l("決済会社が寄附者に口座を尋ねた")),
        move("succeed", {_R.REQUESTED, _R.PENDING, _R.REQUIRES_ACTION}, _R.SUCCEEDED, _l("返金が終わった")),
        move(
            "fail",
            {_R.REQUESTED, _R.PENDING, _R.REQUIRES_ACTION, _R.SUCCEEDED},
            _R.FAILED,
            _l("返金できなかった"),
        ),
        move(
            "cancel",
            {_R.REQUESTED, _R.PENDING, _R.REQUIRES_ACTION, _R.SUCCEEDED},
            _R.CANCELED,
            _l("返金が取り消された"),
        ),
    ],
)


class DisputeStatus(Labelled):
    """Where a card holder's dispute stands."""

    INQUIRY = "inquiry", _l("カード会社からの照会")
    NEEDS_RESPONSE = "needs_response", _l("反論の提出が必要")
    UNDER_REVIEW = "under_review", _l("カード会社が審査中")
    LOST = "lost", _l("支払いが取り消された")
    WON = "won", _l("寄附が認められた")


OPEN_DISPUTES = (DisputeStatus.INQUIRY, DisputeStatus.NEEDS_RESPONSE, DisputeStatus.UNDER_REVIEW)


class PayoutStatus(Labelled):
    """Where a transfer from the provider to the municipality's bank stands."""

    PENDING = "pending", _l("振込の準備中")
    PAID = "paid", _l("振り込まれた")
    CANCELED = "canceled", _l("取り消された")
    FAILED = "failed", _l("振り込めなかった")


class NoticeState(Labelled):
    """What became of a notice of the provider."""

    RECEIVED = "received", _l("受け取った")
    DONE = "done", _l("取り込んだ")
    IGNORED = "ignored", _l("関係がない")
    FAILED = "failed", _l("あとでやり直す")
