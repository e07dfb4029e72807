"""Tables of information packages: what a town hands to a corporation, its items, and each delivery."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field
from webapp.core.workflow import Workflow, move


class PackageStatus(Labelled):
    """Where a package stands."""

    DRAFT = "draft", _l("準備中")
    DELIVERED = "delivered", _l("提供中")
    ENDED = "ended", _l("提供終了")
    DISCARDED = "discarded", _l("取りやめ")


_S = PackageStatus
INFO_PACKAGE = Workflow(
    "info_package",
    _l("法人への情報提供"),
    _S.DRAFT,
    [
        move("deliver", {_S.DRAFT}, _S.DELIVERED, _l("法人に渡す"), *TOWN_ROLES),
        move("discard", {_S.DRAFT}, _S.DISCARDED, _l("取りやめる"), *TOWN_ROLES),
        move("end", {_S.DELIVERED}, _S.ENDED, _l("提供を終える"), *TOWN_ROLES, needs_reason=True),
    ],
)


class InfoPackage(Table, table=True):
    """What one municipality gives one of its support corporations, for a purpose and until a day."""

    __tablename__ = "info_package"

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    corporation_id: str = Field(max_length=26, foreign_key="corporation.id", index=True)
    status: PackageStatus = enum_field(PackageStatus, PackageStatus.DRAFT)
    title: str = Field(max_length=80)
    purpose: str = text_field(max_length=300)
    ends_on: date
    prepared_by: str | None = Field(default=None, max_length=26)
    created_at: datetime = created_field()
    delivered_at: datetime | None = None
    is_demo: bool = False


class PackageItem(Table, table=True):
    """One listing in a package; what of it goes out is decided by the consents of the day it is taken."""

    __tablename__ = "info_package_item"
    __table_args__ = (sa.UniqueConstraint("package_id", "listing_id"),)

    id: str = id_field()
    package_id: str = Field(max_length=26, foreign_key="info_package.id")
    listing_id: str = Field(max_length=26, foreign_key="listing.id", index=True)
    recalled_at: datetime | None = None  # the consent is gone: it is handed out no more
    recall_reason: str = Field(default="", max_length=300)


class DeliveryKind(Labelled):
    """What happened to a package."""

    HANDED_OVER = "handed_over", _l("法人に渡した")
    DOWNLOADED = "downloaded", _l("ファイルを受け取った")
    RECALLED = "recalled", _l("引き上げた")


class InfoDelivery(Table, table=True):
    """One line of the delivery log: who got what and when; what lay in it, without any of its words."""

    __tablename__ = "info_delivery"

    id: str = id_field()
    package_id: str = Field(max_length=26, foreign_key="info_package.id", index=True)
    at: datetime = created_field()
    kind: DeliveryKind = enum_field(DeliveryKind)
    by: str | None = Field(default=None, max_length=26)
    contents: list[str] = json_field(list)  # listing id: what of it, e.g. "01K…:building,contact"
