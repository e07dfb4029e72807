"""The table of what both sides say afterwards."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field
from webapp.residents.secrecy import hidden_people, leaves_blank


class Side(Labelled):
    """Who speaks."""

    PERSON = "person", _l("参加した人")
    PLACE = "place", _l("受け入れた側")


class ParticipationFeedback(Table, table=True):
    """What one side says: `text` once both wrote or a fortnight passed, `confidential` to the town's staff alone."""

    __tablename__ = "participation_feedback"
    __table_args__ = (
        sa.UniqueConstraint("participation_id", "side"),
        sa.Index("ix_participation_feedback_town", "municipality_code", "handled_at"),
    )

    id: str = id_field()
    participation_id: str = Field(max_length=26, foreign_key="participation.id")
    listing_id: str = Field(max_length=26, foreign_key="listing.id", index=True)
    municipality_code: str = Field(max_length=6)
    side: Side = enum_field(Side)
    again: bool = True  # would come, or welcome them, again
    text: str = text_field("", max_length=600)
    confidential: str = text_field("", max_length=1000)
    written_at: datetime = created_field()
    written_by: str | None = Field(default=None, max_length=26, sa_column_kwargs={"info": {"kept_back": True}})
    handled_at: datetime | None = None
    handled_by: str | None = Field(default=None, max_length=26)
    handled_note: str = text_field("", max_length=600)
    is_hidden: bool = False  # taken from view by the town


def _by_hidden_person(table: sa.Table) -> sa.ColumnElement[bool]:
    return table.c.written_by.in_(hidden_people())


leaves_blank(ParticipationFeedback, "text", "confidential", hidden=_by_hidden_person)
