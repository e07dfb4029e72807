"""The table of proposals to revoke many certificates at once."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.certificates.models import RevocationReason
from webapp.core.actor import TOWN_ROLES
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field
from webapp.core.workflow import Workflow, move


class MassStatus(Labelled):
    """Where a proposal stands."""

    PROPOSED = "proposed", _l("二人目の確認待ち")
    CONFIRMED = "confirmed", _l("取消し済み")
    DROPPED = "dropped", _l("取りやめ")


class MassRevocation(Table, table=True):
    """Certificates that one person means to revoke; nothing happens until another person of the town confirms."""

    __tablename__ = "mass_revocation"
    __table_args__ = (sa.Index("ix_mass_revocation_desk", "municipality_code", "status"),)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    status: MassStatus = enum_field(MassStatus, MassStatus.PROPOSED)
    certificate_ids: list[Any] = json_field(list)
    revoked_for: RevocationReason = enum_field(RevocationReason)
    note: str = text_field(max_length=2000)
    proposed_by: str | None = Field(default=None, max_length=26)
    proposed_at: datetime = created_field()
    decided_by: str | None = Field(default=None, max_length=26)
    decided_at: datetime | None = None


MASS_REVOCATION = Workflow(
    "mass_revocation",
    _l("証明書のまとめての取消し"),
    MassStatus.PROPOSED,
    [
        move("confirm", {MassStatus.PROPOSED}, MassStatus.CONFIRMED, _l("確認して取り消す"), *TOWN_ROLES),
        move("drop", {MassStatus.PROPOSED}, MassStatus.DROPPED, _l("取りやめる"), *TOWN_ROLES, needs_reason=True),
    ],
)
