"""Tables of listings, of the owner's consent behind a home, and of photos."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.i18n import LOCALES
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field
from webapp.core.workflow import Workflow, move


class ListingKind(Labelled):
    """What is listed; each kind has its module in `kinds/`."""

    HOME = "home", _l("住まい")
    COWORKING = "coworking", _l("コワーキング")
    JOB = "job", _l("仕事")
    EVENT = "event", _l("イベント")
    NEED = "need", _l("まちのニーズ")
    SERVICE = "service", _l("買い物・交通")


class Deal(Labelled):
    """How a home changes hands."""

    SALE = "sale", _l("売買")
    RENT = "rent", _l("賃貸")
    BOTH = "both", _l("売買・賃貸どちらも")
    TRIAL = "trial", _l("お試し滞在")


class ListingStatus(Labelled):
    """Where a listing stands."""

    DRAFT = "draft", _l("下書き")
    SUBMITTED = "submitted", _l("市町村が確認中")
    CORRECTION = "correction", _l("修正をお願い中")
    PUBLISHED = "published", _l("掲載中")
    NEGOTIATING = "negotiating", _l("交渉中")
    CONTRACTED = "contracted", _l("契約済")
    PAUSED = "paused", _l("掲載を休止中")
    STALE = "stale", _l("確認がないため非公開")
    CLOSED = "closed", _l("掲載終了")
    EXPIRED = "expired", _l("掲載期限切れ")
    ARCHIVED = "archived", _l("保管")


#: what can still be had
OFFERED = (ListingStatus.PUBLISHED, ListingStatus.NEGOTIATING)
#: what everybody may see: for a while also what is taken, so that nobody asks in vain
SEEN = (*OFFERED, ListingStatus.CONTRACTED)


class Listing(Table, table=True):
    """One thing a place offers or needs.

    `details` is the JSON of the kind's `Details` (see `kinds/`). `search_text` and the place's
    coordinates are kept by `actions`; `source` is empty for our own listings, and rows of a
    `source` are keyed by `external_id`.
    """

    __tablename__ = "listing"
    __table_args__ = (
        sa.Index("ix_listing_newest", "status", "published_at", "id"),
        sa.Index("ix_listing_kind_newest", "status", "kind", "published_at", "id"),
        sa.Index("ix_listing_changed", "updated_at", "status"),
        sa.Index("ix_listing_place", "status", "municipality_code", "kind"),
        sa.Index("ix_listing_money", "status", "kind", "deal", "price", "monthly_cost", "published_at", "id"),
        sa.Index(
            "uq_listing_external",
            "source",
            "external_id",
            unique=True,
            sqlite_where=sa.text("source <> ''"),
            postgresql_where=sa.text("source <> ''"),
        ),
        sa.CheckConstraint("price is null or price >= 0", name="price_not_negative"),
        sa.CheckConstraint("monthly_cost is null or monthly_cost >= 0", name="monthly_cost_not_negative"),
    )

    id: str = id_field()
    kind: ListingKind = enum_field(ListingKind)
    status: ListingStatus = enum_field(ListingStatus, ListingStatus.DRAFT)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    corporation_id: str | None = Field(default=None, max_length=26, foreign_key="corporation.id", index=True)
    created_by: str | None = Field(default=None, max_length=26, index=True)
    title: str = Field(max_length=80)
    summary: str = Field(default="", max_length=200)
    body: str = text_field("", max_length=4000)
    drawbacks: str = text_field("", max_length=1000)  # what does not suit everybody, said openly
    themes: list[str] = json_field(list)
    skills: list[str] = json_field(list)
    details: dict[str, Any] = json_field()
    deal: Deal | None = enum_field(Deal, None, nullable=True)  # homes only
    price: int | None = Field(default=None, sa_type=sa.BigInteger)  # yen, once: sale price or fee
    monthly_cost: int | None = Field(default=None)  # yen a month: rent
    latitude: float | None = None
    longitude: float | None = None
    public_address: str = Field(default="", max_length=120)
    private_address: str = Field(default="", max_length=200)  # never shown to the public
    min_days_per_month: int | None = None
    car_required: bool = False
    licences: list[str] = json_field(list)
    family_ok: bool = False
    remote_ok: bool = False
    capacity: int | None = None
    source: str = Field(default="", max_length=60)
    external_id: str = Field(default="", max_length=60)
    credit_line: str = Field(default="", max_length=300)
    as_of: date | None = None
    submitted_at: datetime | None = None
    published_at: datetime | None = None
    expires_on: date | None = None
    ended_at: datetime | None = None  # contracted or closed
    search_text: str = text_field("", max_length=12000)
    is_demo: bool = False
    created_at: datetime = created_field()
    updated_at: datetime = created_field()

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it."""
        return self.status in SEEN

    @property
    def is_offered(self) -> bool:
        """Whether it can still be had: asked about, booked, applied for."""
        return self.status in OFFERED

    @property
    def is_ours(self) -> bool:
        """Written here, not taken over from a file."""
        return self.source == ""


