"""Tables of what a proposer shows about itself, and of the hub person's notes."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field


class Check(Labelled):
    """What a proposer must show about itself."""

    BASE = "base", _l("まちに活動の拠点がある")
    PEOPLE = "people", _l("まちに住む・働く・学ぶ人が2人以上いる")
    BYLAWS = "bylaws", _l("規約があり、ものごとの決め方が書いてある")
    ACTIVE = "active", _l("一定の期間、活動している")
    ACCOUNTS = "accounts", _l("お金の出入りを記録し、説明できる")


class Eligibility(Table, table=True):
    """One answer of the checklist: a statement, a paper or both; people are counted here, never named."""

    __tablename__ = "project_eligibility"
    __table_args__ = (sa.UniqueConstraint("project_id", "kind"),)

    id: str = id_field()
    project_id: str = Field(max_length=26, foreign_key="project.id")
    kind: Check = enum_field(Check)
    statement: str = text_field("", max_length=600)
    people: int | None = Field(default=None, ge=0, le=10_000)
    file_key: str = Field(default="", max_length=80)
    file_name: str = Field(default="", max_length=120)
    mime: str = Field(default="", max_length=40)
    stated_at: datetime = created_field()


class ProjectNote(Table, table=True):
    """What the hub person who goes along writes down; read by the town and the proposer."""

    __tablename__ = "project_note"

    id: str = id_field()
    project_id: str = Field(max_length=26, foreign_key="project.id", index=True)
    author_id: str | None = Field(default=None, max_length=26)
    author_name: str = Field(max_length=60)
    text: str = text_field(max_length=1000)
    created_at: datetime = created_field()
