"""Tables of certificates, of the tokens made from them, and of their numbering."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import TOWN_ROLES
from webapp.core.clock import today
from webapp.core.i18n import lazy as _l
from webapp.core.ids import new_public_code
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field, text_field
from webapp.core.workflow import Workflow, move
from webapp.residents.secrecy import leaves_blank, of_hidden_person

#: certificates before tokens: checked by their public code alone
TEMPLATE_WITHOUT_TOKENS = 1
TEMPLATE_NOW = 2


class CertificateStatus(Labelled):
    """What a municipality says of a certificate."""

    DRAFT = "draft", _l("作成中")
    ISSUED = "issued", _l("有効")
    SUSPENDED = "suspended", _l("一時停止中")
    REVOKED = "revoked", _l("失効（取消し）")
    EXPIRED = "expired", _l("期限切れ")
    SUPERSEDED = "superseded", _l("新しい証明書に切替え済み")


_S = CertificateStatus
#: may come into force (again)
LIVING = (_S.ISSUED, _S.SUSPENDED)


class RevocationReason(Labelled):
    """Why a certificate lost its effect for good; the holder and the desk read it, the public does not."""

    MOVED = "moved", _l("転出・転入")
    WITHDRAWN = "withdrawn", _l("本人の取下げ")
    SOURCE_ENDED = "source_ended", _l("登録・指定の終了")
    FALSE_STATEMENT = "false_statement", _l("虚偽の申請")
    ERROR = "error", _l("記載の誤り")
    LOST = "lost", _l("紛失・盗難")
    DEATH = "death", _l("死亡")
    KEY = "key", _l("署名の鍵の安全が疑われるため")
    OFFICE = "office", _l("職権による取消し")


class HeldFor(Labelled):
    """Who stopped a certificate for a while, and so who may let it go on."""

    SOURCE = "source", _l("登録・指定が止まっているため")
    DESK = "desk", _l("窓口で止めたため")


CERTIFICATE = Workflow(
    "certificate",
    _l("証明書"),
    _S.DRAFT,
    [
        move("issue", {_S.DRAFT}, _S.ISSUED, _l("証明書を発行する")),
        move("suspend", {_S.ISSUED}, _S.SUSPENDED, _l("証明書を一時停止する"), *TOWN_ROLES, needs_reason=True),
        move("resume", {_S.SUSPENDED}, _S.ISSUED, _l("証明書をまた使えるようにする"), *TOWN_ROLES, needs_reason=True),
        move("revoke", LIVING, _S.REVOKED, _l("証明書を取り消す"), *TOWN_ROLES, needs_reason=True),
        move("supersede", LIVING, _S.SUPERSEDED, _l("新しい証明書に切り替える")),
        move("expire", LIVING, _S.EXPIRED, _l("有効期間が終わった")),
    ],
)


class Certificate(Table, table=True):
    """One certificate. `claims` is what is certified; the tokens signed over it are in `CertificateToken`."""

    __tablename__ = "certificate"
    __table_args__ = (
        sa.UniqueConstraint("municipality_code", "kind", "number"),
        sa.Index("ix_certificate_holder", "user_id", "id"),
        sa.Index("ix_certificate_source", "source_type", "source_id"),
        sa.Index("ix_certificate_desk", "municipality_code", "kind", "status", "id"),
        sa.Index("ix_certificate_valid_until", "status", "valid_until"),
    )

    id: str = id_field()
    kind: str = Field(max_length=30)  # code of a KindSpec
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code")
    user_id: str | None = Field(default=None, max_length=26, foreign_key="account.id")
    corporation_id: str | None = Field(default=None, max_length=26, foreign_key="corporation.id", index=True)
    registration_id: str | None = Field(default=None, max_length=26, foreign_key="registration.id", index=True)
    designation_id: str | None = Field(default=None, max_length=26, foreign_key="designation.id", index=True)
    source_type: str = Field(max_length=40)  # table of the decision it rests on
    source_id: str = Field(max_length=26)
    status: CertificateStatus = enum_field(CertificateStatus, CertificateStatus.DRAFT)
    number: str = Field(max_length=40)
    public_code: str = Field(default_factory=new_public_code, max_length=12, unique=True)
    claims: dict[str, Any] = json_field()
    claims_salt: str = Field(default="", max_length=32, sa_column_kwargs={"info": {"kept_back": True}})
    claims_sha256: str = Field(max_length=64)
    is_confidential: bool = False  # its holder asked for secrecy when it was issued
    valid_from: date
    valid_until: date
    template_version: int = TEMPLATE_NOW
    issued_at: datetime = created_field()
    issued_by: str | None = Field(default=None, max_length=26)
    approved_by: str | None = Field(default=None, max_length=26)
    supersedes_id: str | None = Field(default=None, max_length=26, foreign_key="certificate.id", index=True)
    held_for: HeldFor | None = enum_field(HeldFor, None, nullable=True)
    hold_note: str = text_field("", max_length=1000)
    revoked_at: datetime | None = None
    revoked_for: RevocationReason | None = enum_field(RevocationReason, None, nullable=True)
    revocation_note: str = text_field("", max_length=2000)  # told to the holder, not to the public
    erased_at: datetime | None = None  # what names the holder was blanked; the hash stays
    is_demo: bool = False

    @property
    def shown_code(self) -> str:
        """The code in groups of four, as it is printed."""
        return "-".join(self.public_code[i : i + 4] for i in range(0, 12, 4))

    @property
    def short_number(self) -> str:
        """The number without the municipality's name, which whoever reads a QR code knows anyway."""
        return self.number.split("-", 1)[-1]

    @property
    def has_expired(self) -> bool:
        """Its last day lies behind us."""
        return self.valid_until < today()

    @property
    def is_within_dates(self) -> bool:
        """Today lies between its first and last day."""
        return self.valid_from <= today() <= self.valid_until

    @property
    def holder_name(self) -> str:
        """The name that is certified; empty once it was erased."""
        return str(self.claims.get("holder_name", ""))