_MAKERS = (Role.CORPORATION, Role.HUB, *TOWN_ROLES)
_S = ListingStatus

LISTING = Workflow(
    "listing",
    _l("掲載"),
    ListingStatus.DRAFT,
    [
        move("submit", {_S.DRAFT, _S.CORRECTION}, _S.SUBMITTED, _l("市町村に送る"), *_MAKERS),
        move("publish", {_S.SUBMITTED}, _S.PUBLISHED, _l("掲載する"), *TOWN_ROLES),
        move("ask_correction", {_S.SUBMITTED}, _S.CORRECTION, _l("修正をお願いする"), *TOWN_ROLES, needs_reason=True),
        move("refuse", {_S.SUBMITTED, _S.CORRECTION}, _S.CLOSED, _l("掲載しない"), *TOWN_ROLES, needs_reason=True),
        move("negotiate", {_S.PUBLISHED}, _S.NEGOTIATING, _l("交渉中にする"), *_MAKERS),
        move("offer_again", {_S.NEGOTIATING}, _S.PUBLISHED, _l("募集に戻す"), *_MAKERS),
        move("contract", OFFERED, _S.CONTRACTED, _l("契約済にする"), *_MAKERS),
        move("pause", OFFERED, _S.PAUSED, _l("掲載を休止する"), *_MAKERS, needs_reason=True),
        move("lose_consent", {_S.SUBMITTED, *OFFERED}, _S.PAUSED, _l("同意がなくなり休止する")),
        move("lose_designation", {_S.SUBMITTED, *OFFERED}, _S.PAUSED, _l("法人の指定が終わり休止する"), *TOWN_ROLES),
        move("resume", {_S.PAUSED}, _S.PUBLISHED, _l("掲載を再開する"), *TOWN_ROLES),
        move("go_stale", OFFERED, _S.STALE, _l("確認がなく非公開にする")),
        move("revive", {_S.STALE}, _S.PUBLISHED, _l("まだ募集していると答える"), *_MAKERS),
        move("resubmit", {_S.PAUSED, _S.EXPIRED, _S.STALE}, _S.SUBMITTED, _l("もう一度市町村に送る"), *_MAKERS),
        move("expire", OFFERED, _S.EXPIRED, _l("期限で終える")),
        move(
            "close",
            {_S.DRAFT, _S.CORRECTION, *OFFERED, _S.PAUSED, _S.STALE, _S.EXPIRED},
            _S.CLOSED,
            _l("掲載を終える"),
            *_MAKERS,
            needs_reason=True,
        ),
        move("archive", {_S.CONTRACTED, _S.CLOSED, _S.EXPIRED}, _S.ARCHIVED, _l("保管に移す"), *TOWN_ROLES),
    ],
)


class ConsentItem(Labelled):
    """What of a home and its owner may be passed on."""

    PUBLIC_ADDRESS = "public_address", _l("所在地（字まで。番地は出しません）")
    BUILDING = "building", _l("建物と土地の情報（広さ・築年・設備・価格）")
    PHOTOS = "photos", _l("外観と室内の写真")
    CONTACT = "contact", _l("お名前と連絡先（市町村と法人の担当者だけに）")


