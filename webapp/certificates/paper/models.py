"""Tables of signing on paper: certificates of municipalities' keys, and sheets that are signed outside of this house."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from webapp.certificates.models import Certificate, of_hidden_holder
from webapp.core.actor import Role
from webapp.core.bulk import table_of
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, json_field
from webapp.core.workflow import Workflow, move
from webapp.residents.secrecy import leaves_blank


class SigningCertificate(Table, table=True):
    """The X.509 certificate of a key with which a municipality signs PDFs; the newest of a key counts."""

    __tablename__ = "signing_certificate"

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    kid: str = Field(max_length=60, index=True)  # of the issuer key; empty for one that is kept outside
    der: bytes = Field(sa_type=sa.LargeBinary)
    chain: list[str] = json_field(list)  # those above it, base64 of DER
    subject: str = Field(max_length=300)
    is_test: bool = False
    not_after: datetime
    added_by: str | None = Field(default=None, max_length=26)
    created_at: datetime = created_field()


class OutsideStatus(Labelled):
    """Where a sheet stands that is signed with a card outside."""

    PREPARED = "prepared", _l("署名待ち")
    SIGNED = "signed", _l("署名済み")
    DROPPED = "dropped", _l("取りやめ")


OUTSIDE = Workflow(
    "outside_signature",
    _l("外での電子署名"),
    OutsideStatus.PREPARED,
    [
        move(
            "sign",
            {OutsideStatus.PREPARED},
            OutsideStatus.SIGNED,
            _l("署名したPDFを受け取った"),
            Role.MUNICIPALITY_ADMIN,
        ),
        move("drop", {OutsideStatus.PREPARED}, OutsideStatus.DROPPED, _l("署名を取りやめた"), Role.MUNICIPALITY_ADMIN),
    ],
)


class OutsideSignature(Table, table=True):
    """One sheet: prepared here, signed with the municipality's IC card elsewhere, brought back."""

    __tablename__ = "outside_signature"

    id: str = id_field()
    certificate_id: str = Field(max_length=26, foreign_key="certificate.id", index=True)
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    status: OutsideStatus = enum_field(OutsideStatus, OutsideStatus.PREPARED)
    prepared_key: str = Field(max_length=50)  # the file to be signed, in the storage
    file_key: str = Field(default="", max_length=50)  # the signed one
    signer: str = Field(default="", max_length=300)
    prepared_by: str | None = Field(default=None, max_length=26)
    created_at: datetime = created_field()
    signed_at: datetime | None = None


def _is_sheet_of_hidden(table: sa.Table) -> sa.ColumnElement[bool]:
    certificate = table_of(Certificate)
    return table.c.certificate_id.in_(sa.select(certificate.c.id).where(of_hidden_holder(certificate)))


leaves_blank(OutsideSignature, "prepared_key", "file_key", hidden=_is_sheet_of_hidden)
