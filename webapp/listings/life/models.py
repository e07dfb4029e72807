"""The table of questions whether a listing still holds."""

from datetime import date, datetime

from sqlmodel import Field

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field


class Asked(Labelled):
    """Who was asked whether a listing still holds."""

    MAKER = "maker", _l("掲載した人")
    OWNER = "owner", _l("所有者")


class Confirmation(Table, table=True):
    """One question: is what this listing said on `as_of` still true? A letter carries the key; only its hash is kept."""

    __tablename__ = "listing_confirmation"

    id: str = id_field()
    listing_id: str = Field(max_length=26, foreign_key="listing.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    asked: Asked = enum_field(Asked)
    consent_id: str | None = Field(default=None, max_length=26)  # of the owner who was asked
    as_of: date
    token_hash: str = Field(max_length=64, unique=True)
    asked_at: datetime = created_field()
    answered_at: datetime | None = None
    still_holds: bool | None = None
