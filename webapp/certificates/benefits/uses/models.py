"""Tables of uses: the pass a holder opens on the phone, and the ledger of what was handed over."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.clock import now, today
from webapp.core.i18n import lazy as _l
from webapp.core.ids import new_public_code
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field
from webapp.core.workflow import Workflow, move

PASS_LENGTH = 8


class RedemptionStatus(Labelled):
    """Whether a recorded use counts."""

    RECORDED = "recorded", _l("利用済み")
    VOIDED = "voided", _l("取消し")


REDEMPTION = Workflow(
    "redemption",
    _l("特典の利用"),
    RedemptionStatus.RECORDED,
    [
        move(
            "void",
            {RedemptionStatus.RECORDED},
            RedemptionStatus.VOIDED,
            _l("利用の記録を取り消す"),
            Role.PARTNER,
            *TOWN_ROLES,
            needs_reason=True,
        )
    ],
)


class Redemption(Table, table=True):
    """One use of a benefit. Mere checks of a certificate are never recorded. Whose it was goes when the person's data is erased."""

    __tablename__ = "redemption"
    __table_args__ = (
        sa.Index("ix_redemption_use", "benefit_id", "user_id", "used_on"),
        sa.Index("ix_redemption_desk", "municipality_code", "used_on"),
        sa.Index("ix_redemption_counter", "recorded_by", "id"),
    )

    id: str = id_field()
    benefit_id: str = Field(max_length=26, foreign_key="benefit.id")
    certificate_id: str | None = Field(default=None, max_length=26, foreign_key="certificate.id", index=True)
    user_id: str | None = Field(
        default=None,
        max_length=26,
        foreign_key="account.id",
        index=True,
        sa_column_kwargs={"info": {"kept_back": True}},
    )
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    status: RedemptionStatus = enum_field(RedemptionStatus, RedemptionStatus.RECORDED)
    used_on: date
    version: int = 1  # of the benefit's terms
    value_yen: int | None = None
    form_key: str | None = Field(default=None, max_length=26, unique=True)  # one sending of one form records one use
    recorded_by: str | None = Field(default=None, max_length=26)
    recorded_at: datetime = created_field()
    is_demo: bool = False

    @property
    def can_be_voided(self) -> bool:
        """Only on its own day, so that a month's accounts stay what they were."""
        return self.status is RedemptionStatus.RECORDED and self.used_on == today()


class BenefitPass(Table, table=True):
    """The one pass of a certificate for a benefit; opened again, it gets a new code."""

    __tablename__ = "benefit_pass"
    __table_args__ = (sa.UniqueConstraint("benefit_id", "certificate_id"),)

    id: str = id_field()
    benefit_id: str = Field(max_length=26, foreign_key="benefit.id")
    certificate_id: str = Field(max_length=26, foreign_key="certificate.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    code: str = Field(
        default_factory=lambda: new_public_code(PASS_LENGTH),
        max_length=PASS_LENGTH,
        unique=True,
        sa_column_kwargs={"info": {"kept_back": True}},
    )
    opened_at: datetime = created_field()
    expires_at: datetime
    redemption_id: str | None = Field(default=None, max_length=26, foreign_key="redemption.id")

    @property
    def is_open(self) -> bool:
        """Neither used nor past its time."""
        return self.redemption_id is None and now() < self.expires_at

    @property
    def shown_code(self) -> str:
        """The code in two groups of four."""
        return f"{self.code[:4]}-{self.code[4:]}"
