"""Tables of consents: further recipients of what an owner agreed to, and requests to delete it there."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.clock import today
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field
from webapp.listings.models import ConsentItem


class RecipientKind(Labelled):
    """To whom a home's data may go, besides the town where it stands and who made the listing."""

    CORPORATION = "corporation", _l("名前をあげた支援法人")
    ALL_CORPORATIONS = "all_corporations", _l("指定支援法人すべて")
    BANK = "bank", _l("空き家バンク")


class Method(Labelled):
    """How it gets there."""

    DATA = "data", _l("記録の残る電子データで渡す")
    SCREEN = "screen", _l("担当者の画面で見せる")


class ConsentRecipient(Table, table=True):
    """One further recipient of one consent; `name` is what the owner read."""

    __tablename__ = "consent_recipient"
    __table_args__ = (sa.UniqueConstraint("consent_id", "kind", "organisation_id"),)

    id: str = id_field()
    consent_id: str = Field(max_length=26, foreign_key="owner_consent.id")
    kind: RecipientKind = enum_field(RecipientKind)
    organisation_id: str = Field(default="", max_length=26, index=True)  # a corporation's or a bank's; empty for all
    name: str = Field(max_length=200)
    method: Method = enum_field(Method, Method.DATA)


class DeletionRequest(Table, table=True):
    """Somebody who has a home's data without a consent any more is asked to delete it and to say so."""

    __tablename__ = "deletion_request"
    __table_args__ = (
        sa.UniqueConstraint("consent_id", "holder"),
        sa.Index("ix_deletion_request_open", "confirmed_at", "due_on"),
    )

    id: str = id_field()
    consent_id: str = Field(max_length=26, foreign_key="owner_consent.id")
    listing_id: str = Field(max_length=26, foreign_key="listing.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)  # where the home stands
    holder: str = Field(max_length=26, index=True)  # a corporation's id, or the code of another town
    name: str = Field(max_length=200)
    items: list[str] = json_field(list)  # what nothing allows any more
    asked_at: datetime = created_field()
    due_on: date
    reminded_at: datetime | None = None
    escalated_at: datetime | None = None
    confirmed_at: datetime | None = None
    confirmed_by: str | None = Field(default=None, max_length=26)
    note: str = Field(default="", max_length=300)

    @property
    def item_labels(self) -> list[Any]:
        """The words of what is to be deleted."""
        return [ConsentItem(item).label for item in self.items]

    @property
    def is_overdue(self) -> bool:
        """Whether the answer is late."""
        return self.confirmed_at is None and self.due_on < today()

    @property
    def standing(self) -> tuple[Any, str]:
        """Its state in words, and its tone."""
        if self.confirmed_at is not None:
            return _l("削除を確認しました"), "success"
        return (_l("期限を過ぎています"), "error") if self.is_overdue else (_l("返事を待っています"), "warning")
