"""Tables of the one-stop exception: one application for each donation, notices of a move, donations made elsewhere."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.bulk import table_of
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field
from webapp.core.workflow import Workflow, move
from webapp.pledges.models import Pledge
from webapp.residents.secrecy import leaves_blank, of_hidden_person


class OneStopStatus(Labelled):
    """Where an application stands."""

    APPLIED = "applied", _l("申請書の到着を待っています")
    RECEIVED = "received", _l("まちに届きました")
    ACCEPTED = "accepted", _l("受け付けられました")
    REFUSED = "refused", _l("受け付けられませんでした")
    LAPSED = "lapsed", _l("期限までに届きませんでした")
    VOID = "void", _l("無効になりました")


class VoidCause(Labelled):
    """Why an application counts no more."""

    TAX_RETURN = "tax_return", _l("確定申告や住民税の申告をするため")
    SIXTH_TOWN = "sixth_town", _l("申請した市町村が6つ以上になったため")
    REFUND = "refund", _l("寄附が返金されたため")
    WITHDRAWN = "withdrawn", _l("本人が取り下げたため")


_S = OneStopStatus
#: count towards the five municipalities
COUNTED = (_S.APPLIED, _S.RECEIVED, _S.ACCEPTED)


class OneStopApplication(Table, table=True):
    """寄附金税額控除に係る申告特例申請 for one donation. There is no place for a My Number: it is written by hand on the sheet."""

    __tablename__ = "onestop_application"
    __table_args__ = (sa.Index("ix_onestop_application_desk", "municipality_code", "year", "status"),)

    id: str = id_field()
    pledge_id: str = Field(max_length=26, foreign_key="pledge.id", unique=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    year: int  # of the donation's day of receipt
    code: str = Field(max_length=12, unique=True)  # on the sheet, as QR code and in letters
    status: OneStopStatus = enum_field(OneStopStatus, OneStopStatus.APPLIED)
    name: str = Field(max_length=60)
    kana: str = Field(default="", max_length=80)
    address: str = Field(max_length=200)
    phone: str = Field(default="", max_length=20)
    birth_date: date | None = None
    towns_elsewhere: int = 0  # what a donor without an account says; others keep a list
    applied_at: datetime = created_field()
    received_on: date | None = None
    decided_at: datetime | None = None
    decision_reason: str = text_field("", max_length=500)
    void_cause: VoidCause | None = enum_field(VoidCause, None, nullable=True)
    is_demo: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether it stands for one of the five municipalities."""
        return self.status in COUNTED


ONESTOP = Workflow(
    "onestop",
    _l("ワンストップ特例の申請"),
    OneStopStatus.APPLIED,
    [
        move("receive", {_S.APPLIED, _S.LAPSED}, _S.RECEIVED, _l("申請書を受け取った"), *TOWN_ROLES),
        move("accept", {_S.RECEIVED}, _S.ACCEPTED, _l("申請を受け付けた"), *TOWN_ROLES),
        move(
            "refuse", {_S.APPLIED, _S.RECEIVED, _S.LAPSED}, _S.REFUSED, _l("申請を受け付けなかった"), *TOWN_ROLES,
            needs_reason=True,
        ),
        move("apply_again", {_S.REFUSED, _S.VOID, _S.LAPSED}, _S.APPLIED, _l("もう一度申請した"), *Role),
        move("lapse", {_S.APPLIED}, _S.LAPSED, _l("届かないまま期限が来た")),
        move("void", {_S.APPLIED, _S.RECEIVED, _S.ACCEPTED, _S.LAPSED}, _S.VOID, _l("申請が無効になった"), *Role),
    ],
)  # fmt: skip


class OneStopChange(Table, table=True):
    """申告特例申請事項変更届出 to one municipality: a new name or address before the first of January."""

    __tablename__ = "onestop_change"

    id: str = id_field()
    application_id: str = Field(max_length=26, foreign_key="onestop_application.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    year: int
    old_name: str = Field(max_length=60)
    old_address: str = Field(max_length=200)
    new_name: str = Field(max_length=60)
    new_address: str = Field(max_length=200)
    changed_on: date
    created_at: datetime = created_field()
    received_on: date | None = None


class OneStopElsewhere(Table, table=True):
    """What a donor says of donations made on other sites: only the donor sees it."""

    __tablename__ = "onestop_elsewhere"
    __table_args__ = (sa.UniqueConstraint("user_id", "year", "town_code"),)

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id")
    year: int
    town_code: str = Field(max_length=6, foreign_key="municipality.code")  # not the town's row
    amount: int = Field(sa_type=sa.BigInteger)  # whole yen
    uses_onestop: bool = True
    created_at: datetime = created_field()


class OneStopChoice(Table, table=True):
    """A donor's word that the year's donations go into a tax return: no letters about the one-stop exception then."""

    __tablename__ = "onestop_choice"
    __table_args__ = (sa.UniqueConstraint("user_id", "year"),)

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id")
    year: int
    files_return: bool = True
    created_at: datetime = created_field()


def _is_of_hidden(table: sa.Table) -> sa.ColumnElement[bool]:
    given = table_of(Pledge)
    return table.c.pledge_id.in_(sa.select(given.c.id).where(of_hidden_person(given)))


def _is_change_of_hidden(table: sa.Table) -> sa.ColumnElement[bool]:
    applied = table_of(OneStopApplication)
    return table.c.application_id.in_(sa.select(applied.c.id).where(_is_of_hidden(applied)))


leaves_blank(OneStopApplication, "name", "kana", "address", "phone", "birth_date", hidden=_is_of_hidden)
leaves_blank(OneStopChange, "old_name", "old_address", "new_name", "new_address", hidden=_is_change_of_hidden)
