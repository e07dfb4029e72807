"""The append-only trail: who did what to which row, when and why, and how its status moved."""

import secrets
from datetime import datetime
from typing import Any, Optional

import sqlalchemy as sa
from sqlmodel import Field, Relationship, SQLModel, col, select

from webapp.core.actor import Actor
from webapp.core.append_only import append_only, blank_only
from webapp.core.chain_sums import reason_sum
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.ids import new_id
from webapp.core.table import Table, text_field

LONGEST_REASON = 2000
VISITOR = "visitor"


class TrailEntry(Table, table=True):
    """One thing that happened; rows are never changed or removed (a trigger in the database sees to it)."""

    __tablename__ = "trail"
    __table_args__ = (sa.Index("ix_trail_subject", "subject_type", "subject_id", "id"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=26)
    at: datetime = Field(default_factory=now, nullable=False)
    actor_id: str | None = Field(default=None, max_length=26, index=True)
    actor_name: str = Field(default="", max_length=100)
    action: str = Field(max_length=60)
    subject_type: str = Field(max_length=40)
    subject_id: str = Field(max_length=40)
    municipality_code: str | None = Field(default=None, max_length=6, index=True)
    from_status: str | None = Field(default=None, max_length=40)
    to_status: str | None = Field(default=None, max_length=40)
    request_id: str = Field(default="", max_length=40)
    reason_sha256: str = Field(default="", max_length=64)  # empty: no reason was given
    note: Optional["TrailReason"] = Relationship(sa_relationship_kwargs={"lazy": "joined", "uselist": False})

    @property
    def reason(self) -> str:
        """Why, in the words of who did it; empty when nothing was said or the words were erased."""
        return self.note.text if self.note else ""


class TrailReason(Table, table=True):
    """Why something was done. The text may lawfully go, and then the salt goes with it; it is never changed."""

    __tablename__ = "trail_reason"

    entry_id: str = Field(primary_key=True, max_length=26, foreign_key="trail.id")
    text: str = text_field("", max_length=LONGEST_REASON)
    salt: str = Field(default="", max_length=32)
    blanked_at: datetime | None = None


append_only(TrailEntry)
blank_only(TrailReason, key="entry_id", blanks=("text", "salt"))


#: words for actions that are not moves of a life cycle, by `feature.verb`; features add theirs
ACTION_LABELS: dict[str, Any] = {}


def record(
    subject: SQLModel,
    action: str,
    *,
    by: Actor,
    reason: str = "",
    from_status: str | None = None,
    to_status: str | None = None,
) -> TrailEntry:
    """Add one entry about a row in the open transaction; `action` is `feature.verb`."""
    place = getattr(subject, "municipality_code", None)
    return record_about(
        str(subject.__tablename__), str(_key_of(subject)), action, place,
        by=by, reason=reason, from_status=from_status, to_status=to_status,
    )  # fmt: skip


def record_about(
    subject_type: str,
    subject_id: str,
    action: str,
    municipality_code: str | None,
    *,
    by: Actor,
    reason: str = "",
    from_status: str | None = None,
    to_status: str | None = None,
) -> TrailEntry:
    """The same for a row that no session holds, because many were written at once."""
    from structlog.contextvars import get_contextvars

    entry = entry_with(
        reason,
        actor_id=by.user_id,
        actor_name=_public_name(by),
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        municipality_code=municipality_code,
        from_status=from_status,
        to_status=to_status,
        request_id=str(get_contextvars().get("request_id", "")),
    )
    session().add(entry)
    return entry


def entry_with(reason: str, **columns: Any) -> TrailEntry:
    """An entry and its reason, not yet in any session."""
    entry = TrailEntry(**columns)
    entry.note = None  # said here, so that nobody asks the database for it
    if reason:
        salt = secrets.token_hex(16)
        entry.note = TrailReason(entry_id=entry.id, text=reason, salt=salt)
        entry.reason_sha256 = reason_sum(salt, reason)
    return entry


def history_of(subject: SQLModel) -> list[TrailEntry]:
    """Everything that happened to a row, oldest first."""
    chosen = select(TrailEntry).where(
        TrailEntry.subject_type == str(subject.__tablename__), TrailEntry.subject_id == str(_key_of(subject))
    )
    return list(session().exec(chosen.order_by(col(TrailEntry.id))))


def _key_of(subject: SQLModel) -> Any:
    keys = sa.inspect(type(subject)).primary_key
    return getattr(subject, keys[0].name)


def _public_name(by: Actor) -> str:
    """Roles, not a personal name: a person's name stays in the account and can be deleted there."""
    if by.is_system:
        return by.name
    return "・".join(sorted(role.value for role in by.roles)) or VISITOR
