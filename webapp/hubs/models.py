"""Tables of hubs: the parts of a town, the places that bring people together, and the people who stand there."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES
from webapp.core.clock import today
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field
from webapp.core.themes import THEME_LABELS
from webapp.core.workflow import Workflow, move


class HubStatus(Labelled):
    """Whether one can go there."""

    OPEN = "open", _l("利用できます")
    RESTING = "resting", _l("休んでいます")
    CLOSED = "closed", _l("終わりました")


HUB = Workflow(
    "hub",
    _l("拠点"),
    HubStatus.OPEN,
    [
        move("rest", {HubStatus.OPEN}, HubStatus.RESTING, _l("休みにする"), *TOWN_ROLES, needs_reason=True),
        move("reopen", {HubStatus.RESTING, HubStatus.CLOSED}, HubStatus.OPEN, _l("また開く"), *TOWN_ROLES),
        move(
            "close", {HubStatus.OPEN, HubStatus.RESTING}, HubStatus.CLOSED, _l("終える"), *TOWN_ROLES, needs_reason=True
        ),
    ],
)


class PersonKind(Labelled):
    """In what capacity somebody is a hub person; the first one has a term by the scheme."""

    COOPERATOR = "cooperator", _l("地域おこし協力隊")
    OFFICIAL = "official", _l("市町村の職員")
    ORGANISATION = "organisation", _l("法人・団体の人")
    RESIDENT = "resident", _l("地域に住む人")


class PersonStatus(Labelled):
    """Whether people can turn to them."""

    ACTIVE = "active", _l("活動中")
    ENDED = "ended", _l("任期を終えた")


HUB_PERSON = Workflow(
    "hub_person",
    _l("ハブ人材"),
    PersonStatus.ACTIVE,
    [move("end", {PersonStatus.ACTIVE}, PersonStatus.ENDED, _l("任期を終える"), *TOWN_ROLES)],
)


class Ward(Table, table=True):
    """A part of a municipality that should have a hub person of its own: a ward, a school district, an island."""

    __tablename__ = "ward"
    __table_args__ = (sa.UniqueConstraint("municipality_code", "name"),)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="programme.municipality_code")
    name: str = Field(max_length=40)
    position: int = 0


class Hub(Table, table=True):
    """A place that brings people together. Hours are as `core.opening` reads them; the three texts have a line each."""

    __tablename__ = "hub"
    __table_args__ = (sa.Index("ix_hub_town", "municipality_code", "status"),)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="programme.municipality_code")
    ward_id: str | None = Field(default=None, max_length=26, foreign_key="ward.id", index=True)
    name: str = Field(max_length=80)
    about: str = text_field("", max_length=1500)
    address: str = Field(default="", max_length=120)
    access: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=20)
    open_days: str = Field(default="", max_length=100)
    open_hours: str = Field(default="", max_length=100)
    closed_days: str = Field(default="", max_length=100)
    here: str = text_field("", max_length=1000)
    within_30: str = text_field("", max_length=1000)
    within_60: str = text_field("", max_length=1000)
    listing_id: str | None = Field(default=None, max_length=26)  # its coworking space; listings are a higher layer
    status: HubStatus = enum_field(HubStatus, HubStatus.OPEN)
    is_demo: bool = False
    created_at: datetime = created_field()


class HubPerson(Table, table=True):
    """Somebody who connects people and accompanies what they do; shown to everybody under the name they chose."""

    __tablename__ = "hub_person"
    __table_args__ = (sa.Index("ix_hub_person_town", "municipality_code", "status"),)

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="programme.municipality_code")
    hub_id: str | None = Field(default=None, max_length=26, foreign_key="hub.id", index=True)
    ward_id: str | None = Field(default=None, max_length=26, foreign_key="ward.id", index=True)
    user_id: str | None = Field(default=None, max_length=26, foreign_key="account.id", index=True)
    shown_name: str = Field(max_length=60)
    kind: PersonKind = enum_field(PersonKind, PersonKind.COOPERATOR)
    topics: list[str] = json_field(list)
    about: str = text_field("", max_length=1000)
    office_days: str = Field(default="", max_length=100)
    office_hours: str = Field(default="", max_length=100)
    starts_on: date = Field(default_factory=today)
    ends_on: date | None = None
    next_plan: str = text_field("", max_length=600)  # what comes after the term: the town's and the person's own
    most_work: int = Field(default=20, ge=1, le=200)  # open cases and booked hours together
    status: PersonStatus = enum_field(PersonStatus, PersonStatus.ACTIVE)
    noticed_on: date | None = None  # when the end of the term was announced
    is_demo: bool = False
    created_at: datetime = created_field()

    @property
    def topic_labels(self) -> list[Any]:
        """The words of what people may turn to them with."""
        return [THEME_LABELS[code] for code in self.topics if code in THEME_LABELS]

    def serves_on(self, day: date) -> bool:
        """Whether people can turn to them on a day."""
        is_in_term = self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
        return self.status is PersonStatus.ACTIVE and is_in_term
