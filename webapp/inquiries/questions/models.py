"""The table of public questions: asked, answered and then public, or left out with a reason."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field
from webapp.core.workflow import Workflow, move


class QuestionStatus(Labelled):
    """Where a question stands; everybody reads only what was answered."""

    ASKED = "asked", _l("答えを待っています")
    PUBLIC = "public", _l("公開中")
    LEFT_OUT = "left_out", _l("公開しません")
    TAKEN_BACK = "taken_back", _l("取り下げました")


class Question(Table, table=True):
    """A question on a listing without the asker's name, and its answer. `answerer` as in a thread."""

    __tablename__ = "question"
    __table_args__ = (
        sa.Index("ix_question_listing", "listing_id", "status"),
        sa.Index("ix_question_answerer", "answerer", "status"),
        {"info": {"tenant_rows": lambda t: sa.or_(t.c.corporation_id.is_(None), t.c.status == "public")}},
    )

    id: str = id_field()
    listing_id: str = Field(max_length=26, foreign_key="listing.id")
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    corporation_id: str | None = Field(default=None, max_length=26, foreign_key="corporation.id")
    answerer: str = Field(max_length=26)
    user_id: str | None = Field(
        default=None,
        max_length=26,
        foreign_key="account.id",
        index=True,
        sa_column_kwargs={"info": {"kept_back": True}},
    )
    text: str = text_field("", max_length=400)
    answer: str = text_field("", max_length=1000)
    status: QuestionStatus = enum_field(QuestionStatus, QuestionStatus.ASKED)
    asked_at: datetime = created_field()
    answered_at: datetime | None = None
    is_demo: bool = False


_MAKERS = (Role.CORPORATION, Role.HUB, *TOWN_ROLES)
_S = QuestionStatus

QUESTION = Workflow(
    "question",
    _l("みんなの質問"),
    QuestionStatus.ASKED,
    [
        move("answer", {_S.ASKED, _S.PUBLIC}, _S.PUBLIC, _l("答えて公開する"), *_MAKERS),
        move("leave_out", {_S.ASKED, _S.PUBLIC}, _S.LEFT_OUT, _l("公開しない"), *_MAKERS, needs_reason=True),
        move("take_back", {_S.ASKED, _S.PUBLIC}, _S.TAKEN_BACK, _l("質問を取り下げる"), *Role),
    ],
)
