"""The table of requests under the law on personal information, and their moves."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field
from webapp.core.workflow import Workflow, move
from webapp.residents.secrecy import leaves_blank


class RequestKind(Labelled):
    """What is asked for; the articles are those of the Act on the Protection of Personal Information."""

    DISCLOSE = "disclose", _l("見せてほしい（開示）")
    CORRECT = "correct", _l("直してほしい（訂正）")
    STOP = "stop", _l("使うのをやめてほしい（利用停止）")
    ERASE = "erase", _l("消してほしい（消去）")


class Way(Labelled):
    """How it reached the town."""

    ONLINE = "online", _l("この画面から")
    COUNTER = "counter", _l("窓口")
    LETTER = "letter", _l("郵送")


class Proof(Labelled):
    """How the town made sure who asks; a number of a document is never noted."""

    REGISTERED = "registered", _l("登録のときの本人確認")
    MY_NUMBER_CARD = "my_number_card", _l("マイナンバーカード")
    LICENCE = "licence", _l("運転免許証")
    PASSPORT = "passport", _l("パスポート")
    OTHER = "other", _l("そのほかの書類")


class Ground(Labelled):
    """Why the law lets a town refuse."""

    NOT_HELD = "not_held", _l("その情報を持っていない（法第76条・第82条第2項）")
    NOT_TO_BE_SHOWN = "not_to_be_shown", _l("見せられない情報にあたる（法第78条）")
    EXISTENCE = "existence", _l("あるかないかも答えられない（法第81条）")
    CORRECT_ALREADY = "correct_already", _l("内容が事実と合っている（法第92条）")
    USED_LAWFULLY = "used_lawfully", _l("取扱いが法律に合っている（法第100条）")
    WORK_HINDERED = "work_hindered", _l("やめると、仕事の適正な実施に著しい支障がある（法第100条ただし書）")
    FORMAL = "formal", _l("書類が足りず、補正の求めに応じてもらえなかった（法第77条・第91条・第99条）")


class RequestStatus(Labelled):
    """Where a request stands."""

    RECEIVED = "received", _l("受付済み")
    CHECKED = "checked", _l("本人確認済み")
    EXTENDED = "extended", _l("期間を延長中")
    ANSWERED = "answered", _l("認めました")
    REFUSED = "refused", _l("認めませんでした")
    DONE = "done", _l("完了")
    WITHDRAWN = "withdrawn", _l("取下げ")


_S = RequestStatus
OPEN = (_S.RECEIVED, _S.CHECKED, _S.EXTENDED)
#: what a town still has to do something about
UNFINISHED = (*OPEN, _S.ANSWERED, _S.REFUSED)
REQUEST = Workflow(
    "privacy_request",
    _l("自分の情報についての請求"),
    _S.RECEIVED,
    [
        move("check", {_S.RECEIVED}, _S.CHECKED, _l("本人であることを確かめた"), Role.MUNICIPALITY_ADMIN),
        move("extend", {_S.CHECKED}, _S.EXTENDED, _l("期間を延長した"), Role.MUNICIPALITY_ADMIN, needs_reason=True),
        move(
            "answer", {_S.CHECKED, _S.EXTENDED}, _S.ANSWERED, _l("認めた"), Role.MUNICIPALITY_ADMIN, needs_reason=True
        ),
        move(
            "refuse",
            {_S.RECEIVED, _S.CHECKED, _S.EXTENDED},
            _S.REFUSED,
            _l("認めなかった"),
            Role.MUNICIPALITY_ADMIN,
            needs_reason=True,
        ),
        move("finish", {_S.ANSWERED, _S.REFUSED}, _S.DONE, _l("すべて終えた"), Role.MUNICIPALITY_ADMIN),
        move("withdraw", set(OPEN), _S.WITHDRAWN, _l("取り下げた"), *Role),
    ],
)


class PrivacyRequest(Table, table=True):
    """One request to one town; who came to the counter has no account here, and then `email` may be empty."""

    __tablename__ = "privacy_request"
    __table_args__ = (
        sa.Index("ix_privacy_request_town", "municipality_code", "status", "due_on"),
        sa.Index("ix_privacy_request_user_id", "user_id"),
    )

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="programme.municipality_code")
    user_id: str | None = Field(default=None, max_length=26, foreign_key="account.id")
    kind: RequestKind = enum_field(RequestKind)
    way: Way = enum_field(Way, Way.ONLINE)
    status: RequestStatus = enum_field(RequestStatus, RequestStatus.RECEIVED)
    name: str = Field(max_length=80)
    email: str = Field(default="", max_length=254)
    words: str = text_field(max_length=2000)
    received_on: date
    due_on: date
    checked_by: str | None = Field(default=None, max_length=26)
    proof: Proof | None = enum_field(Proof, None, nullable=True)
    extended_by: str | None = Field(default=None, max_length=26)
    extended_from: date | None = None  # the last day before it was extended
    extension_reason: str = text_field("", max_length=1000)
    decided_by: str | None = Field(default=None, max_length=26)
    decided_at: datetime | None = None
    ground: Ground | None = enum_field(Ground, None, nullable=True)
    answer: str = text_field("", max_length=2000)
    entered_by: str | None = Field(default=None, max_length=26)
    created_at: datetime = created_field()
    is_demo: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the town still owes an answer."""
        return self.status in OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether the day of the law is over without an answer."""
        return self.is_open and self.due_on < today()

    @property
    def days_left(self) -> int:
        """Days until the last one; less than none when it is over."""
        return (self.due_on - today()).days


leaves_blank(PrivacyRequest, "name", "email", "words", "answer")
