"""The table of the town's findings about a project."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field


class FindingKind(Labelled):
    """What is examined before a project is published."""

    PUBLIC_INTEREST = "public_interest", _l("公益性")
    FEASIBILITY = "feasibility", _l("実現できる見通し")
    LAW = "law", _l("法令")
    BUDGET = "budget", _l("予算科目")


class Finding(Table, table=True):
    """One finding with its reason and who decided; a later one takes its place, the earlier stays on record."""

    __tablename__ = "project_finding"
    __table_args__ = (
        sa.Index(
            "uq_project_finding_counts",
            "project_id",
            "kind",
            unique=True,
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        ),
    )

    id: str = id_field()
    project_id: str = Field(max_length=26, foreign_key="project.id", index=True)
    kind: FindingKind = enum_field(FindingKind)
    is_met: bool
    reason: str = text_field(max_length=1000)
    decided_by: str | None = Field(default=None, max_length=26)
    decided_at: datetime = created_field()
    replaced_at: datetime | None = None
