"""Tables of support corporations and of their designations by municipalities."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field
from webapp.core.workflow import Workflow, move


class LegalForm(Labelled):
    """What kind of body it is; which of them may be designated is the law's and the town's to say."""

    NPO = "npo", _l("特定非営利活動法人（NPO法人）")
    GENERAL_ASSOCIATION = "general_association", _l("一般社団法人")
    PUBLIC_ASSOCIATION = "public_association", _l("公益社団法人")
    GENERAL_FOUNDATION = "general_foundation", _l("一般財団法人")
    PUBLIC_FOUNDATION = "public_foundation", _l("公益財団法人")
    COMPANY = "company", _l("会社")
    OTHER = "other", _l("その他の法人")


class SupportTask(Labelled):
    """The tasks of a support corporation as the law numbers them (広域的地域活性化基盤整備法29条)."""

    ADVICE = "1", _l("情報の提供、相談、そのほかの手助け")
    FACILITIES = "2", _l("拠点施設や、暮らし・仕事に役立つ施設の整備")
    RESEARCH = "3", _l("調査と研究")
    OUTREACH = "4", _l("広く知らせる活動")
    OTHER = "5", _l("そのほか必要な業務")


class Corporation(Table, table=True):
    """One body with its 13-digit corporate number (法人番号)."""

    __tablename__ = "corporation"

    id: str = id_field()
    number: str = Field(min_length=13, max_length=13, unique=True)
    name: str = Field(max_length=100)
    kana: str = Field(default="", max_length=150)
    legal_form: LegalForm = enum_field(LegalForm, LegalForm.OTHER)
    representative: str = Field(default="", max_length=60)
    address: str = Field(default="", max_length=200)
    website: str = Field(default="", max_length=300)
    contact_email: str = Field(default="", max_length=254)
    contact_phone: str = Field(default="", max_length=20)
    about: str = text_field("", max_length=1000)
    created_by: str | None = Field(default=None, max_length=26)
    created_at: datetime = created_field()
    is_demo: bool = False


class DesignationStatus(Labelled):
    """Where a designation stands."""

    IN_FORCE = "in_force", _l("指定中")
    REVOKED = "revoked", _l("指定取消し")
    ENDED = "ended", _l("終了")


class Designation(Table, table=True):
    """One municipality's designation of one corporation, from a day on, for some of the five tasks."""

    __tablename__ = "designation"
    __table_args__ = (
        sa.Index(
            "uq_designation_in_force",
            "corporation_id",
            "municipality_code",
            unique=True,
            sqlite_where=sa.text("status = 'in_force'"),
            postgresql_where=sa.text("status = 'in_force'"),
        ),
    )

    id: str = id_field()
    corporation_id: str = Field(max_length=26, foreign_key="corporation.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    status: DesignationStatus = enum_field(DesignationStatus, DesignationStatus.IN_FORCE)
    number: str = Field(default="", max_length=40)
    tasks: list[str] = json_field(list)
    area: str = Field(default="", max_length=200)
    notice_url: str = Field(default="", max_length=300)
    designated_on: date
    ended_on: date | None = None
    end_reason: str = text_field("", max_length=1000)
    created_at: datetime = created_field()

    @property
    def is_in_force(self) -> bool:
        """Neither revoked nor ended."""
        return self.status is DesignationStatus.IN_FORCE

    @property
    def task_labels(self) -> list[str]:
        """The words of its tasks."""
        return [SupportTask(task).label for task in self.tasks]


DESIGNATION = Workflow(
    "designation",
    _l("特定居住支援法人の指定"),
    DesignationStatus.IN_FORCE,
    [
        move(
            "revoke",
            {DesignationStatus.IN_FORCE},
            DesignationStatus.REVOKED,
            _l("指定を取り消す"),
            *TOWN_ROLES,
            needs_reason=True,
        ),
        move(
            "end",
            {DesignationStatus.IN_FORCE},
            DesignationStatus.ENDED,
            _l("指定を終了する"),
            *TOWN_ROLES,
            needs_reason=True,
        ),
    ],
)
