"""Tables of occasions: when and where, whether check-in is open, and in whose name."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.activities.models import AttesterKind
from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.i18n import lazy as _l
from webapp.core.ids import new_public_code
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field
from webapp.core.workflow import Workflow, move


class OccasionStatus(Labelled):
    """Where an occasion stands."""

    PLANNED = "planned", _l("予定")
    OPEN = "open", _l("受付中")
    CLOSED = "closed", _l("受付終了")
    CANCELLED = "cancelled", _l("中止")


_S = OccasionStatus
_ORGANISERS = (Role.CORPORATION, Role.HUB, *TOWN_ROLES)

OCCASION = Workflow(
    "activity_occasion",
    _l("担い手活動の開催"),
    _S.PLANNED,
    [
        move("open", {_S.PLANNED, _S.CLOSED}, _S.OPEN, _l("受付を始める"), *_ORGANISERS),
        move("close", {_S.OPEN}, _S.CLOSED, _l("受付を終える"), *_ORGANISERS),
        move("cancel", {_S.PLANNED}, _S.CANCELLED, _l("中止にする"), *_ORGANISERS, needs_reason=True),
    ],
)


class ActivityOccasion(Table, table=True):
    """One time an activity takes place."""

    __tablename__ = "activity_occasion"
    __table_args__ = (sa.Index("ix_activity_occasion_open", "status", "ends_at"),)

    id: str = id_field()
    activity_id: str = Field(max_length=26, foreign_key="activity.id", index=True)
    municipality_code: str = Field(max_length=6, index=True)
    place: str = Field(max_length=120)
    starts_at: datetime
    ends_at: datetime
    minutes: int = Field(ge=30, le=1440)
    status: OccasionStatus = enum_field(OccasionStatus, OccasionStatus.PLANNED)
    #: what the printed poster leads to; a new one makes old posters worthless
    poster_code: str = Field(
        default_factory=new_public_code, max_length=12, unique=True, sa_column_kwargs={"info": {"kept_back": True}}
    )
    opened_by: str | None = Field(default=None, max_length=26)
    attester_kind: AttesterKind | None = enum_field(AttesterKind, None, nullable=True)  # of who opened the check-in
    attester_corporation_id: str | None = Field(default=None, max_length=26)
    attester_name: str = Field(default="", max_length=100)
    created_at: datetime = created_field()
    created_by: str | None = Field(default=None, max_length=26)
    is_demo: bool = False
