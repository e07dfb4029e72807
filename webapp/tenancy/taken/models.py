"""Tables of files that were taken out: who took what for which place when, and each person in it."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import Role
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field


class Taken(Labelled):
    """What file it was, as the people in it know it."""

    TOWN = "town", _l("まちが持つデータの全部")
    ONESTOP = "onestop", _l("ワンストップ特例の申請")
    RECEIPTS = "receipts", _l("受領証明書（まとめて）")
    LETTERS = "letters", _l("紙で送る手紙")
    HOMES = "homes", _l("家の情報と連絡先")


class TakenFile(Table, table=True):
    """One file; `organisation` is whose people took it: a town's code or a corporation's id."""

    __tablename__ = "taken_file"
    __table_args__ = (sa.Index("ix_taken_file_town", "municipality_code", "id"),)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    organisation: str = Field(max_length=26)
    what: Taken = enum_field(Taken)
    role: Role = enum_field(Role)
    people: int = 0
    taken_by: str | None = Field(default=None, max_length=26)
    at: datetime = created_field()
    is_demo: bool = False


class TakenPerson(Table, table=True):
    """One person of a file: two keys and nothing more, because a whole town may be in one."""

    __tablename__ = "taken_person"

    user_id: str = Field(primary_key=True, max_length=26, foreign_key="account.id")
    taken_file_id: str = Field(primary_key=True, max_length=26, foreign_key="taken_file.id", index=True)
