"""Tables of benefits: what a certificate opens, and how its terms were before."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.clock import today
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field
from webapp.core.workflow import Workflow, move


class BenefitKind(Labelled):
    """What sort of thing is opened."""

    FACILITY = "facility", _l("施設を住民料金で")
    COWORKING = "coworking", _l("コワーキングの割引")
    MOBILITY = "mobility", _l("移動の割引")
    OTHER = "other", _l("そのほかの特典")


class Audience(Labelled):
    """Whose certificate opens it."""

    ANY = "any", _l("登録している人")
    PREMIUM = "premium", _l("プレミアム登録の人だけ")


class Period(Labelled):
    """In what span of time uses are counted."""

    DAY = "day", _l("1日")
    WEEK = "week", _l("1週間")
    MONTH = "month", _l("1か月")
    WHOLE = "whole", _l("期間中")


class BenefitStatus(Labelled):
    """Where a benefit stands."""

    PROPOSED = "proposed", _l("提案中")
    ACTIVE = "active", _l("提供中")
    PAUSED = "paused", _l("休止中")
    ENDED = "ended", _l("終了")
    DECLINED = "declined", _l("見送り")


_S = BenefitStatus
BENEFIT = Workflow(
    "benefit",
    _l("特典"),
    _S.PROPOSED,
    [
        move("accept", {_S.PROPOSED}, _S.ACTIVE, _l("提案を受け入れる"), *TOWN_ROLES),
        move("decline", {_S.PROPOSED}, _S.DECLINED, _l("提案を見送る"), *TOWN_ROLES, needs_reason=True),
        move("propose", {_S.DECLINED}, _S.PROPOSED, _l("直して、もう一度提案する"), Role.PARTNER),
        move("withdraw", {_S.PROPOSED, _S.DECLINED}, _S.ENDED, _l("提案を取り下げる"), Role.PARTNER),
        move("pause", {_S.ACTIVE}, _S.PAUSED, _l("休止する"), Role.PARTNER, *TOWN_ROLES, needs_reason=True),
        move("resume", {_S.PAUSED}, _S.ACTIVE, _l("再開する"), Role.PARTNER, *TOWN_ROLES),
        move("end", {_S.ACTIVE, _S.PAUSED}, _S.ENDED, _l("特典を終える"), *TOWN_ROLES, needs_reason=True),
    ],
)


class Benefit(Table, table=True):
    """What holders of a municipality's certificate get, where, how often, and who hands it over."""

    __tablename__ = "benefit"
    __table_args__ = (sa.Index("ix_benefit_town", "municipality_code", "status"),)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    kind: BenefitKind = enum_field(BenefitKind, BenefitKind.OTHER)
    audience: Audience = enum_field(Audience, Audience.ANY)
    partner_name: str = Field(max_length=80)
    title: str = Field(max_length=80)
    gives: str = text_field("", max_length=200)
    value_yen: int | None = Field(default=None, ge=0, le=10_000_000)
    conditions: str = text_field("", max_length=500)
    place: str = Field(default="", max_length=120)
    contact: str = Field(default="", max_length=120)
    starts_on: date = Field(default_factory=today)
    ends_on: date | None = None
    times: int = Field(default=1, ge=1, le=999)  # for one person
    per: Period = enum_field(Period, Period.MONTH)
    total_times: int | None = Field(default=None, ge=1, le=1_000_000)  # for everybody together
    total_per: Period = enum_field(Period, Period.WHOLE)
    partner_ids: list[Any] = json_field(list)  # accounts that may record a use; nobody named: every partner of the town
    status: BenefitStatus = enum_field(BenefitStatus, BenefitStatus.ACTIVE)
    is_held_by_town: bool = False  # the town paused it, so only the town resumes it
    proposed_by: str | None = Field(default=None, max_length=26)  # the partner whose idea it was
    created_by: str | None = Field(default=None, max_length=26)
    created_at: datetime = created_field()
    is_demo: bool = False

    @property
    def is_within_dates(self) -> bool:
        """Today lies in its period."""
        return self.starts_on <= today() and not self.is_over

    @property
    def is_over(self) -> bool:
        """Its last day lies behind us."""
        return self.ends_on is not None and self.ends_on < today()

    @property
    def is_on_offer(self) -> bool:
        """Everybody may read of it: offered now, or from a day to come."""
        return self.status is BenefitStatus.ACTIVE and not self.is_over


class BenefitVersion(Table, table=True):
    """The terms as they were from a moment on; a use says under which of them it was recorded."""

    __tablename__ = "benefit_version"
    __table_args__ = (sa.UniqueConstraint("benefit_id", "number"),)

    id: str = id_field()
    benefit_id: str = Field(max_length=26, foreign_key="benefit.id")
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    number: int
    terms: dict[str, Any] = json_field()
    made_at: datetime = created_field()
    made_by: str | None = Field(default=None, max_length=26)
