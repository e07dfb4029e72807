"""The table of reads: that somebody of a town or a corporation opened a page about a person, once a day."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import Role
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field


class What(Labelled):
    """What page it was, as the person knows it."""

    APPLICATION = "application", _l("登録の申請")
    PREMIUM = "premium", _l("プレミアムの申込み")
    IDENTITY = "identity", _l("窓口での本人確認")
    CERTIFICATE = "certificate", _l("証明書")
    PARTICIPATION = "participation", _l("応募")
    THREAD = "thread", _l("やりとり")
    PLEDGE = "pledge", _l("寄附")
    RENEWAL = "renewal", _l("登録の更新")
    PROFILE = "profile", _l("名前を伏せたプロフィール")
    CONTACT = "contact", _l("お声かけを受けて渡した連絡先")
    REQUEST = "request", _l("自分の情報についての請求")
    BOOKING = "booking", _l("予約")
    ACTIVITY = "activity", _l("担い手活動の記録")
    HOME = "home", _l("空き家バンクの申込み")
    ONESTOP = "onestop", _l("ワンストップ特例の申請")
    VOICE = "voice", _l("応援の声")
    FEEDBACK = "feedback", _l("参加のあとの感想")
    FOUND = "found", _l("検索の結果")


class DataRead(Table, table=True):
    """One reader, one person, one kind of page, one day; `user_id` goes when the account closes."""

    __tablename__ = "data_read"
    __table_args__ = (
        sa.Index("uq_data_read_once", "user_id", "reader_id", "what", "on_day", "organisation", unique=True),
        sa.Index("ix_data_read_town", "municipality_code", "on_day"),
        sa.Index("ix_data_read_on_day", "on_day"),
    )

    id: str = id_field()
    user_id: str | None = Field(  # stays here when a town takes its data: some of what is read is nameless
        default=None, max_length=26, foreign_key="account.id", sa_column_kwargs={"info": {"kept_back": True}}
    )
    municipality_code: str | None = Field(default=None, max_length=6, foreign_key="municipality.code")
    organisation: str = Field(max_length=26)  # municipality code or corporation id
    reader_id: str = Field(max_length=26)
    role: Role = enum_field(Role)
    what: What = enum_field(What)
    on_day: date
    at: datetime = created_field()
