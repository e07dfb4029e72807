"""Tables of the papers of an application: what a town asks for, and what was handed in."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field


class DocumentRequirement(Table, table=True):
    """One line of a municipality's own checklist; without any line of its own the built-in list holds."""

    __tablename__ = "document_requirement"
    __table_args__ = (sa.UniqueConstraint("municipality_code", "key"),)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    key: str = Field(max_length=40)
    position: int = 0
    title: str = Field(max_length=100)
    help: str = Field(default="", max_length=300)
    is_required: bool = True
    max_age_months: int | None = None  # newest allowed age of the paper on the day it is handed in
    is_dropped: bool = False  # asked for no longer; what was handed in under it stays

    @property
    def label(self) -> Any:
        """What the paper is called."""
        return self.title


class Verdict(Labelled):
    """What the examiner found."""

    OPEN = "open", _l("未確認")
    GOOD = "good", _l("確認済み")
    BAD = "bad", _l("差し替えが必要")


class DesignationDocument(Table, table=True):
    """One file handed in under one line of the checklist; a newer one takes its place, the older stays on record."""

    __tablename__ = "designation_document"
    __table_args__ = (sa.Index("ix_designation_document_of", "designation_id", "key"),)

    id: str = id_field()
    designation_id: str = Field(max_length=26, foreign_key="designation.id")
    key: str = Field(max_length=40)
    file_key: str = Field(max_length=80)
    file_name: str = Field(max_length=120)
    mime: str = Field(max_length=40)
    size: int
    issued_on: date | None = None
    uploaded_at: datetime = created_field()
    uploaded_by: str | None = Field(default=None, max_length=26)
    replaced_at: datetime | None = None
    verdict: Verdict = enum_field(Verdict, Verdict.OPEN)
    verdict_note: str = Field(default="", max_length=300)
    checked_by: str | None = Field(default=None, max_length=26)
    checked_at: datetime | None = None
