"""Tables of communities and of who belongs to them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field
from webapp.core.themes import THEME_LABELS
from webapp.core.workflow import Workflow, move
from webapp.residents.secrecy import leaves_blank


class Stage(Labelled):
    """How far a community has come, as the town or a hub person sees it."""

    SEED = "seed", _l("芽")
    FORMING = "forming", _l("形成")
    SETTLED = "settled", _l("定着")
    INDEPENDENT = "independent", _l("自立")


class CommunityStatus(Labelled):
    """Whether everybody sees it."""

    PROPOSED = "proposed", _l("まちが確認中")
    ACTIVE = "active", _l("活動中")
    ENDED = "ended", _l("活動を終えた")


_KEEPERS = (Role.HUB, *TOWN_ROLES)
_S = CommunityStatus

COMMUNITY = Workflow(
    "community",
    _l("コミュニティ"),
    CommunityStatus.PROPOSED,
    [
        move("approve", {_S.PROPOSED}, _S.ACTIVE, _l("公開する"), *_KEEPERS),
        move("refuse", {_S.PROPOSED}, _S.ENDED, _l("公開しない"), *_KEEPERS, needs_reason=True),
        move("end", {_S.ACTIVE}, _S.ENDED, _l("活動を終える"), *Role, needs_reason=True),
        move("revive", {_S.ENDED}, _S.ACTIVE, _l("もう一度始める"), *_KEEPERS),
    ],
)


class Community(Table, table=True):
    """People who do something together; `wish` is what they look for now."""

    __tablename__ = "community"
    __table_args__ = (sa.Index("ix_community_town", "municipality_code", "status"),)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="programme.municipality_code")
    hub_id: str | None = Field(default=None, max_length=26, foreign_key="hub.id", index=True)
    name: str = Field(max_length=80)
    theme: str = Field(default="", max_length=30)
    about: str = text_field("", max_length=1500)
    wish: str = text_field("", max_length=500)
    stage: Stage = enum_field(Stage, Stage.SEED)
    status: CommunityStatus = enum_field(CommunityStatus, CommunityStatus.PROPOSED)
    created_by: str | None = Field(default=None, max_length=26, foreign_key="account.id")
    is_demo: bool = False
    created_at: datetime = created_field()

    @property
    def theme_label(self) -> Any:
        """The words of its theme, or nothing."""
        return THEME_LABELS.get(self.theme, "")


class Part(Labelled):
    """What somebody is in a community."""

    ORGANISER = "organiser", _l("世話人")
    MEMBER = "member", _l("メンバー")


class CommunityMember(Table, table=True):
    """One person in one community, under the name they chose; on the public page only if they want to be."""

    __tablename__ = "community_member"
    __table_args__ = (sa.UniqueConstraint("community_id", "user_id"),)

    id: str = id_field()
    community_id: str = Field(max_length=26, foreign_key="community.id")
    municipality_code: str = Field(max_length=6, foreign_key="programme.municipality_code", index=True)
    user_id: str | None = Field(default=None, max_length=26, foreign_key="account.id", index=True)
    shown_name: str = Field(max_length=60)
    part: Part = enum_field(Part, Part.MEMBER)
    is_listed: bool = False
    joined_at: datetime = created_field()
    left_at: datetime | None = None
    is_barred: bool = False  # sent away by an organiser, the town or a hub person: cannot come back by themselves


leaves_blank(CommunityMember, "shown_name")
