"""Tables of the town's desk: deputies, bulk decisions, and what was told on behalf of whom."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field

from webapp.core.clock import today
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field


class Deputy(Table, table=True):
    """While one clerk is away, what is assigned to them also lies on another clerk's desk."""

    __tablename__ = "registration_deputy"

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    absent_id: str = Field(max_length=26, foreign_key="account.id")
    deputy_id: str = Field(max_length=26, foreign_key="account.id", index=True)
    valid_from: date
    valid_until: date
    created_by: str | None = Field(default=None, max_length=26)
    created_at: datetime = created_field()
    ended_at: datetime | None = None
    is_demo: bool = False

    @property
    def holds(self) -> bool:
        """Whether it is in force today."""
        return self.ended_at is None and self.valid_from <= today() <= self.valid_until

    @property
    def is_over(self) -> bool:
        """Whether it can no longer come into force."""
        return self.ended_at is not None or self.valid_until < today()


class BulkRun(Table, table=True):
    """One decision about many applications: what became of each row, as the page after it tells.

    `outcomes` holds for each row its registration, reference, outcome (done, changed, refused) and a sentence; no names.
    """

    __tablename__ = "registration_bulk"

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    made_by: str | None = Field(default=None, max_length=26)
    reason: str = text_field("", max_length=2000)
    outcomes: list[dict[str, Any]] = json_field(list)
    created_at: datetime = created_field()
    is_demo: bool = False


class Manner(Labelled):
    """How a person said yes to somebody who typed it in for them."""

    SPOKEN = "spoken", _l("窓口で話して")
    PHONE = "phone", _l("電話で話して")
    PAPER = "paper", _l("紙に書いて（署名など）")
    SCREEN = "screen", _l("窓口の画面で、本人が確かめて")


class EntryRecord(Table, table=True):
    """That a clerk handed in on somebody's behalf: how and when the person agreed, to what, and who wrote it down."""

    __tablename__ = "registration_entry"

    id: str = id_field()
    registration_id: str = Field(max_length=26, foreign_key="registration.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    manner: Manner = enum_field(Manner)
    agreed_on: date
    saw_document: bool | None = None  # whether the clerk was shown who the person is; never which number
    purposes: list[str] = json_field(list)  # what was agreed to, as values of consent purposes
    recorded_by: str = Field(max_length=26)
    created_at: datetime = created_field()
