"""Tables of certificates, of their numbering, and of the benefits they open."""

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


class CertificateStatus(Labelled):
    """What a municipality says of a certificate; expiry follows from the date alone."""

    ISSUED = "issued", _l("有効")
    REVOKED = "revoked", _l("失効（取消し）")


class Certificate(Table, table=True):
    """One certificate of one registration. `facts` is what is certified; `seal` says whether it was altered since."""

    __tablename__ = "certificate"
    __table_args__ = (
        sa.UniqueConstraint("municipality_code", "number"),
        sa.Index("ix_certificate_holder", "user_id", "id"),
    )

    id: str = id_field()
    registration_id: str = Field(max_length=26, foreign_key="registration.id", index=True)
    user_id: str = Field(max_length=26, foreign_key="account.id")
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    status: CertificateStatus = enum_field(CertificateStatus, CertificateStatus.ISSUED)
    number: str = Field(max_length=40)
    public_code: str = Field(default_factory=new_public_code, max_length=12, unique=True)
    facts: dict[str, Any] = json_field()  # holder, issuer, mayor
    seal: str = Field(max_length=64)
    valid_from: date
    valid_until: date
    issued_at: datetime = created_field()
    issued_by: str | None = Field(default=None, max_length=26)
    revoked_at: datetime | None = None
    revoked_reason: str = text_field("", max_length=2000)  # told to the holder, not to the public
    is_demo: bool = False

    @property
    def shown_code(self) -> str:
        """The code in groups of four, as it is printed."""
        return "-".join(self.public_code[i : i + 4] for i in range(0, 12, 4))

    @property
    def has_expired(self) -> bool:
        """Its last day lies behind us."""
        return self.valid_until < today()

    @property
    def is_within_dates(self) -> bool:
        """Today lies between its first and last day."""
        return self.valid_from <= today() <= self.valid_until


CERTIFICATE = Workflow(
    "certificate",
    _l("証明書"),
    CertificateStatus.ISSUED,
    [
        move(
            "revoke",
            {CertificateStatus.ISSUED},
            CertificateStatus.REVOKED,
            _l("証明書を取り消す"),
            *TOWN_ROLES,
            needs_reason=True,
        ),
    ],
)


class CertificateCounter(Table, table=True):
    """The last number given by a municipality in a fiscal year; raised in the same transaction as the issue."""

    __tablename__ = "certificate_counter"

    municipality_code: str = Field(primary_key=True, max_length=6, foreign_key="municipality.code")
    fiscal_year: int = Field(primary_key=True)
    last_number: int = 0
