"""Tables of learned models and of the prices found with them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import Role
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field
from webapp.core.workflow import Workflow, move


class ModelStatus(Labelled):
    """Where a learned model stands."""

    CANDIDATE = "candidate", _l("候補")
    IN_SERVICE = "in_service", _l("使用中")
    RETIRED = "retired", _l("交代した")
    REFUSED = "refused", _l("見送り")
    ROLLED_BACK = "rolled_back", _l("取り下げた")


S = ModelStatus
MATCH_MODEL = Workflow(
    "match_model",
    _l("おすすめのモデル"),
    S.CANDIDATE,
    [
        move("promote", [S.CANDIDATE], S.IN_SERVICE, _l("使いはじめる"), Role.OPERATOR, needs_reason=True),
        move("refuse", [S.CANDIDATE], S.REFUSED, _l("見送る"), needs_reason=True),
        move("retire", [S.IN_SERVICE], S.RETIRED, _l("次のモデルに交代する"), Role.OPERATOR),
        move("roll_back", [S.IN_SERVICE], S.ROLLED_BACK, _l("取り下げる"), Role.OPERATOR, needs_reason=True),
        move("restore", [S.RETIRED], S.IN_SERVICE, _l("前のモデルに戻す"), Role.OPERATOR, needs_reason=True),
    ],
)
_SERVES = sa.text("status = 'in_service'")


class LearnedModel(Table, table=True):
    """One model: its files lie under FUTAMACHI_HOME/models/<version>.

    `version` is the checksum of its content. `compared_with` is the version that served when it was measured. The JSON
    columns hold what it was made from, its measures beside those of the other, the verdict, and who gains and loses.
    """

    __tablename__ = "match_model"
    __table_args__ = (
        sa.Index("uq_match_model_serving", "status", unique=True, sqlite_where=_SERVES, postgresql_where=_SERVES),
    )

    id: str = id_field()
    version: str = Field(max_length=64, unique=True)
    status: ModelStatus = enum_field(ModelStatus, ModelStatus.CANDIDATE)
    made_at: datetime = created_field()
    made_from: dict[str, Any] = json_field()
    compared_with: str = Field(default="", max_length=64)
    measures: dict[str, Any] = json_field()
    verdict: dict[str, Any] = json_field()
    bias: dict[str, Any] = json_field()
    in_service_since: datetime | None = None


class Market(Table, table=True):
    """Prices of offers and floors of towns, in points of the model they were found with; the newest row counts."""

    __tablename__ = "match_market"

    id: str = id_field()
    made_at: datetime = created_field()
    model_version: str = Field(max_length=64)
    residents: int = 0
    prices: dict[str, Any] = json_field()
    floors: dict[str, Any] = json_field()
