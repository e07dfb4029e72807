"""Tables of ready-made reasons and of how often each was used."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field


class Answer(Labelled):
    """What a ready-made reason is for."""

    APPROVE = "approve", _l("登録を認める")
    CORRECTION = "correction", _l("補正をお願いする")
    REFUSE = "refuse", _l("登録を断る")
    END = "end", _l("登録を終える")
    REVOKE = "revoke", _l("証明書を取り消す")
    LISTING_CORRECTION = "listing_correction", _l("掲載の修正をお願いする")
    LISTING_REFUSE = "listing_refuse", _l("掲載しない")
    LISTING_PAUSE = "listing_pause", _l("掲載を休止する")
    LISTING_CLOSE = "listing_close", _l("掲載を終える")
    PROJECT_FINDING = "project_finding", _l("取り組みの4つの判断をする")
    PROJECT = "project", _l("取り組みを断る・中止にする")
    SUSPEND = "suspend", _l("登録を一時停止する・再開する")
    DEPARTURE = "departure", _l("転出入などで登録を終える")
    SECOND_NO = "second_no", _l("二人目として戻す・取りやめる")
    ONESTOP_REFUSE = "onestop_refuse", _l("ワンストップ特例を受け付けない")
    RECEIPT = "receipt", _l("受領証明書を訂正する・再発行する")
    REFUND = "refund", _l("返金を提案する")
    REFUND_NO = "refund_no", _l("返金しない")
    PAYMENT = "payment", _l("合わない支払いを片づける")
    DONATION_BACK = "donation_back", _l("窓口で記録した寄附を取り消す")
    MONTH = "month", _l("締めた月を開き直す")
    DIFFERENCE = "difference", _l("帳簿の違いを片づける")
    PRIVACY_EXTEND = "privacy_extend", _l("情報の請求の期限を延ばす")
    PRIVACY_REFUSE = "privacy_refuse", _l("情報の請求を認めない")
    DECLINE = "decline", _l("予約や応募を断る・中止にする")
    ACTIVITY = "activity", _l("担い手活動の記録を認めない")
    BENEFIT = "benefit", _l("特典を断る・止める")
    COMMUNITY = "community", _l("コミュニティや集まりを断る・中止にする")
    LEAVE_OUT = "leave_out", _l("質問・声・近況を公開しない")
    REPORT = "report", _l("知らせと苦情に答える")
    NO_MORE_MESSAGES = "no_more_messages", _l("送信を止める")
    HANDLED = "handled", _l("打ち明けられたことに対応した")
    HOME = "home", _l("空き家バンクの家を断る・直してもらう")
    HOME_TALK = "home_talk", _l("空き家バンクの利用者や交渉を終える")
    COOPERATION = "cooperation", _l("情報の提供や協力を終える")
    SUGGESTION_BACK = "suggestion_back", _l("枠の割り振りやお声かけを取り下げる")
    DESIGNATION = "designation", _l("支援法人の指定を断る・終える")
    STAFF = "staff", _l("職員の役割を変える・終える")
    KEY = "key", _l("鍵や口座の設定を止める")
    TOWN_LEAVES = "town_leaves", _l("まちの参加を終える")


_CURRENT = "replaced_at IS NULL"


class ReasonTemplate(Table, table=True):
    """One version of a sentence a town often needs; a change is a new row, so that the history is whole.

    `key` is shared by all versions: that of a built-in sentence, which the row replaces, or one of its own.
    """

    __tablename__ = "reason_template"
    __table_args__ = (
        sa.Index(
            "uq_reason_template_current",
            "municipality_code",
            "answer",
            "key",
            unique=True,
            sqlite_where=sa.text(_CURRENT),
            postgresql_where=sa.text(_CURRENT),
        ),
    )

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    answer: Answer = enum_field(Answer)
    key: str = Field(max_length=26)
    title: str = Field(max_length=60)
    words: str = text_field("", max_length=1000)
    is_shown: bool = True
    written_by: str | None = Field(default=None, max_length=26)
    created_at: datetime = created_field()
    replaced_at: datetime | None = None
    is_demo: bool = False


class ReasonUse(Table, table=True):
    """How often a town's staff took one of its reasons, in whatever version it stood then."""

    __tablename__ = "reason_use"

    municipality_code: str = Field(primary_key=True, max_length=6, foreign_key="municipality.code")
    answer: str = Field(primary_key=True, max_length=40)
    key: str = Field(primary_key=True, max_length=26)
    times: int = 0
    last_at: datetime = created_field()
