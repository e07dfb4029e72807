"""Table of what residents say about suggestions."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field


class Verdict(Labelled):
    """What a resident says of a suggestion."""

    NOT_NOW = "not_now", _l("今は違う")


class MatchFeedback(Table, table=True):
    """One resident's word on one listing; taking it back removes the row."""

    __tablename__ = "match_feedback"
    __table_args__ = (sa.UniqueConstraint("user_id", "listing_id"),)

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id")
    listing_id: str = Field(max_length=26, foreign_key="listing.id")
    verdict: Verdict = enum_field(Verdict, Verdict.NOT_NOW)
    at: datetime = created_field()
