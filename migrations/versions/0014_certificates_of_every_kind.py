"""Certificates of every kind: claims, signed tokens, status lists, the issuance log, mass revocation."""

import hashlib
import json
import secrets

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from webapp.core.append_only import statements

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
NEW = (
    ("kind", sa.String(length=30), "dual_resident"),
    ("source_type", sa.String(length=40), "registration"),
    ("source_id", sa.String(length=26), ""),
    ("claims_salt", sa.String(length=32), ""),
    ("is_confidential", sa.Boolean(), sa.false()),
    ("template_version", sa.Integer(), "1"),
    ("hold_note", sa.Text(), ""),
)
EMPTY = (
    ("corporation_id", sa.String(length=26)),
    ("designation_id", sa.String(length=26)),
    ("approved_by", sa.String(length=26)),
    ("supersedes_id", sa.String(length=26)),
    ("held_for", sa.String(length=40)),
    ("revoked_for", sa.String(length=40)),
    ("erased_at", sa.DateTime(timezone=True)),
)
KEYS = (("corporation_id", "corporation"), ("designation_id", "designation"), ("supersedes_id", "certificate"))
INDEXES = (
    ("ix_certificate_corporation_id", ["corporation_id"]),
    ("ix_certificate_designation_id", ["designation_id"]),
    ("ix_certificate_supersedes_id", ["supersedes_id"]),
    ("ix_certificate_source", ["source_type", "source_id"]),
    ("ix_certificate_desk", ["municipality_code", "kind", "status", "id"]),
    ("ix_certificate_valid_until", ["status", "valid_until"]),
)
_ROWS = sa.table(
    "certificate",
    *(sa.column(name) for name in ("id", "kind", "number", "public_code", "municipality_code", "status")),
    *(sa.column(name) for name in ("source_id", "registration_id", "claims_salt", "claims_sha256", "revoked_for")),
    sa.column("valid_from", sa.Date()),
    sa.column("valid_until", sa.Date()),
    sa.column("is_confidential", sa.Boolean()),
    sa.column("claims", _JSON),
)


def _hash(row, claims, salt):
    covered = {
        "kind": row.kind,
        "number": row.number,
        "code": row.public_code,
        "municipality": row.municipality_code,
        "claims": claims,
        "from": row.valid_from.isoformat(),
        "until": row.valid_until.isoformat(),
        "salt": salt,
    }
    text = json.dumps(covered, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _bring_over():
    connection = op.get_bind()
    for row in connection.execute(sa.select(_ROWS)).all():
        facts = dict(row.claims)
        claims = {
            "holder_name": facts.get("holder", ""),
            "issuer": facts.get("issuer", ""),
            "mayor": facts.get("mayor", ""),
            "tier": "basic",
        }
        salt = secrets.token_hex(16)
        changes = {
            "claims": claims,
            "claims_salt": salt,
            "claims_sha256": _hash(row, claims, salt),
            "is_confidential": bool(facts.get("is_confidential")),
            "source_id": row.registration_id,
            "revoked_for": "office" if row.status == "revoked" else None,
        }
        connection.execute(_ROWS.update().where(_ROWS.c.id == row.id).values(changes))


def _take_back():
    connection = op.get_bind()
    for row in connection.execute(sa.select(_ROWS)).all():
        claims = dict(row.claims)
        facts = {"holder": claims.get("holder_name", ""), "is_confidential": bool(row.is_confidential)}
        facts |= {name: claims.get(name, "") for name in ("issuer", "mayor")}
        status = row.status if row.status == "issued" else "revoked"
        connection.execute(_ROWS.update().where(_ROWS.c.id == row.id).values(claims=facts, status=status))


def _counter(*, with_kind: bool) -> None:
    """The key changes: made anew, rows kept."""
    connection = op.get_bind()
    old = sa.table("certificate_counter", *(sa.column(n) for n in ("municipality_code", "fiscal_year", "last_number")))
    rows = [row._asdict() for row in connection.execute(sa.select(old))]
    op.drop_table("certificate_counter")
    kind = [sa.Column("kind", sa.String(length=30), nullable=False)] if with_kind else []
    made = op.create_table(
        "certificate_counter",
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        *kind,
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_certificate_counter_municipality_code")
        ),
        sa.PrimaryKeyConstraint(
            "municipality_code", *[c.name for c in kind], "fiscal_year", name=op.f("pk_certificate_counter")
        ),
    )
    kept = {(row["municipality_code"], row["fiscal_year"]): row for row in sorted(rows, key=lambda r: r["last_number"])}
    named = [row | ({"kind": "dual_resident"} if with_kind else {}) for row in kept.values()]
    if named:
        op.bulk_insert(made, named)


