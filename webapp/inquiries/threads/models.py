"""Tables of threads: who asks whom about what, messages, files, brokers' links, who is held back, ready-made answers."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, col

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.table import Table, created_field, enum_field, id_field, text_field
from webapp.core.workflow import Workflow, move
from webapp.residents.models import Resident


class ThreadStatus(Labelled):
    """Where a thread stands; whose turn it is."""

    WAITING = "waiting", _l("返事待ち")
    ESCALATED = "escalated", _l("返事がなく、まちに知らせました")
    ANSWERED = "answered", _l("返事あり")
    CLOSED = "closed", _l("終わりました")


#: the place has to answer
WAITS = (ThreadStatus.WAITING, ThreadStatus.ESCALATED)


class Side(Labelled):
    """Who wrote a message."""

    PERSON = "person", _l("たずねた人")
    PLACE = "place", _l("答える側")
    SERVICE = "service", _l("ふたまちからのお知らせ")


def _secret() -> Any:
    return sa.select(col(Resident.user_id)).where(col(Resident.is_confidential))


def _told(column: str) -> dict[str, Any]:
    """What leaves in a column's place: nothing of who asks for secrecy now, as on the screen."""

    def leaves_as(table: sa.Table) -> sa.ColumnElement[Any]:
        return sa.case((table.c.user_id.in_(_secret()), ""), else_=table.c[column])

    return {"info": {"leaves_as": leaves_as}}


def _told_text(table: sa.Table) -> sa.ColumnElement[Any]:
    """Nothing that who asks for secrecy wrote: people sign what they write."""
    theirs = sa.select(col(Thread.id)).where(col(Thread.user_id).in_(_secret()))
    return sa.case((table.c.thread_id.in_(theirs), ""), else_=table.c.text)


def _told_of_file(column: str) -> dict[str, Any]:
    """No paper of who asks for secrecy, nor what it is called."""

    def leaves_as(table: sa.Table) -> sa.ColumnElement[Any]:
        theirs = (
            sa.select(col(ThreadMessage.id))
            .join(Thread, col(Thread.id) == ThreadMessage.thread_id)
            .where(col(Thread.user_id).in_(_secret()))
        )
        return sa.case((table.c.message_id.in_(theirs), ""), else_=table.c[column])

    return {"info": {"leaves_as": leaves_as}}


def of_town(columns: Any) -> sa.ColumnElement[bool]:
    """Of threads: those that the town itself answers."""
    return sa.and_(columns.corporation_id.is_(None), columns.broker_id.is_(None))


class Thread(Table, table=True):
    """One matter of one person with one place.

    `answerer` is the corporation's id, the municipality's code, or the id of the broker to whom the town handed the home
    over (`handoff_id`: the bank's talk; its end ends the thread). `waiting_since` is when the oldest unanswered message
    came, `round` counts how often the clock started. `told_town_at`: a town may look into somebody else's thread once
    nobody answered in time; people are told so before they write.
    """

    __tablename__ = "thread"
    __table_args__ = (
        sa.Index("ix_thread_answerer", "answerer", "status", "due_at"),
        sa.Index("ix_thread_opened", "answerer", "opened_at"),
        sa.Index("ix_thread_person", "user_id", "changed_at"),
        {"info": {"tenant_rows": lambda t: sa.or_(of_town(t.c), t.c.told_town_at.is_not(None))}},
    )

    id: str = id_field()
    municipality_code: str = Field(max_length=6, foreign_key="municipality.code", index=True)
    corporation_id: str | None = Field(default=None, max_length=26, foreign_key="corporation.id")
    broker_id: str | None = Field(default=None, max_length=26, foreign_key="bank_broker.id")
    handoff_id: str | None = Field(default=None, max_length=26, foreign_key="bank_talk.id", index=True)
    answerer: str = Field(max_length=26)
    listing_id: str | None = Field(default=None, max_length=26, foreign_key="listing.id", index=True)
    user_id: str | None = Field(
        default=None, max_length=26, foreign_key="account.id", sa_column_kwargs={"info": {"kept_back": True}}
    )
    code: str = Field(max_length=12)  # what a person without a name is called
    shown_name: str = Field(default="", max_length=60, sa_column_kwargs=_told("shown_name"))
    subject: str = Field(max_length=80, sa_column_kwargs=_told("subject"))
    status: ThreadStatus = enum_field(ThreadStatus, ThreadStatus.WAITING)
    assigned_to: str | None = Field(default=None, max_length=26, index=True)
    offered_to: str | None = Field(default=None, max_length=26)  # who is to answer instead, once the person agrees
    handed_on_at: datetime | None = None
    round: int = 1
    opened_at: datetime = created_field()
    changed_at: datetime = created_field()
    waiting_since: datetime | None = None
    due_at: datetime | None = None
    first_reply_at: datetime | None = None
    told_town_at: datetime | None = None
    told_further_at: datetime | None = None  # the town too was silent: its administrators and the operator know
    closed_at: datetime | None = None
    is_demo: bool = False

    @property
    def is_elsewhere(self) -> bool:
        """Whether somebody other than the town answers."""
        return self.corporation_id is not None or self.broker_id is not None

    @property
    def waits(self) -> bool:
        """Whether the place has to answer."""
        return self.status in WAITS

    @property
    def is_closed(self) -> bool:
        """Whether nothing is asked any more."""
        return self.status is ThreadStatus.CLOSED


