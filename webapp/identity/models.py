"""Tables of the identity check: an attempt under way at a provider, and what came out of a check. Never a My Number."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.clock import now
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field
from webapp.residents.secrecy import leaves_blank


class Method(Labelled):
    """How a person was checked."""

    ONLINE = "online", _l("オンライン（マイナンバーカードなど）")
    COUNTER = "counter", _l("窓口")


class DocumentKind(Labelled):
    """What a person showed at the counter. Its number is never written down, and no copy is kept."""

    MY_NUMBER_CARD = "my_number_card", _l("マイナンバーカード（おもて面だけを見る）")
    DRIVING_LICENCE = "driving_licence", _l("運転免許証")
    PASSPORT = "passport", _l("旅券（パスポート）と、住所がわかる書類")
    RESIDENCE_CARD = "residence_card", _l("在留カード・特別永住者証明書")
    DISABILITY_CERTIFICATE = "disability_certificate", _l("障害者手帳")
    TWO_WITHOUT_PHOTO = "two_without_photo", _l("写真のない書類2つ（資格確認書、年金手帳など）")


class EndReason(Labelled):
    """Why a check stands no more before its time."""

    RENEWED = "renewed", _l("新しい本人確認に替わった")
    WITHDRAWN = "withdrawn", _l("まちが取り消した")
    ERASED = "erased", _l("本人が情報を消した")


class IdentityCheck(Table, table=True):
    """One check that was passed. Name and birth date are those that were seen; they must still be the profile's."""

    __tablename__ = "identity_check"
    __table_args__ = (sa.Index("ix_identity_check_person", "user_id", "id"),)

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id")
    municipality_code: str | None = Field(default=None, max_length=6, index=True)  # who looked, at a counter
    method: Method = enum_field(Method)
    provider: str = Field(default="", max_length=200)  # the issuer, as it calls itself
    subject_sha256: str = Field(default="", max_length=64, index=True)
    acr: str = Field(default="", max_length=200)
    document_kind: DocumentKind | None = enum_field(DocumentKind, None, nullable=True)
    checked_by: str | None = Field(default=None, max_length=26)
    seen_name: str = Field(default="", max_length=120)
    seen_birth_date: date | None = None
    seen_address: str = Field(default="", max_length=300)
    address_matches: bool | None = None  # with the municipality in the profile
    verified_at: datetime = created_field()
    valid_until: date
    ended_at: datetime | None = None
    end_reason: EndReason | None = enum_field(EndReason, None, nullable=True)
    is_demo: bool = False


leaves_blank(IdentityCheck, "seen_name", "seen_birth_date", "seen_address", "subject_sha256")


class IdentityAttempt(Table, table=True):
    """A person on the way to the provider and back; used once, and of no use to anybody else."""

    __tablename__ = "identity_attempt"

    state_hash: str = Field(primary_key=True, max_length=64)
    user_id: str = Field(max_length=26, foreign_key="account.id", index=True)
    nonce: str = Field(max_length=64)
    verifier: str = Field(max_length=128)
    created_at: datetime = Field(default_factory=now, nullable=False)
    used_at: datetime | None = None
