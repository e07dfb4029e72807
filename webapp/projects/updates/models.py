"""The table of updates: what is told of a project, by the town or by who carries it out."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field
from webapp.core.workflow import Workflow, move


class UpdateKind(Labelled):
    """What an update is about."""

    NEWS = "news", _l("近況")
    REPORT = "report", _l("報告")
    INVITATION = "invitation", _l("お誘い")


class UpdateStatus(Labelled):
    """Whether everybody reads it."""

    WAITING = "waiting", _l("まちが確認中")
    PUBLIC = "public", _l("公開中")
    RETURNED = "returned", _l("直しを待っています")
    TAKEN_DOWN = "taken_down", _l("公開を取りやめた")


class ProjectUpdate(Table, table=True):
    """One piece of news. `signed` is who speaks; `href` leads to a page of ours with more, e.g. a report with receipts."""

    __tablename__ = "project_update"
    __table_args__ = (
        sa.Index("ix_project_update_project", "project_id", "status", "published_at"),
        sa.Index("ix_project_update_town", "municipality_code", "status"),
    )

    id: str = id_field()
    project_id: str = Field(max_length=26, foreign_key="project.id")
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    kind: UpdateKind = enum_field(UpdateKind, UpdateKind.NEWS)
    status: UpdateStatus = enum_field(UpdateStatus, UpdateStatus.WAITING)
    title: str = Field(max_length=80)
    text: str = text_field(max_length=4000)
    signed: str = Field(default="", max_length=80)
    href: str = Field(default="", max_length=200)
    written_by: str | None = Field(default=None, max_length=26, foreign_key="account.id")
    created_at: datetime = created_field()
    published_at: datetime | None = None
    is_demo: bool = False

    @property
    def is_public(self) -> bool:
        """Everybody may read it, as far as the project is public."""
        return self.status is UpdateStatus.PUBLIC


_WRITERS = (Role.RESIDENT, Role.CORPORATION, Role.HUB, *TOWN_ROLES)
_S = UpdateStatus
UPDATE = Workflow(
    "project_update",
    _l("取り組みの近況"),
    UpdateStatus.WAITING,
    [
        move("publish", {_S.WAITING}, _S.PUBLIC, _l("近況を公開する"), *TOWN_ROLES),
        move("return", {_S.WAITING}, _S.RETURNED, _l("書いた人に戻す"), *TOWN_ROLES, needs_reason=True),
        move("send_again", {_S.RETURNED}, _S.WAITING, _l("直して送り直す"), *_WRITERS),
        move("take_down", {_S.PUBLIC}, _S.TAKEN_DOWN, _l("公開を取りやめる"), *TOWN_ROLES, needs_reason=True),
    ],
)
