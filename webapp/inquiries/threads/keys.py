"""Links of brokers: each letter brings its own, only its hash is kept, and none outlives the thread or the hand-off."""

from sqlmodel import col, delete

from webapp.accounts.links import hash_token
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.ids import new_token
from webapp.inquiries.threads import handed
from webapp.inquiries.threads.models import Thread, ThreadKey


def new(thread: Thread) -> str:
    """A further secret that opens this thread; older ones go on working until it ends."""
    key = new_token()
    session().add(ThreadKey(key_hash=hash_token(key), thread_id=thread.id))
    return key


def thread_behind(key: str) -> Thread:
    """The thread that a broker's link opens. Raises NotThere once the thread or the hand-off has ended."""
    opened = session().get(ThreadKey, hash_token(key))
    thread = session().get(Thread, opened.thread_id) if opened else None
    if thread is None or thread.broker_id is None or thread.is_closed or not handed.is_standing(thread):
        raise NotThere(
            _(
                "このリンクは使えません。やりとりか、まちからの引き継ぎが終わっています。まちの担当者にたずねてください。"
            )
        )
    return thread


def end(thread: Thread) -> None:
    """No link opens it any more."""
    session().execute(delete(ThreadKey).where(col(ThreadKey.thread_id) == thread.id))
