"""Where a project stands and what may follow, from the first draft to the public final account."""

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.workflow import Workflow, move


class ProjectStatus(Labelled):
    """Where a project stands."""

    DRAFT = "draft", _l("下書き")
    PROPOSED = "proposed", _l("まちに提案済み")
    CORRECTION = "correction", _l("直し待ち")
    IN_REVIEW = "in_review", _l("まちが審査中")
    REFUSED = "refused", _l("見送り")
    PUBLISHED = "published", _l("寄附を受付中")
    WAITING_FUNDS = "waiting_funds", _l("受付を終え、入金を待っている")
    CLOSED = "closed", _l("受付を終了")
    SUBSIDY_DECIDED = "subsidy_decided", _l("使える額が決定")
    UNDER_WAY = "under_way", _l("実施中")
    REPORTED = "reported", _l("実績を報告済み")
    SETTLED = "settled", _l("精算済み（収支を公開）")
    CANCELLED = "cancelled", _l("取りやめ")


_S = ProjectStatus
#: who proposes may still write on it
EDITABLE = (_S.DRAFT, _S.CORRECTION)
#: handed in and not decided
PENDING = (_S.PROPOSED, _S.CORRECTION, _S.IN_REVIEW)
#: everybody may read it
PUBLIC = (
    _S.PUBLISHED, _S.WAITING_FUNDS, _S.CLOSED, _S.SUBSIDY_DECIDED, _S.UNDER_WAY, _S.REPORTED, _S.SETTLED,
)  # fmt: skip
#: no pledge is taken any more; what was given is spent and told about
AFTER_GIVING = PUBLIC[1:]
#: the town's next step
WAITING_FOR_THE_TOWN = (_S.PROPOSED, _S.IN_REVIEW, _S.CLOSED, _S.REPORTED)
#: reports and receipts are written now
IN_EXECUTION = (_S.SUBSIDY_DECIDED, _S.UNDER_WAY)

#: anybody signed in proposes; whose row it is, the query decides
_ANYBODY = tuple(Role)

PROJECT = Workflow(
    "project",
    _l("まちの取り組み"),
    _S.DRAFT,
    [
        move("propose", {_S.DRAFT}, _S.PROPOSED, _l("まちに提案する"), *_ANYBODY),
        move("resubmit", {_S.CORRECTION}, _S.PROPOSED, _l("直して送り直す"), *_ANYBODY),
        move("start_review", {_S.DRAFT, _S.PROPOSED}, _S.IN_REVIEW, _l("審査を始める"), *TOWN_ROLES),
        move(
            "ask_correction",
            {_S.PROPOSED, _S.IN_REVIEW},
            _S.CORRECTION,
            _l("直すことを頼む"),
            *TOWN_ROLES,
            needs_reason=True,
        ),
        move("refuse", PENDING, _S.REFUSED, _l("見送ると決める"), *TOWN_ROLES, needs_reason=True),
        move("withdraw", (_S.DRAFT, *PENDING), _S.CANCELLED, _l("取り下げる"), *_ANYBODY),
        move("publish", {_S.IN_REVIEW}, _S.PUBLISHED, _l("公開して寄附を受け付ける"), *TOWN_ROLES),
        move("stop", {_S.PUBLISHED}, _S.WAITING_FUNDS, _l("受付を終え、入金を待つ"), *TOWN_ROLES),
        move("close", {_S.PUBLISHED, _S.WAITING_FUNDS}, _S.CLOSED, _l("受付を終える"), *TOWN_ROLES),
        move("decide_subsidy", {_S.CLOSED}, _S.SUBSIDY_DECIDED, _l("使える額を決める"), *TOWN_ROLES),
        move("start", {_S.SUBSIDY_DECIDED}, _S.UNDER_WAY, _l("実施を始める"), *_ANYBODY),
        move("report", {_S.UNDER_WAY}, _S.REPORTED, _l("実績を報告する"), *_ANYBODY),
        move("ask_again", {_S.REPORTED}, _S.UNDER_WAY, _l("報告の直しを頼む"), *TOWN_ROLES, needs_reason=True),
        move(
            "give_up",
            {_S.SUBSIDY_DECIDED, _S.UNDER_WAY},
            _S.REPORTED,
            _l("途中で終え、残りを別の使いみちに回す"),
            *TOWN_ROLES,
            needs_reason=True,
        ),
        move("settle", {_S.REPORTED}, _S.SETTLED, _l("額を確定し、収支を公開する"), *TOWN_ROLES),
        move(
            "cancel",
            {_S.DRAFT, _S.IN_REVIEW, _S.PUBLISHED, _S.WAITING_FUNDS, _S.CLOSED},
            _S.CANCELLED,
            _l("取りやめる"),
            *TOWN_ROLES,
            needs_reason=True,
        ),
    ],
)
