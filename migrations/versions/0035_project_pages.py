"""Updates, questions and supporters of a project; who gave before is a supporter already."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _moment(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _ties(table: str, *columns: str) -> list[sa.Constraint]:
    targets = {
        "project_id": "project.id",
        "municipality_code": "municipality.code",
        "user_id": "account.id",
        "written_by": "account.id",
    }
    keys = [sa.ForeignKeyConstraint([c], [targets[c]], name=op.f(f"fk_{table}_{c}")) for c in columns]
    return [*keys, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]


def upgrade() -> None:
    _make_updates()
    _make_questions()
    _make_supporters()


def downgrade() -> None:
    op.drop_table("project_supporter")
    op.drop_table("project_question")
    op.drop_table("project_update")


def _make_updates() -> None:
    op.create_table(
        "project_update",
        _text("id", 26),
        _text("project_id", 26),
        _text("municipality_code", 6),
        _text("kind", 40),
        _text("status", 40),
        _text("title", 80),
        sa.Column("text", sa.Text(), nullable=False),
        _text("signed", 80),
        _text("href", 200),
        _text("written_by", 26, nullable=True),
        _moment("created_at", nullable=False),
        _moment("published_at"),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        *_ties("project_update", "project_id", "municipality_code", "written_by"),
    )
    op.create_index("ix_project_update_project", "project_update", ["project_id", "status", "published_at"])
    op.create_index("ix_project_update_town", "project_update", ["municipality_code", "status"])


def _make_questions() -> None:
    op.create_table(
        "project_question",
        _text("id", 26),
        _text("project_id", 26),
        _text("municipality_code", 6),
        _text("user_id", 26, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        _text("status", 40),
        _moment("asked_at", nullable=False),
        _moment("answered_at"),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        *_ties("project_question", "project_id", "municipality_code", "user_id"),
    )
    op.create_index("ix_project_question_project", "project_question", ["project_id", "status"])
    op.create_index("ix_project_question_town", "project_question", ["municipality_code", "status"])
    op.create_index(op.f("ix_project_question_user_id"), "project_question", ["user_id"])


def _make_supporters() -> None:
    op.create_table(
        "project_supporter",
        _text("id", 26),
        _text("project_id", 26),
        _text("municipality_code", 6),
        _text("user_id", 26, nullable=True),
        _text("email", 254),
        _text("shown_name", 60),
        sa.Column("message", sa.Text(), nullable=False),
        _text("status", 40),
        _moment("since", nullable=False),
        _moment("ended_at"),
        _moment("letters_stopped_at"),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        *_ties("project_supporter", "project_id", "municipality_code", "user_id"),
    )
    op.create_index("ix_project_supporter_project", "project_supporter", ["project_id", "status", "since"])
    op.create_index("ix_project_supporter_town", "project_supporter", ["municipality_code", "status"])
    op.create_index(op.f("ix_project_supporter_user_id"), "project_supporter", ["user_id"])
    op.execute(
        "INSERT INTO project_supporter (id, project_id, municipality_code, user_id, email, shown_name, message, status,"
        " since, is_demo) SELECT id, project_id, municipality_code, user_id, '',"
        " CASE WHEN shows_name THEN donor_name ELSE '' END, message, 'waiting', paid_at, is_demo"
        " FROM pledge WHERE status = 'paid' AND paid_at IS NOT NULL"
    )