class ConsentChannel(Labelled):
    """How the owner said yes."""

    LETTER = "letter", _l("メールのリンク")
    PAPER = "paper", _l("書面")
    APPLICATION = "application", _l("空き家バンクの申請")


class OwnerConsent(Table, table=True):
    """The owner's yes to one home's listing: what, to whom, for what, until when, on what evidence."""

    __tablename__ = "owner_consent"

    id: str = id_field()
    listing_id: str = Field(max_length=26, foreign_key="listing.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    channel: ConsentChannel = enum_field(ConsentChannel, ConsentChannel.LETTER)
    owner_name: str = Field(max_length=60)
    owner_email: str = Field(default="", max_length=254, index=True)
    owner_user_id: str | None = Field(default=None, max_length=26, foreign_key="account.id", index=True)
    items: list[str] = json_field(list)
    recipient: str = Field(max_length=200)
    purpose: str = Field(max_length=300)
    text_version: str = Field(max_length=20)
    #: language of the page that was answered; the Japanese words count
    read_in: str | None = Field(default=None, max_length=5)
    valid_until: date | None = None
    evidence: str = text_field("", max_length=1000)
    token_hash: str | None = Field(default=None, max_length=64, unique=True)
    asked_by: str | None = Field(default=None, max_length=26)
    asked_at: datetime = created_field()
    given_at: datetime | None = None
    declined_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def read_in_words(self) -> str:
        """The name of the language in which it was read; empty where nobody knows, as on paper."""
        return LOCALES.get(self.read_in or "", "")

    def holds_on(self, day: date) -> bool:
        """Given, not withdrawn and not run out."""
        is_given = self.given_at is not None and self.withdrawn_at is None
        return is_given and (self.valid_until is None or day <= self.valid_until)

    @property
    def item_labels(self) -> list[Any]:
        """The words of what is passed on."""
        return [ConsentItem(item).label for item in self.items]


class PhotoKind(Labelled):
    """What a picture of a home shows."""

    OUTSIDE = "outside", _l("外から見たところ")
    INSIDE = "inside", _l("部屋の中")
    KITCHEN = "kitchen", _l("台所")
    BATH = "bath", _l("風呂・トイレ")
    AROUND = "around", _l("前の道・まわり")
    PLAN = "plan", _l("間取り図")
    OTHER = "other", _l("そのほか")


class ListingPhoto(Table, table=True):
    """One picture of a listing: what was sent waits under `original_key` until the worker has drawn it anew.

    The widest drawing lies under `file_key`; `smaller` holds [width, key] of the others, widest first.
    """

    __tablename__ = "listing_photo"
    __table_args__ = (sa.UniqueConstraint("listing_id", "position"),)

    id: str = id_field()
    listing_id: str = Field(max_length=26, foreign_key="listing.id", index=True)
    position: int = 0
    file_key: str = Field(default="", max_length=80)
    original_key: str = Field(default="", max_length=80)
    smaller: list[Any] = json_field(list)
    alt: str = Field(default="", max_length=120)
    shows: PhotoKind | None = enum_field(PhotoKind, None, nullable=True)  # of a home
    width: int = 0
    height: int = 0
    created_at: datetime = created_field()

    @property
    def is_ready(self) -> bool:
        """Whether there is something to show."""
        return self.file_key != ""

    @property
    def is_waiting(self) -> bool:
        """Whether the worker has still to draw it."""
        return self.original_key != ""

    @property
    def widths(self) -> list[int]:
        """The widths that there are, smallest first."""
        return sorted({self.width, *(int(width) for width, _key in self.smaller)})

    def key_of(self, width: int) -> str:
        """The file of the smallest drawing that is at least so wide; of the widest when none is."""
        known = sorted([(self.width, self.file_key), *((int(wide), key) for wide, key in self.smaller)])
        return next((key for wide, key in known if wide >= width), self.file_key)
