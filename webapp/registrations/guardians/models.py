"""The guardian's answer to a minor's application: asked by letter or promised on paper, given, declined, withdrawn."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.clock import now
from webapp.core.i18n import LOCALES
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field
from webapp.core.workflow import Workflow, move

#: the version of the page that a guardian reads; a changed page gets a new one, and older consents keep theirs
TEXT_VERSION = "2026-11-21"


class GuardianStatus(Labelled):
    """Where a guardian's consent stands."""

    ASKED = "asked", _l("返事を待っています")
    PROMISED = "promised", _l("紙で届けます")
    GIVEN = "given", _l("同意あり")
    DECLINED = "declined", _l("同意しない")
    WITHDRAWN = "withdrawn", _l("同意の取り消し")
    REPLACED = "replaced", _l("別の頼み方に変更")


_S = GuardianStatus
#: nothing came back yet
WAITING = (_S.ASKED, _S.PROMISED)

GUARDIAN_CONSENT = Workflow(
    "guardian_consent",
    _l("保護者の同意"),
    _S.ASKED,
    [
        move("promise", {_S.ASKED}, _S.PROMISED, _l("紙で届けることにする"), Role.RESIDENT, *TOWN_ROLES),
        move("give", {_S.ASKED}, _S.GIVEN, _l("同意する")),
        move("decline", {_S.ASKED}, _S.DECLINED, _l("同意しない")),
        move("record", WAITING, _S.GIVEN, _l("紙の同意書を記録する"), *TOWN_ROLES),
        move("withdraw", {_S.GIVEN}, _S.WITHDRAWN, _l("同意を取り消す"), *TOWN_ROLES),
        move("replace", {*WAITING, _S.GIVEN}, _S.REPLACED, _l("頼み直す"), Role.RESIDENT, *TOWN_ROLES),
    ],
)


class GuardianRelation(Labelled):
    """What makes somebody a guardian in the law's sense."""

    FATHER = "father", _l("父")
    MOTHER = "mother", _l("母")
    PARENT = "parent", _l("そのほかの親権者（養親など）")
    APPOINTED = "appointed", _l("未成年後見人")
    FACILITY = "facility", _l("児童福祉施設の長・里親など")


def _handed_in(table: sa.Table) -> sa.ColumnElement[bool]:
    """A draft is nobody's business, and so is who was asked about it."""
    registrations = table.metadata.tables["registration"].c
    known = sa.select(registrations.id).where(registrations.submitted_at.is_not(None))
    return table.c.registration_id.in_(known)


class GuardianConsent(Table, table=True):
    """One time that a guardian was asked; the newest row of an application counts."""

    __tablename__ = "guardian_consent"
    __table_args__ = ({"info": {"tenant_rows": _handed_in}},)

    id: str = id_field()
    registration_id: str = Field(max_length=26, foreign_key="registration.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    status: GuardianStatus = enum_field(GuardianStatus, GuardianStatus.ASKED)
    # for the letter alone: the guardian is told that the town does not get it
    email: str = Field(default="", max_length=254, sa_column_kwargs={"info": {"kept_back": True}})
    name: str = Field(default="", max_length=80)
    relation: GuardianRelation | None = enum_field(GuardianRelation, None, nullable=True)
    word: str = text_field("", max_length=500)  # why not, in the guardian's words
    purposes: list[str] = json_field(list)  # of ConsentPurpose: what the guardian was shown as chosen
    text_version: str = Field(default=TEXT_VERSION, max_length=20)
    #: language of the page that was answered; the Japanese words count
    read_in: str | None = Field(default=None, max_length=5)
    answer_hash: str | None = Field(default=None, max_length=64, unique=True)
    withdraw_hash: str | None = Field(default=None, max_length=64, unique=True)
    letters: list[str] = json_field(list, info={"kept_back": True})  # ids, so that they can be blanked with the rest
    created_at: datetime = created_field()
    expires_at: datetime | None = None
    answered_at: datetime | None = None
    signed_on: date | None = None  # on paper
    recorded_by: str | None = Field(default=None, max_length=26)
    withdrawn_at: datetime | None = None

    @property
    def read_in_words(self) -> str:
        """The name of the language in which it was read; empty where nobody knows, as on paper."""
        return LOCALES.get(self.read_in or "", "")

    @property
    def is_open(self) -> bool:
        """Whether the link in the letter can still be answered."""
        return self.status is GuardianStatus.ASKED and self.expires_at is not None and self.expires_at > now()

    @property
    def is_on_paper(self) -> bool:
        """Whether the town keeps a signed sheet."""
        return self.signed_on is not None