_MAKERS = (Role.CORPORATION, Role.HUB, *TOWN_ROLES)
_S = ThreadStatus

THREAD = Workflow(
    "thread",
    _l("やりとり"),
    ThreadStatus.WAITING,
    [
        move("answer", {_S.WAITING, _S.ESCALATED, _S.ANSWERED}, _S.ANSWERED, _l("返事を送る"), *_MAKERS),
        move("ask_on", {_S.ANSWERED, _S.CLOSED}, _S.WAITING, _l("続けてたずねる"), *Role),
        move("escalate", {_S.WAITING}, _S.ESCALATED, _l("返事がないことをまちに知らせる")),
        move("close", {_S.WAITING, _S.ESCALATED, _S.ANSWERED}, _S.CLOSED, _l("やりとりを終える"), *Role),
        move("settle", {_S.ANSWERED}, _S.CLOSED, _l("答え終えたので終える"), *_MAKERS),
        move("refuse", {_S.WAITING, _S.ESCALATED, _S.ANSWERED}, _S.CLOSED, _l("送信を止めて終える"), *_MAKERS, needs_reason=True),
        move("end", {_S.WAITING, _S.ESCALATED, _S.ANSWERED}, _S.CLOSED, _l("答える側がなくなり終える"), Role.OPERATOR, *TOWN_ROLES),
    ],
)  # fmt: skip


class ThreadMessage(Table, table=True):
    """One message; `signed` is the name under which somebody of the place wrote it."""

    __tablename__ = "thread_message"

    id: str = id_field()
    thread_id: str = Field(max_length=26, foreign_key="thread.id", index=True)
    side: Side = enum_field(Side)
    text: str = Field(
        default="", max_length=3000, sa_type=sa.Text, sa_column_kwargs={"info": {"leaves_as": _told_text}}
    )
    signed: str = Field(default="", max_length=60)
    written_by: str | None = Field(default=None, max_length=26, sa_column_kwargs={"info": {"kept_back": True}})
    at: datetime = created_field()


class ThreadFile(Table, table=True):
    """A paper or picture with a message, seen by both sides only."""

    __tablename__ = "thread_file"

    id: str = id_field()
    message_id: str = Field(max_length=26, foreign_key="thread_message.id", index=True)
    file_key: str = Field(max_length=80, sa_column_kwargs=_told_of_file("file_key"))
    file_name: str = Field(max_length=120, sa_column_kwargs=_told_of_file("file_name"))
    size: int


class ThreadKey(Table, table=True):
    """A link by which a broker without an account reads and answers one thread; only hashes are known."""

    __tablename__ = "thread_key"

    key_hash: str = Field(primary_key=True, max_length=64)
    thread_id: str = Field(max_length=26, foreign_key="thread.id", index=True)
    created_at: datetime = created_field()


class ThreadBlock(Table, table=True):
    """A place takes no more messages from a person; the person is told, and where to complain."""

    __tablename__ = "thread_block"
    __table_args__ = (sa.UniqueConstraint("user_id", "answerer"),)

    id: str = id_field()
    user_id: str = Field(max_length=26, foreign_key="account.id")
    answerer: str = Field(max_length=26, index=True)
    at: datetime = created_field()


class ReplyTemplate(Table, table=True):
    """A ready-made answer of a town or corporation."""

    __tablename__ = "reply_template"

    id: str = id_field()
    organisation: str = Field(max_length=26, index=True)
    title: str = Field(max_length=60)
    text: str = text_field("", max_length=3000)
    created_at: datetime = created_field()
    is_demo: bool = False
