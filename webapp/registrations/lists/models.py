"""Tables of lists: files of earlier registrants with their rows that wait for a yes, and who went out in which file."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field
from webapp.residents.secrecy import leaves_blank


class ListStatus(Labelled):
    """Where a list stands."""

    CHECKED = "checked", _l("確認済み・送信前")
    ASKING = "asking", _l("本人に確認中")
    CLOSED = "closed", _l("終わりました")


class RegistrantList(Table, table=True):
    """One uploaded file. Its refused lines are named by number and reason only; nothing of them is kept."""

    __tablename__ = "registrant_list"
    __table_args__ = (sa.Index("ix_registrant_list_town", "municipality_code", "id"),)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="programme.municipality_code")
    title: str = Field(max_length=80)  # what the list is called; told to the people on it
    origin: str = text_field(max_length=300)  # how the town came to hold it; told to the people on it
    status: ListStatus = enum_field(ListStatus, ListStatus.CHECKED)
    lines: int = 0
    taken: int = 0
    refused: list[Any] = json_field(list)  # [line, column, reason]
    unused: list[Any] = json_field(list)  # headings that nothing is kept of
    said_yes: int = 0
    said_no: int = 0
    unanswered: int = 0
    uploaded_by: str | None = Field(default=None, max_length=26)
    uploaded_at: datetime = created_field()
    asked_by: str | None = Field(default=None, max_length=26)
    asked_at: datetime | None = None
    answer_by: date | None = None
    is_demo: bool = False


class RegistrantEntry(Table, table=True):
    """One person of a list who has not answered yet: gone with the answer, or when the days are over."""

    __tablename__ = "registrant_entry"
    __table_args__ = (
        sa.Index("ix_registrant_entry_email", "municipality_code", "email"),
        sa.UniqueConstraint("registrant_list_id", "line"),
    )

    id: str = id_field()
    registrant_list_id: str = Field(max_length=26, foreign_key="registrant_list.id")
    municipality_code: str = Field(max_length=6, foreign_key="programme.municipality_code")
    line: int
    email: str = Field(max_length=254)
    family_name: str = Field(max_length=40)
    given_name: str = Field(max_length=40)
    family_kana: str = Field(default="", max_length=60)
    given_kana: str = Field(default="", max_length=60)
    birth_date: date | None = None
    home_code: str = Field(max_length=6, foreign_key="municipality.code")
    member_number: str = Field(default="", max_length=40)
    is_confidential: bool = False
    token_hash: str | None = Field(default=None, max_length=64, unique=True)
    asked_at: datetime | None = None
    reminded_at: datetime | None = None
    is_demo: bool = False

    @property
    def full_name(self) -> str:
        """Family name first."""
        return f"{self.family_name} {self.given_name}"


class Receiver(Labelled):
    """Who gets a file of registrants."""

    PREFECTURE = "prefecture", _l("都道府県")
    NATION = "nation", _l("国のふるさと住民登録の仕組み")


class Disclosure(Table, table=True):
    """One file of registrants that left: who took it, when, for whom, why, how many people."""

    __tablename__ = "disclosure"
    __table_args__ = (sa.Index("ix_disclosure_town", "municipality_code", "id"),)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="programme.municipality_code")
    receiver: Receiver = enum_field(Receiver)
    purpose: str = text_field(max_length=300)
    people: int
    made_by: str | None = Field(default=None, max_length=26)
    at: datetime = created_field()
    is_demo: bool = False


class DisclosedPerson(Table, table=True):
    """One person of such a file; shown to that person."""

    __tablename__ = "disclosed_person"
    __table_args__ = (sa.UniqueConstraint("disclosure_id", "registration_id"),)

    id: str = id_field()
    disclosure_id: str = Field(max_length=26, foreign_key="disclosure.id")
    registration_id: str = Field(max_length=26, foreign_key="registration.id")
    user_id: str = Field(max_length=26, foreign_key="account.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="programme.municipality_code")


_NAMING = ("email", "family_name", "given_name", "family_kana", "given_kana", "member_number")
leaves_blank(RegistrantEntry, *_NAMING, hidden=lambda table: table.c.is_confidential)
