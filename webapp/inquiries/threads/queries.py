"""What is known about threads: a person's own, and those of the place that answers."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.accounts import queries as accounts
from webapp.accounts.models import User
from webapp.core.actor import TOWN_ROLES, Actor, Role
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.inquiries.threads.models import (
    WAITS,
    ReplyTemplate,
    Thread,
    ThreadBlock,
    ThreadFile,
    ThreadMessage,
    ThreadStatus,
    of_town,
)
from webapp.listings.models import Listing

MOST_ROWS = 300


@dataclass(frozen=True)
class Said:
    """One message with its files."""

    message: ThreadMessage
    files: list[ThreadFile]


def by_id(thread_id: str) -> Thread:
    """The thread, whoever asks. Raises NotThere."""
    found = session().get(Thread, thread_id)
    if found is None:
        raise NotThere
    return found


def own_threads(actor: Actor) -> list[Thread]:
    """What the actor asked, last changed first."""
    if actor.user_id is None:
        return []
    chosen = select(Thread).where(Thread.user_id == actor.user_id)
    return list(session().exec(chosen.order_by(col(Thread.changed_at).desc(), col(Thread.id)).limit(MOST_ROWS)))


def own_thread_for(actor: Actor, thread_id: str) -> Thread:
    """One of them. Raises NotThere."""
    found = session().get(Thread, thread_id)
    if found is None or actor.user_id is None or found.user_id != actor.user_id:
        raise NotThere
    return found


def about(actor: Actor, listing_id: str, user_id: str, *, is_own: bool) -> list[Thread]:
    """A person's threads about a listing, newest first: their own, or those in which they told the actor's side a name."""
    chosen = select(Thread).where(Thread.listing_id == listing_id, Thread.user_id == user_id)
    if not is_own:
        chosen = chosen.where(_visible(actor), Thread.shown_name != "")
    return list(session().exec(chosen.order_by(col(Thread.id).desc()).limit(MOST_ROWS)))


def news_for(actor: Actor) -> int:
    """How many of the actor's threads were answered and go on."""
    return len([one for one in own_threads(actor) if one.status is ThreadStatus.ANSWERED])


def _visible(actor: Actor) -> Any:
    """A town's for its staff, a corporation's for its people, a hub person's own; to the town also what nobody answered."""
    is_towns, here = of_town(Thread), col(Thread.municipality_code)
    was_told = col(Thread.told_town_at).is_not(None)
    return sa.or_(
        sa.and_(sa.or_(is_towns, was_told), here.in_(actor.municipalities)),
        col(Thread.corporation_id).in_(actor.corporations),
        sa.and_(is_towns, here.in_(actor.organisations(Role.HUB)), col(Thread.assigned_to) == actor.user_id),
    )


#: the longest waiting first, then what changed last
_ORDER: tuple[Any, ...] = (
    sa.case((col(Thread.status).in_(WAITS), 0), else_=1),
    col(Thread.due_at),
    col(Thread.changed_at).desc(),
    col(Thread.id),
)


def threads_for(actor: Actor, *, is_open: bool | None = None) -> list[Thread]:
    """What was asked of the actor's town or corporation; only what waits, only the rest, or everything."""
    chosen = select(Thread).where(_visible(actor))
    if is_open is not None:
        waits = col(Thread.status).in_(WAITS)
        chosen = chosen.where(waits if is_open else sa.not_(waits))
    return list(session().exec(chosen.order_by(*_ORDER).limit(MOST_ROWS)))


def waiting_for(actor: Actor) -> int:
    """How many threads wait for an answer of the actor's side."""
    counted = sa.select(sa.func.count()).select_from(Thread).where(_visible(actor), col(Thread.status).in_(WAITS))
    return int(session().execute(counted).scalar_one())


def thread_for(actor: Actor, thread_id: str) -> Thread:
    """One of them. Raises NotThere."""
    found = session().exec(select(Thread).where(Thread.id == thread_id, _visible(actor))).first()
    if found is None:
        raise NotThere
    return found


def with_brokers_in(actor: Actor) -> list[Thread]:
    """Threads of the actor's towns that a broker answers: to read how they stand, not what is written."""
    chosen = select(Thread).where(
        col(Thread.broker_id).is_not(None),
        col(Thread.told_town_at).is_(None),
        col(Thread.municipality_code).in_(actor.municipalities),
    )
    return list(session().exec(chosen.order_by(*_ORDER).limit(MOST_ROWS)))


def said_in(thread: Thread) -> list[Said]:
    """Every message, oldest first."""
    messages = session().exec(select(ThreadMessage).where(ThreadMessage.thread_id == thread.id)).all()
    files = session().exec(select(ThreadFile).where(col(ThreadFile.message_id).in_([m.id for m in messages]))).all()
    ordered = sorted(messages, key=lambda message: (message.at, message.id))
    return [Said(one, sorted((f for f in files if f.message_id == one.id), key=lambda f: f.id)) for one in ordered]


def file_and_thread(thread_file_id: str) -> tuple[ThreadFile, ThreadMessage, Thread]:
    """A file with where it belongs, whoever asks. Raises NotThere."""
    chosen = (
        select(ThreadFile, ThreadMessage, Thread)
        .join(ThreadMessage, col(ThreadMessage.id) == ThreadFile.message_id)
        .join(Thread, col(Thread.id) == ThreadMessage.thread_id)
    )
    found = session().exec(chosen.where(ThreadFile.id == thread_file_id)).first()
    if found is None:
        raise NotThere
    return found


def between(user_id: str, answerer: str) -> list[Thread]:
    """Everything a person ever asked a place."""
    return list(session().exec(select(Thread).where(Thread.user_id == user_id, Thread.answerer == answerer)))


def listings_of(threads: list[Thread]) -> dict[str, Listing]:
    """The listings that these threads are about."""
    ids = {thread.listing_id for thread in threads if thread.listing_id}
    return {row.id: row for row in session().exec(select(Listing).where(col(Listing.id).in_(ids)))}


def block_of(user_id: str, answerer: str) -> ThreadBlock | None:
    """That a place takes no messages from a person."""
    chosen = select(ThreadBlock).where(ThreadBlock.user_id == user_id, ThreadBlock.answerer == answerer)
    return session().exec(chosen).first()


def is_blocked(user_id: str | None, answerer: str) -> bool:
    """Whether a place takes no messages from a person."""
    return user_id is not None and block_of(user_id, answerer) is not None


def colleagues(thread: Thread) -> list[User]:
    """Who may be asked to look after it."""
    roles = (Role.CORPORATION,) if thread.corporation_id else (Role.HUB, *TOWN_ROLES)
    return accounts.staff_of(thread.answerer, *roles)


def organisations_of(actor: Actor) -> list[str]:
    """For whom the actor may answer."""
    return sorted({*actor.municipalities, *actor.corporations, *actor.organisations(Role.HUB)})


def templates_for(actor: Actor, organisation: str | None = None) -> list[ReplyTemplate]:
    """Ready-made answers of the actor's organisations, or of one of them."""
    mine = [key for key in organisations_of(actor) if organisation in (None, key)]
    chosen = select(ReplyTemplate).where(col(ReplyTemplate.organisation).in_(mine))
    return list(session().exec(chosen.order_by(col(ReplyTemplate.organisation), col(ReplyTemplate.title))))


def template_for(actor: Actor, reply_template_id: str) -> ReplyTemplate:
    """One of them. Raises NotThere."""
    found = session().get(ReplyTemplate, reply_template_id)
    if found is None or found.organisation not in organisations_of(actor):
        raise NotThere
    return found