def _new_tables() -> None:
    op.create_table(
        "status_list",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("decoys_used", sa.Integer(), nullable=False),
        sa.Column("order_key", sa.LargeBinary(), nullable=False),
        sa.Column("bitmap", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_status_list_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_list")),
        sa.UniqueConstraint("municipality_code", "number", name=op.f("uq_status_list_municipality_code_number")),
    )
    op.create_table(
        "certificate_token",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("certificate_id", sa.String(length=26), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("kid", sa.String(length=60), nullable=False),
        sa.Column("status_list_id", sa.String(length=26), nullable=False),
        sa.Column("status_index", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("holder_key", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_certificate_token_certificate_id")
        ),
        sa.ForeignKeyConstraint(
            ["status_list_id"], ["status_list.id"], name=op.f("fk_certificate_token_status_list_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_token")),
        sa.UniqueConstraint(
            "status_list_id", "status_index", name=op.f("uq_certificate_token_status_list_id_status_index")
        ),
    )
    op.create_index("ix_certificate_token_form", "certificate_token", ["certificate_id", "form"])
    op.create_index("ix_certificate_token_kid", "certificate_token", ["kid", "replaced_at"])
    op.create_index(op.f("ix_certificate_token_sha256"), "certificate_token", ["sha256"])
    _new_tables_of_trust()


def _new_tables_of_trust() -> None:
    op.create_table(
        "issuance_log",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kid", sa.String(length=60), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("entry_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_issuance_log_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issuance_log")),
        sa.UniqueConstraint("municipality_code", "seq", name=op.f("uq_issuance_log_municipality_code_seq")),
        info={"append_only": True},
    )
    op.create_index(op.f("ix_issuance_log_token_sha256"), "issuance_log", ["token_sha256"])
    op.create_table(
        "issuance_head",
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("entry_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_issuance_head_municipality_code")
        ),
        sa.PrimaryKeyConstraint("municipality_code", name=op.f("pk_issuance_head")),
    )
    op.create_table(
        "mass_revocation",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("certificate_ids", _JSON, nullable=False),
        sa.Column("revoked_for", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(length=26), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=26), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_mass_revocation_municipality_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mass_revocation")),
    )
    op.create_index("ix_mass_revocation_desk", "mass_revocation", ["municipality_code", "status"])
    for statement in statements("issuance_log", op.get_bind().dialect.name):
        op.execute(statement)


def upgrade() -> None:
    op.drop_index("ix_certificate_municipality_code", table_name="certificate")
    with op.batch_alter_table("certificate") as batch:
        batch.alter_column("facts", new_column_name="claims", existing_type=_JSON, existing_nullable=False)
        batch.alter_column("seal", new_column_name="claims_sha256", existing_type=sa.String(length=64))
        batch.alter_column("revoked_reason", new_column_name="revocation_note", existing_type=sa.Text())
        for name in ("registration_id", "user_id"):
            batch.alter_column(name, existing_type=sa.String(length=26), nullable=True)
        for name, kind, default in NEW:
            batch.add_column(sa.Column(name, kind, nullable=False, server_default=default))
        for name, kind in EMPTY:
            batch.add_column(sa.Column(name, kind, nullable=True))
        batch.drop_constraint("uq_certificate_municipality_code_number", type_="unique")
        batch.create_unique_constraint(
            op.f("uq_certificate_municipality_code_kind_number"), ["municipality_code", "kind", "number"]
        )
        for column, table in KEYS:
            batch.create_foreign_key(op.f(f"fk_certificate_{column}"), table, [column], ["id"])
    with op.batch_alter_table("certificate") as batch:
        for name, _kind, _default in NEW:
            batch.alter_column(name, server_default=None)
    for name, columns in INDEXES:
        op.create_index(name, "certificate", columns)
    _bring_over()
    _counter(with_kind=True)
    _new_tables()


def downgrade() -> None:
    for table in ("mass_revocation", "issuance_head", "issuance_log", "certificate_token", "status_list"):
        op.drop_table(table)
    _counter(with_kind=False)
    _take_back()
    for name, _columns in INDEXES:
        op.drop_index(name, table_name="certificate")
    with op.batch_alter_table("certificate") as batch:
        for column, _table in KEYS:
            batch.drop_constraint(f"fk_certificate_{column}", type_="foreignkey")
        batch.drop_constraint("uq_certificate_municipality_code_kind_number", type_="unique")
        for name, *_kind in (*NEW, *EMPTY):
            batch.drop_column(name)
        batch.create_unique_constraint(op.f("uq_certificate_municipality_code_number"), ["municipality_code", "number"])
        for name in ("registration_id", "user_id"):
            batch.alter_column(name, existing_type=sa.String(length=26), nullable=False)
        batch.alter_column("revocation_note", new_column_name="revoked_reason", existing_type=sa.Text())
        batch.alter_column("claims_sha256", new_column_name="seal", existing_type=sa.String(length=64))
        batch.alter_column("claims", new_column_name="facts", existing_type=_JSON, existing_nullable=False)
    op.create_index("ix_certificate_municipality_code", "certificate", ["municipality_code"])
