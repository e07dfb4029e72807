"""Tables of residents: the profile, answered step by step, and consents purpose by purpose."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.append_only import append_only
from webapp.core.clock import today
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field


class Step(Labelled):
    """One screen of the wizard, in the order in which it is asked: what suggestions need comes first."""

    AREAS = "areas", _l("行きたい地域")
    WISHES = "wishes", _l("したいこと")
    BUDGET = "budget", _l("探すもの・予算")
    RHYTHM = "rhythm", _l("滞在のしかた")
    HOME = "home", _l("いまの住まい")
    CONSENTS = "consents", _l("情報の使い方")
    SKILLS = "skills", _l("できること")
    HOUSEHOLD = "household", _l("家族")
    NAME = "name", _l("お名前")


#: suggestions can do without the rest, which an application asks for again or which only makes them better
FOR_SUGGESTIONS = (Step.AREAS, Step.WISHES, Step.BUDGET, Step.RHYTHM, Step.HOME, Step.CONSENTS)


class StayDays(Labelled):
    """On which days of the week a stay falls."""

    WEEKDAYS = "weekdays", _l("平日")
    WEEKENDS = "weekends", _l("週末・祝日")
    ANY = "any", _l("どちらでも")


class RemoteWork(Labelled):
    """How far the person's work can be done from elsewhere."""

    NONE = "none", _l("しない・できない")
    PARTLY = "partly", _l("週に何日かはできる")
    FULLY = "fully", _l("いつでもできる")


class WantedKind(Labelled):
    """What the person looks for; the values are those of a listing's kind."""

    HOME = "home", _l("住まい")
    COWORKING = "coworking", _l("働く場所")
    JOB = "job", _l("仕事")
    EVENT = "event", _l("体験・催し")
    NEED = "need", _l("地域の困りごとの手伝い")


class Resident(Table, table=True):
    """One person's profile. Every answer may still be missing: `missing_steps` says which."""

    __tablename__ = "resident"

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id", unique=True)
    family_name: str = Field(default="", max_length=40)
    given_name: str = Field(default="", max_length=40)
    family_kana: str = Field(default="", max_length=60)
    given_kana: str = Field(default="", max_length=60)
    birth_date: date | None = None
    home_code: str | None = Field(default=None, max_length=6, foreign_key="municipality.code", index=True)
    is_confidential: bool = False
    wished_areas: list[str] = json_field(list)  # codes of municipalities and prefectures, dearest first
    max_distance_km: int | None = Field(default=None, ge=0, le=3000)
    max_travel_minutes: int | None = Field(default=None, ge=0, le=1440)
    matters: list[str] = json_field(list)  # names of `municipalities.statistics.wishes.MATTERS`
    themes: list[str] = json_field(list)
    wishes: str = text_field("", max_length=1000)
    skills: list[str] = json_field(list)
    licences: list[str] = json_field(list)
    skills_note: str = text_field("", max_length=1000)
    adults: int | None = Field(default=None, ge=1, le=20)
    children_ages: list[int] = json_field(list)
    family_comes: bool | None = None
    facilities: list[str] = json_field(list)
    days_per_month: int | None = Field(default=None, ge=1, le=31)
    stay_days: StayDays | None = enum_field(StayDays, None, nullable=True)
    months: list[int] = json_field(list)  # 1–12; empty: all year round
    has_car: bool | None = None
    remote_work: RemoteWork | None = enum_field(RemoteWork, None, nullable=True)
    kinds: list[str] = json_field(list)  # values of WantedKind
    monthly_budget: int | None = Field(default=None, ge=0, le=2_000_000)  # yen of rent a month
    purchase_budget: int | None = Field(default=None, ge=0, le=2_000_000_000)  # yen
    answered: list[str] = json_field(list)  # steps that were sent as a whole at least once
    created_at: datetime = created_field()
    updated_at: datetime = created_field()
    erased_at: datetime | None = None
    is_demo: bool = False

    @property
    def full_name(self) -> str:
        """Family name first."""
        return f"{self.family_name} {self.given_name}".strip()

    @property
    def full_kana(self) -> str:
        """The reading of the name."""
        return f"{self.family_kana} {self.given_kana}".strip()

    @property
    def age(self) -> int | None:
        """Completed years today."""
        if self.birth_date is None:
            return None
        day, born = today(), self.birth_date
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    @property
    def missing_steps(self) -> list[Step]:
        """Steps that were never sent, or whose needed answers are blank."""
        return [step for step in Step if step.value not in self.answered or not self.has_needed(step)]

    @property
    def is_ready_for_suggestions(self) -> bool:
        """Whether all is answered that suggestions need."""
        return not set(self.missing_steps) & set(FOR_SUGGESTIONS)

    @property
    def is_complete(self) -> bool:
        """Whether every step is answered, so that the person can apply."""
        return not self.missing_steps

    def has_needed(self, step: Step) -> bool:
        """Whether the answers that a step cannot do without are there."""
        return all(getattr(self, name) not in (None, "", []) for name in NEEDED.get(step, ()))


