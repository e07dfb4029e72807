"""Tables of municipalities: the master of all of them, the programmes they run, dated settings."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import Role
from webapp.core.i18n import is_japanese
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field
from webapp.core.workflow import Workflow, move
from webapp.municipalities import naming


class AreaKind(Labelled):
    """What a six-digit code stands for."""

    PREFECTURE = "prefecture", _l("都道府県")
    CITY = "city", _l("市区町村")


class Municipality(Table, table=True):
    """One prefecture, city, ward of Tokyo, town or village; keyed by code, because names repeat."""

    __tablename__ = "municipality"

    code: str = Field(primary_key=True, min_length=6, max_length=6)
    kind: AreaKind = enum_field(AreaKind, AreaKind.CITY, index=True)
    name: str = Field(max_length=40)
    kana: str = Field(max_length=80)
    romaji: str = Field(default="", max_length=120)
    prefecture_code: str = Field(min_length=6, max_length=6, index=True)
    prefecture_name: str = Field(max_length=10)
    region: str = Field(default="", max_length=10)
    latitude: float | None = None
    longitude: float | None = None

    @property
    def official_name(self) -> str:
        """As it is written in Japan, with the prefecture: for records and searches, whoever reads."""
        return self.name if self.kind is AreaKind.PREFECTURE else f"{self.prefecture_name}{self.name}"

    @property
    def full_name(self) -> str:
        """In the reader's language, with the prefecture, because 25 names repeat."""
        if self.kind is AreaKind.PREFECTURE:
            return naming.prefecture(self.name, self.code)
        return naming.full(self.name, self.romaji, self.prefecture_name, self.code)

    @property
    def short_name(self) -> str:
        """In the reader's language, alone: where the prefecture is clear."""
        return naming.short(self.name, self.romaji)

    @property
    def prefecture_label(self) -> str:
        """Its prefecture in the reader's language."""
        return naming.prefecture(self.prefecture_name, self.prefecture_code)

    @property
    def reading(self) -> str:
        """What helps to read the name: kana in Japanese, the kanji elsewhere."""
        return self.kana if is_japanese() else self.name


class ProgrammeStatus(Labelled):
    """Where a municipality's own Futamachi stands."""

    INVITED = "invited", _l("招待中")
    ACTIVE = "active", _l("運用中")
    LEAVING = "leaving", _l("終了手続中")
    LEFT = "left", _l("終了")


class Programme(Table, table=True):
    """A municipality that runs Futamachi: the tenant."""

    __tablename__ = "programme"

    municipality_code: str = Field(primary_key=True, max_length=6, foreign_key="municipality.code")
    status: ProgrammeStatus = enum_field(ProgrammeStatus, ProgrammeStatus.INVITED, index=True)
    department: str = Field(default="", max_length=100)
    contact_email: str = Field(default="", max_length=254)
    contact_phone: str = Field(default="", max_length=20)
    message: str = text_field("", max_length=1000)
    is_demo: bool = False
    invited_at: datetime = created_field()
    joined_at: datetime | None = None
    left_at: datetime | None = None


PROGRAMME = Workflow(
    "programme",
    _l("市町村の参加"),
    ProgrammeStatus.INVITED,
    [
        move("join", {ProgrammeStatus.INVITED}, ProgrammeStatus.ACTIVE, _l("参加する"), Role.MUNICIPALITY_ADMIN),
        move(
            "announce_leaving",
            {ProgrammeStatus.ACTIVE},
            ProgrammeStatus.LEAVING,
            _l("終了を申し出る"),
            Role.MUNICIPALITY_ADMIN,
            needs_reason=True,
        ),
        move("stay", {ProgrammeStatus.LEAVING}, ProgrammeStatus.ACTIVE, _l("終了を取り消す"), Role.MUNICIPALITY_ADMIN),
        move(
            "leave", {ProgrammeStatus.LEAVING}, ProgrammeStatus.LEFT, _l("終了する"), Role.OPERATOR, needs_reason=True
        ),
        move("invite_again", {ProgrammeStatus.LEFT}, ProgrammeStatus.INVITED, _l("もう一度招待する"), Role.OPERATOR),
    ],
)


class DatedSetting(Table, table=True):
    """A number or rule of a scheme with the day from which it holds and where it comes from."""

    __tablename__ = "dated_setting"
    __table_args__ = (sa.UniqueConstraint("municipality_code", "key", "valid_from"),)

    id: str = id_field()
    municipality_code: str | None = Field(
        default=None, max_length=6, foreign_key="municipality.code", index=True
    )  # None: the default for everybody
    key: str = Field(max_length=60)
    value: dict[str, Any] = json_field()
    valid_from: date
    source: str = Field(default="", max_length=300)
    set_by: str | None = Field(default=None, max_length=26)
    set_at: datetime = created_field()


class Mayor(Table, table=True):
    """Who is mayor from when to when: the name on certificates of those days."""

    __tablename__ = "mayor"

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    title: str = Field(default="市長", max_length=10)
    name: str = Field(max_length=60)
    in_office_from: date
    in_office_until: date | None = None
