"""Tables of premium: the request, what was found of each requirement, and for how long it was granted."""

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


class PremiumStatus(Labelled):
    """Where a request for the premium tier stands."""

    REQUESTED = "requested", _l("審査中")
    GRANTED = "granted", _l("認められました")
    REFUSED = "refused", _l("認められませんでした")
    WITHDRAWN = "withdrawn", _l("取り下げ")
    LAPSED = "lapsed", _l("終わりました")


_S = PremiumStatus

PREMIUM_REQUEST = Workflow(
    "premium_request",
    _l("プレミアム登録"),
    _S.REQUESTED,
    [
        move("grant", {_S.REQUESTED}, _S.GRANTED, _l("プレミアムを認める"), *TOWN_ROLES),
        move("refuse", {_S.REQUESTED}, _S.REFUSED, _l("プレミアムを断る"), *TOWN_ROLES, needs_reason=True),
        move("withdraw", {_S.REQUESTED}, _S.WITHDRAWN, _l("プレミアムの申込みを取り下げる"), Role.RESIDENT),
        move("end", {_S.GRANTED}, _S.LAPSED, _l("プレミアムを終える"), *TOWN_ROLES, needs_reason=True),
        move("lapse", {_S.REQUESTED, _S.GRANTED}, _S.LAPSED, _l("プレミアムの期間が終わった")),
    ],
)
_ONE_AT_A_TIME = sa.text("status = 'requested'")


class PremiumRequest(Table, table=True):
    """One request on a standing registration, the first or a renewal."""

    __tablename__ = "premium_request"
    __table_args__ = (
        sa.Index(
            "uq_premium_request_waiting",
            "registration_id",
            unique=True,
            sqlite_where=_ONE_AT_A_TIME,
            postgresql_where=_ONE_AT_A_TIME,
        ),
        sa.Index("ix_premium_request_queue", "municipality_code", "status", "due_on"),
    )

    id: str = id_field()
    registration_id: str = Field(max_length=26, foreign_key="registration.id", index=True)
    user_id: str = Field(max_length=26, foreign_key="account.id", index=True)
    municipality_code: str = Field(max_length=6)
    status: PremiumStatus = enum_field(PremiumStatus, PremiumStatus.REQUESTED)
    is_renewal: bool = False
    found: list[Any] = json_field(list)  # what was found of each requirement when it was decided
    requested_at: datetime = created_field()
    due_on: date | None = None
    decided_at: datetime | None = None
    decided_by: str | None = Field(default=None, max_length=26)
    decision_reason: str = text_field("", max_length=2000)
    granted_from: date | None = None
    granted_until: date | None = None  # the last day
    shortage_told_on: date | None = None  # when the letter before the end was written
    is_demo: bool = False

    @property
    def is_overdue(self) -> bool:
        """Whether the town is late with its answer."""
        return self.status is PremiumStatus.REQUESTED and self.due_on is not None and self.due_on < today()
