"""Tables of 担い手活動: what a municipality designates, and which corporations may attest it."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES
from webapp.core.clock import today
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field
from webapp.core.workflow import Workflow, move


class ActivityStatus(Labelled):
    """Whether taking part still counts."""

    ACTIVE = "active", _l("指定中")
    ENDED = "ended", _l("指定を終了")


ACTIVITY = Workflow(
    "activity",
    _l("担い手活動の指定"),
    ActivityStatus.ACTIVE,
    [
        move("end", {ActivityStatus.ACTIVE}, ActivityStatus.ENDED, _l("指定を終える"), *TOWN_ROLES, needs_reason=True),
        move("resume", {ActivityStatus.ENDED}, ActivityStatus.ACTIVE, _l("もう一度指定する"), *TOWN_ROLES),
    ],
)


class AttesterKind(Labelled):
    """In what capacity somebody attests."""

    TOWN = "town", _l("市町村の職員")
    CORPORATION = "corporation", _l("支援法人")
    HUB = "hub", _l("ハブ人材")


class Activity(Table, table=True):
    """Something that counts as being one of those who carry the place; the town's staff may always attest it."""

    __tablename__ = "activity"
    __table_args__ = (sa.Index("ix_activity_town", "municipality_code", "status"),)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="programme.municipality_code")
    title: str = Field(max_length=80)
    theme: str = Field(default="", max_length=30)
    description: str = text_field("", max_length=1000)
    what_counts: str = text_field("", max_length=600)
    minutes: int = Field(default=120, ge=30, le=1440)  # how long one time usually takes
    hubs_attest: bool = False
    takes_claims: bool = True  # residents may hand in what they did themselves, with evidence
    starts_on: date = Field(default_factory=today)
    ends_on: date | None = None
    listing_id: str | None = Field(default=None, max_length=26, foreign_key="listing.id")
    status: ActivityStatus = enum_field(ActivityStatus, ActivityStatus.ACTIVE)
    created_at: datetime = created_field()
    created_by: str | None = Field(default=None, max_length=26)
    is_demo: bool = False

    def counts_on(self, day: date) -> bool:
        """Whether taking part on that day counts."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    @property
    def is_open(self) -> bool:
        """Whether it is designated today."""
        return self.status is ActivityStatus.ACTIVE and (self.ends_on is None or today() <= self.ends_on)


class ActivityAttester(Table, table=True):
    """A corporation that the town lets attest one activity."""

    __tablename__ = "activity_attester"
    __table_args__ = (sa.UniqueConstraint("activity_id", "corporation_id"),)

    id: str = id_field()
    activity_id: str = Field(max_length=26, foreign_key="activity.id")
    corporation_id: str = Field(max_length=26, foreign_key="corporation.id", index=True)