def of_hidden_holder(table: sa.Table) -> sa.ColumnElement[bool]:
    """Of somebody who asks for secrecy now, or asked for it when it was issued."""
    return sa.or_(of_hidden_person(table), table.c.is_confidential)


leaves_blank(Certificate, "claims", "hold_note", "revocation_note", hidden=of_hidden_holder)


class TokenForm(Labelled):
    """In which shape a signed token leaves the house; each has a status index of its own."""

    SDJWT = "sdjwt", _l("PDFに添える電子証明（SD-JWT）")
    QR_NAME = "qr_name", _l("氏名入りのQRコード")
    QR_ANON = "qr_anon", _l("氏名のないQRコード")
    WALLET = "wallet", _l("スマートフォンの電子証明（SD-JWT）")
    LIVE = "live", _l("画面で見せるQRコード")


class CertificateToken(Table, table=True):
    """One signed token of a certificate; `sha256` is of what was signed, so that any presentation of it is known."""

    __tablename__ = "certificate_token"
    __table_args__ = (
        sa.UniqueConstraint("status_list_id", "status_index"),
        sa.Index("ix_certificate_token_form", "certificate_id", "form"),
        sa.Index("ix_certificate_token_kid", "kid", "replaced_at"),
    )

    id: str = id_field()
    certificate_id: str = Field(max_length=26, foreign_key="certificate.id")
    form: TokenForm = enum_field(TokenForm)
    kid: str = Field(max_length=60)
    status_list_id: str = Field(max_length=26, foreign_key="status_list.id")
    status_index: int
    body: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"info": {"kept_back": True}})  # bears the name
    sha256: str = Field(max_length=64, index=True)
    holder_key: str = Field(default="", max_length=60)  # thumbprint of the key it is bound to
    created_at: datetime = created_field()
    replaced_at: datetime | None = None  # a new one stands in its place, e.g. after its key was lost


class CertificateCounter(Table, table=True):
    """The last number given by a municipality in a fiscal year; raised in the same transaction as the issue."""

    __tablename__ = "certificate_counter"

    municipality_code: str = Field(primary_key=True, max_length=6, foreign_key="municipality.code")
    kind: str = Field(primary_key=True, max_length=30)
    fiscal_year: int = Field(primary_key=True)
    last_number: int = 0
