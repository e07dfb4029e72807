"""The table of keys with which municipalities, and the operator of the service, sign."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from webapp.core.actor import Role
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field
from webapp.core.tenant_data import KEPT_BACK
from webapp.core.workflow import Workflow, move


class KeyPurpose(Labelled):
    """What a key signs, and nothing else."""

    CREDENTIAL = "credential", _l("証明書")
    STATUS = "status", _l("失効の一覧")
    PDF = "pdf", _l("PDFの電子署名")
    ROOT = "root", _l("すべてのまちの鍵の一覧")


#: a municipality's own; the list of everybody's keys is signed by the operator
TOWN_PURPOSES = (KeyPurpose.CREDENTIAL, KeyPurpose.STATUS, KeyPurpose.PDF)


class KeyStatus(Labelled):
    """Where a key stands in its life."""

    PENDING = "pending", _l("公開済み・使いはじめ前")
    ACTIVE = "active", _l("使用中")
    VERIFY_ONLY = "verify_only", _l("確認だけに使用")
    RETIRED = "retired", _l("終了")
    COMPROMISED = "compromised", _l("漏えい・無効")


#: verifiers are told of these
PUBLISHED = (KeyStatus.PENDING, KeyStatus.ACTIVE, KeyStatus.VERIFY_ONLY, KeyStatus.COMPROMISED)


class IssuerKey(Table, table=True):
    """One key pair on P-256: the public half, and the private one wrapped or named in a security module.

    It signs from `not_before` until `not_after`; later it only serves to verify. The private half is dropped
    as soon as it has nothing to sign any more.
    """

    __tablename__ = "issuer_key"
    __table_args__ = (
        sa.Index(
            "uq_issuer_key_active_town",
            "municipality_code",
            "purpose",
            unique=True,
            sqlite_where=sa.text("status = 'active' AND municipality_code IS NOT NULL"),
            postgresql_where=sa.text("status = 'active' AND municipality_code IS NOT NULL"),
        ),
        sa.Index(
            "uq_issuer_key_active_operator",
            "purpose",
            unique=True,
            sqlite_where=sa.text("status = 'active' AND municipality_code IS NULL"),
            postgresql_where=sa.text("status = 'active' AND municipality_code IS NULL"),
        ),
    )

    id: str = id_field()
    municipality_code: str | None = Field(
        default=None, max_length=6, foreign_key="municipality.code", index=True
    )  # None: the operator's
    purpose: KeyPurpose = enum_field(KeyPurpose)
    status: KeyStatus = enum_field(KeyStatus, KeyStatus.PENDING)
    kid: str = Field(max_length=60, unique=True)
    short_kid: str = Field(max_length=12, unique=True)  # its name inside a QR code
    alg: str = Field(default="ES256", max_length=10)
    public_jwk: dict[str, Any] = json_field()
    wrapped_private: bytes | None = Field(
        default=None, sa_type=sa.LargeBinary, nullable=True, sa_column_kwargs={"info": {KEPT_BACK: True}}
    )
    kek_id: str = Field(default="", max_length=16)  # which key encryption key wraps it
    pkcs11_uri: str = Field(default="", max_length=200)  # where it is, when it is in a security module
    not_before: datetime
    not_after: datetime
    compromised_at: datetime | None = None
    created_at: datetime = created_field()
    changed_at: datetime = created_field()

    @property
    def issuer_path(self) -> str:
        """The path of the `iss` it vouches for, after the public address of the service."""
        return f"/m/{self.municipality_code}" if self.municipality_code else ""


_ADMINS = (Role.MUNICIPALITY_ADMIN, Role.OPERATOR)
ISSUER_KEY = Workflow(
    "issuer_key",
    _l("署名の鍵"),
    KeyStatus.PENDING,
    [
        move("activate", {KeyStatus.PENDING}, KeyStatus.ACTIVE, _l("鍵を使いはじめる")),
        move("step_down", {KeyStatus.ACTIVE}, KeyStatus.VERIFY_ONLY, _l("鍵で署名するのをやめる")),
        move("withdraw", {KeyStatus.PENDING}, KeyStatus.RETIRED, _l("使う前の鍵を取りやめる"), *_ADMINS),
        move("retire", {KeyStatus.VERIFY_ONLY}, KeyStatus.RETIRED, _l("鍵を終了する")),
        move(
            "mark_compromised",
            {KeyStatus.PENDING, KeyStatus.ACTIVE, KeyStatus.VERIFY_ONLY},
            KeyStatus.COMPROMISED,
            _l("鍵の漏えいを記録する"),
            *_ADMINS,
            needs_reason=True,
        ),
    ],
)
