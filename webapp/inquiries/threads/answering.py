"""The place's side of a thread: answer, hand it to a colleague, end it, take no more messages from somebody."""

from datetime import timedelta

from webapp.accounts.models import User
from webapp.core import letters as post
from webapp.core import ratelimit, trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.inquiries.threads import clock, keys, letters, queries
from webapp.inquiries.threads.asking import Words
from webapp.inquiries.threads.attachments import attach
from webapp.inquiries.threads.models import THREAD, Side, Thread, ThreadBlock, ThreadMessage

AN_HOUR, ANSWERS_AN_HOUR = timedelta(hours=1), 120

trail.ACTION_LABELS |= {
    "thread.assign": _l("担当を決めた"),
    "thread.release": _l("担当を外した"),
    "thread_block.unblock": _l("送信を止めるのをやめた"),
}


def answer(thread: Thread, words: Words, *, signed: str, by: Actor) -> None:
    """Answer; the first answer of a human is what the response time is made of."""
    ratelimit.hit("inquiry-answer", by.user_id or thread.answerer, limit=ANSWERS_AN_HOUR, per=AN_HOUR)
    if thread.user_id is None:
        raise RuleBroken(_("たずねた人がデータを消したため、返事は届きません。"))
    THREAD.apply(thread, "answer", by=by)
    message = ThreadMessage(
        thread_id=thread.id, side=Side.PLACE, text=words.text.strip(), signed=signed.strip(), written_by=by.user_id
    )
    session().add(message)
    session().flush()
    attach(message, words.files)
    clock.stop(thread)
    thread.changed_at = now()
    thread.first_reply_at = thread.first_reply_at or thread.changed_at
    letters.tell_person(thread, letters.answered)


def settle(thread: Thread, *, by: Actor) -> None:
    """End what was answered; the person may write on at any time."""
    THREAD.apply(thread, "settle", by=by)
    keys.end(thread)
    thread.closed_at = thread.changed_at = now()
    letters.tell_person(thread, letters.settled)


def assign(thread: Thread, to: User | None, *, by: Actor) -> None:
    """Put it on a colleague's desk, who is told, on one's own, or (None) on nobody's."""
    if to is not None and to.id not in {person.id for person in queries.colleagues(thread)}:
        raise RuleBroken(_("担当にできるのは、いまここで働いている人だけです。"))
    if thread.assigned_to == (to.id if to else None):
        return
    thread.assigned_to = to.id if to else None
    trail.record(thread, "thread.assign" if to else "thread.release", by=by)
    if to is not None and to.id != by.user_id:
        post.queue(to, letters.handed_over, thread=thread, by=by.name)


def refuse(thread: Thread, *, by: Actor, reason: str) -> None:
    """Take no more messages from somebody who insults or floods: the thread ends, the person and the town are told."""
    if thread.user_id is None:
        raise RuleBroken(_("たずねた人がデータを消したため、止める相手がいません。"))
    THREAD.apply(thread, "refuse", by=by, reason=reason)
    keys.end(thread)
    clock.stop(thread)
    thread.closed_at = thread.changed_at = now()
    thread.told_town_at = thread.told_town_at or thread.changed_at  # the town judges whether that was right
    if not queries.is_blocked(thread.user_id, thread.answerer):
        session().add(ThreadBlock(user_id=thread.user_id, answerer=thread.answerer))
        session().flush()
    letters.tell_person(thread, letters.refused)


def unblock(thread: Thread, *, by: Actor) -> None:
    """Take messages again."""
    block = queries.block_of(thread.user_id or "", thread.answerer)
    if block is None:
        raise RuleBroken(_("この人からの送信は、止めていません。"))
    trail.record(thread, "thread_block.unblock", by=by)
    session().delete(block)
