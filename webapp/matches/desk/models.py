"""Tables of the matching desk: a batch of places to give out, and what it suggests to each household."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field
from webapp.core.workflow import Workflow, move

_KEPT_BACK = {"info": {"kept_back": True}}


class Mode(Labelled):
    """How places are given out."""

    PRICES = "prices", _l("混み合う掲載を避けてすすめる")
    ASSIGNMENT = "assignment", _l("決まった枠を割り当てる")


class Audience(Labelled):
    """Whom a batch looks at."""

    EVERYBODY = "everybody", _l("このまちを希望していて、声をかけてよい人みんな")
    INTERESTED = "interested", _l("選んだ掲載に「興味あり」と答えた人だけ")


class BatchStatus(Labelled):
    """Where a batch stands."""

    DRAFT = "draft", _l("下書き")
    REVIEWED = "reviewed", _l("もう一人が確認済み")
    PUBLISHED = "published", _l("本人に届けた")
    CLOSED = "closed", _l("終了")
    WITHDRAWN = "withdrawn", _l("取り下げ")


class MatchBatch(Table, table=True):
    """What staff want to give out, frozen when it was made.

    `offers` holds for each listing its id, title, places left, price and floor in points; `rate_is_assumed` says
    that the chance of a yes is the house's guess, because no answers were learned from.
    """

    __tablename__ = "match_batch"

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    title: str = Field(max_length=60)
    mode: Mode = enum_field(Mode)
    audience: Audience = enum_field(Audience)
    status: BatchStatus = enum_field(BatchStatus, BatchStatus.DRAFT)
    offers: list[dict[str, Any]] = json_field(list)
    model_version: str = Field(default="", max_length=80)
    rate_is_assumed: bool = True
    created_by: str | None = Field(default=None, max_length=26)
    created_at: datetime = created_field()
    published_at: datetime | None = None
    ends_at: datetime | None = None
    next_step: str = Field(default="", max_length=200)
    signed: str = Field(default="", max_length=60)
    is_demo: bool = False

    @property
    def is_open(self) -> bool:
        """Whether staff may still change what is suggested."""
        return self.status in (BatchStatus.DRAFT, BatchStatus.REVIEWED)


class SuggestionStatus(Labelled):
    """Where one suggestion of a batch stands."""

    PROPOSED = "proposed", _l("案")
    SENT = "sent", _l("お声かけを送った")
    SHOWN = "shown", _l("本人の画面に出した")
    LEFT_OUT = "left_out", _l("届けなかった")
    DISMISSED = "dismissed", _l("本人が片づけた")
    WITHDRAWN = "withdrawn", _l("取り下げた")
    EXPIRED = "expired", _l("期限が過ぎた")


class MatchSuggestion(Table, table=True):
    """What a batch suggests to one household, under the name it has in this batch.

    `options` holds for each listing that breaks no rule: listing, score, chance of a yes, facts; best first. `why` is
    the code for no suggestion; `chosen_listing_id` is what staff made of `market_listing_id`. Who the person is, and
    how many come along, never leaves with a town's data.
    """

    __tablename__ = "match_suggestion"
    __table_args__ = (
        sa.UniqueConstraint("batch_id", "code"),
        sa.Index("ix_match_suggestion_person", "user_id", "status"),
    )

    id: str = id_field()
    batch_id: str = Field(max_length=26, foreign_key="match_batch.id")
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    user_id: str | None = Field(default=None, max_length=26, foreign_key="account.id", sa_column_kwargs=_KEPT_BACK)
    code: str = Field(max_length=12)
    seats: int = Field(default=1, sa_column_kwargs=_KEPT_BACK)
    options: list[dict[str, Any]] = json_field(list)
    market_listing_id: str | None = Field(default=None, max_length=26, foreign_key="listing.id")
    why: str = Field(default="", max_length=40)
    chosen_listing_id: str | None = Field(default=None, max_length=26, foreign_key="listing.id")
    note: str = text_field("", max_length=500)
    message: str = text_field("", max_length=1000)
    status: SuggestionStatus = enum_field(SuggestionStatus, SuggestionStatus.PROPOSED)
    refusal: str = text_field("", max_length=500)
    scout_id: str | None = Field(default=None, max_length=26, foreign_key="scout.id")

    @property
    def is_overridden(self) -> bool:
        """Whether staff decided otherwise than was suggested."""
        return self.chosen_listing_id != self.market_listing_id


_B, _S = BatchStatus, SuggestionStatus

MATCH_BATCH = Workflow(
    "match_batch",
    _l("枠の割り振り"),
    _B.DRAFT,
    [
        move("review", {_B.DRAFT}, _B.REVIEWED, _l("確認済みにする"), *TOWN_ROLES),
        move("reopen", {_B.REVIEWED}, _B.DRAFT, _l("確認のあとで変える"), *TOWN_ROLES),
        move("publish", {_B.DRAFT, _B.REVIEWED}, _B.PUBLISHED, _l("本人に届ける"), *TOWN_ROLES),
        move("close", {_B.PUBLISHED}, _B.CLOSED, _l("終える"), *TOWN_ROLES),
        move(
            "withdraw",
            {_B.DRAFT, _B.REVIEWED, _B.PUBLISHED},
            _B.WITHDRAWN,
            _l("取り下げる"),
            *TOWN_ROLES,
            needs_reason=True,
        ),
    ],
)
MATCH_SUGGESTION = Workflow(
    "match_suggestion",
    _l("枠の割り振りの案"),
    _S.PROPOSED,
    [
        move("send", {_S.PROPOSED}, _S.SENT, _l("お声かけを送る"), *TOWN_ROLES),
        move("show", {_S.PROPOSED}, _S.SHOWN, _l("本人の画面に出す"), *TOWN_ROLES),
        move("leave_out", {_S.PROPOSED}, _S.LEFT_OUT, _l("届けない"), *TOWN_ROLES),
        move("dismiss", {_S.SHOWN}, _S.DISMISSED, _l("片づける"), Role.RESIDENT),
        move("withdraw", {_S.PROPOSED, _S.SHOWN}, _S.WITHDRAWN, _l("取り下げる"), *TOWN_ROLES),
        move("expire", {_S.PROPOSED, _S.SHOWN}, _S.EXPIRED, _l("期限が過ぎる"), *TOWN_ROLES),
    ],
)