#: the answers that each step needs; a step without an entry may be sent empty
NEEDED: dict[Step, tuple[str, ...]] = {
    Step.NAME: ("family_name", "given_name", "family_kana", "given_kana", "birth_date"),
    Step.HOME: ("home_code",),
    Step.AREAS: ("wished_areas",),
    Step.WISHES: ("themes",),
    Step.HOUSEHOLD: ("adults",),
    Step.RHYTHM: ("days_per_month", "stay_days"),
    Step.BUDGET: ("kinds",),
}


class ConsentPurpose(Labelled):
    """One use of personal data that a person may allow or not."""

    MATCHING = "matching", _l("おすすめを出すこと")
    TOWNS = "towns", _l("希望する市町村が、名前を伏せたプロフィールを見ること")
    CORPORATIONS = "corporations", _l("希望する市町村の支援法人が、名前を伏せたプロフィールを見て、案内を送ること")
    STATISTICS = "statistics", _l("個人がわからない統計に使うこと")
    NEWS = "news", _l("新しい情報をメールで受け取ること")
    APPLICATION = "application", _l("登録の審査のために、申請の写しを申請先の市町村に渡すこと")
    CERTIFICATE = "certificate", _l("登録証をつくり、登録が続いているかを確かめられるようにすること")
    SCHEMES = "schemes", _l("都道府県と、国の制度（ふるさと住民登録など）の登録に使うこと")
    SUPPORTERS = "supporters", _l("市町村が指定した支援法人に、名前と連絡先を渡すこと")
    TOWN_STATISTICS = "town_statistics", _l("市町村が、個人がわからない統計に使うこと")
    TOWN_NEWS = "town_news", _l("市町村からの案内をメールで受け取ること")
    CONTACT = "contact", _l("お声かけを受けた相手に、名前とメールアドレスを渡すこと")


#: asked with each application, for that town alone; the first one is what an application cannot do without
ASKED_PER_APPLICATION = (
    ConsentPurpose.APPLICATION,
    ConsentPurpose.CERTIFICATE,
    ConsentPurpose.SCHEMES,
    ConsentPurpose.SUPPORTERS,
    ConsentPurpose.TOWN_STATISTICS,
    ConsentPurpose.TOWN_NEWS,
)
#: CONTACT is asked with each answer to a place; the others in the profile's wizard
_ASKED_EACH_TIME = (*ASKED_PER_APPLICATION, ConsentPurpose.CONTACT)
ASKED_IN_WIZARD = tuple(purpose for purpose in ConsentPurpose if purpose not in _ASKED_EACH_TIME)

#: the version of the sentence shown; a changed sentence gets a new version, and older consents keep theirs
CONSENT_VERSION: dict[ConsentPurpose, str] = {
    **dict.fromkeys(ConsentPurpose, "2026-04-01"),
    ConsentPurpose.MATCHING: "2026-11-21",  # says since then that suggestions and answers are logged
    ConsentPurpose.TOWNS: "2026-11-21",  # names since then all that is shown, and to whom
    ConsentPurpose.CORPORATIONS: "2026-11-21",  # the same
    ConsentPurpose.APPLICATION: "2026-11-21",  # since then with the address and the children one by one
}
#: from which version on a yes counts: the older sentence named less than what is shown
COUNTS_SINCE = {purpose: CONSENT_VERSION[purpose] for purpose in (ConsentPurpose.TOWNS, ConsentPurpose.CORPORATIONS)}


def counts(purpose: ConsentPurpose, text_version: str, *, is_given: bool) -> bool:
    """Whether such a word is a yes to what the purpose covers today."""
    return is_given and text_version >= COUNTS_SINCE.get(purpose, "")


class ConsentScreen(Labelled):
    """Where a person said yes or no."""

    PROFILE = "profile", _l("プロフィールの「情報の使い方」")
    APPLICATION = "application", _l("登録の申請")
    RENEWAL = "renewal", _l("登録の更新")
    CENTRE = "centre", _l("「自分の情報」の画面")
    SCOUT = "scout", _l("お声かけへの返事")
    LIST = "list", _l("名簿の確認メール")
    ERASURE = "erasure", _l("プロフィールの消去")


class Consent(Table, table=True):
    """One yes or no to one purpose; the newest row counts, older ones stay as proof."""

    __tablename__ = "consent"
    __table_args__ = (sa.Index("ix_consent_user_purpose", "user_id", "purpose", "id"),)

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id")
    purpose: ConsentPurpose = enum_field(ConsentPurpose)
    text_version: str = Field(max_length=20)
    is_given: bool
    given_to: str | None = Field(default=None, max_length=26)  # municipality code of an application, sender of a scout
    at: datetime = created_field()
    screen: ConsentScreen | None = enum_field(ConsentScreen, None, nullable=True)  # not noted before the privacy centre

    @property
    def counts(self) -> bool:
        """Whether it is a yes to what the purpose covers today."""
        return counts(self.purpose, self.text_version, is_given=self.is_given)


append_only(Consent)

Answers = dict[str, Any]
