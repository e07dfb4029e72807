"""Tables of matches: what residents say about suggestions, and the log of what was shown and what came of it."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.append_only import append_only
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field


class Verdict(Labelled):
    """What a resident says of a suggestion."""

    INTERESTED = "interested", _l("興味あり")
    NOT_NOW = "not_now", _l("今は違う")


class WhyNotNow(Labelled):
    """Why a suggestion is put aside, if the person cares to say."""

    FAR = "far", _l("遠い")
    DEAR = "dear", _l("高い")
    SEASON = "season", _l("時期が合わない")
    CONTENT = "content", _l("内容が違う")


class MatchFeedback(Table, table=True):
    """One resident's word on one listing; taking it back removes the row.

    `shows_name` is the person's yes to telling their name to the place that offers; without it they stay nameless.
    """

    __tablename__ = "match_feedback"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "listing_id"),
        sa.Index("ix_match_feedback_listing", "listing_id", "verdict", "at"),
    )

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id")
    listing_id: str = Field(max_length=26, foreign_key="listing.id")
    verdict: Verdict = enum_field(Verdict, Verdict.NOT_NOW)
    reason: WhyNotNow | None = enum_field(WhyNotNow, None, nullable=True)
    shows_name: bool = False
    model_version: str = Field(default="", max_length=64)
    at: datetime = created_field()


class MatchPerson(Table, table=True):
    """Under which name (`id`) a person stands in the log. Removing the row makes what is logged anonymous for good."""

    __tablename__ = "match_person"

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id", unique=True)


class EventKind(Labelled):
    """What happened between a resident and a listing."""

    IMPRESSION = "impression", _l("おすすめに並んだ")
    PROPOSED = "proposed", _l("まちの割り振りの案に並んだ")
    VIEW = "view", _l("掲載を開いた")
    INTERESTED = "interested", _l("「興味あり」を伝えた")
    NOT_NOW = "not_now", _l("「今は違う」とした")
    TAKEN_BACK = "taken_back", _l("答えを取り消した")
    APPLICATION = "application", _l("申し込んだ")
    PLACE_ACCEPTED = "place_accepted", _l("まち・法人が「ぜひ」と答えた")
    PLACE_DECLINED = "place_declined", _l("まち・法人が見送った")


class MatchEvent(Table, table=True):
    """One line of the log that learning reads; rows are never changed or removed.

    There are no foreign keys: `person` is the id of a `MatchPerson` that may be gone, and a listing's town does not own
    what residents looked at. `page` is shared by all impressions of one page, `position` counts from 1 on it. What a desk
    proposes carries the id of its batch there, and where the listing stands among what fits the person.
    """

    __tablename__ = "match_event"
    __table_args__ = (
        sa.Index("ix_match_event_person", "person", "listing_id"),
        sa.Index("ix_match_event_listing", "listing_id", "kind"),
    )

    id: str = id_field()
    person: str = Field(max_length=26)
    listing_id: str = Field(max_length=26)
    kind: EventKind = enum_field(EventKind)
    page: str = Field(default="", max_length=26)
    position: int | None = None
    score: float | None = None  # points, as served
    model_version: str = Field(default="", max_length=64)
    at: datetime = created_field()


append_only(MatchEvent)
