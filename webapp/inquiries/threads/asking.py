"""The person's side of a thread: ask, ask on, end it, tell a name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlmodel import col, select

from webapp.core import ratelimit, trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.ids import new_public_code
from webapp.inquiries.places import Place
from webapp.inquiries.secrecy import veil_for
from webapp.inquiries.threads import clock, handed, keys, letters, queries
from webapp.inquiries.threads.attachments import Kept, attach
from webapp.inquiries.threads.models import THREAD, WAITS, Side, Thread, ThreadMessage
from webapp.listings.models import Listing
from webapp.residents.models import Resident

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
NEW_A_DAY, MESSAGES_AN_HOUR, MOST_OPEN = 10, 30, 3

trail.ACTION_LABELS |= {
    "thread.open": _l("たずねた"),
    "thread.write": _l("書き足した"),
    "thread.show_name": _l("名前を伝えた"),
}


@dataclass(frozen=True)
class Words:
    """What somebody writes; `files` were looked at and kept before."""

    text: str
    files: Sequence[Kept] = ()


def open_thread(
    place: Place, words: Words, *, subject: str, by: Actor, shown_name: str = "", listing: Listing | None = None
) -> Thread:
    """Ask a place. Raises RuleBroken for limits, and when the place takes no messages from this person."""
    person = _person(by)
    ratelimit.hit("inquiry", person, limit=NEW_A_DAY, per=A_DAY)
    _take_turns(person)
    _refuse_blocked(person, place.answerer)
    veil_for(by).refuse(subject, shown_name, words.text)
    if len([one for one in queries.between(person, place.answerer) if one.status in WAITS]) >= MOST_OPEN:
        raise RuleBroken(
            _(
                "この相手には、返事を待っている問い合わせが%(n)s件あります。返事を待つか、そこに書き足してください。",
                n=MOST_OPEN,
            )
        )
    thread = Thread(
        municipality_code=place.municipality_code,
        corporation_id=place.corporation_id,
        broker_id=place.broker_id,
        handoff_id=place.handoff_id,
        answerer=place.answerer,
        listing_id=listing.id if listing else None,
        user_id=person,
        code=_code(),
        shown_name=shown_name.strip(),
        subject=subject.strip(),
        assigned_to=place.first_to,
    )
    session().add(thread)
    session().flush()
    _say(thread, words)
    trail.record(thread, "thread.open", by=_nameless(by), to_status=thread.status)
    clock.start(thread)
    letters.tell_place(thread, letters.asked)
    return thread


def write_on(thread: Thread, words: Words, *, by: Actor) -> None:
    """Add to a thread; after an answer or the end the clock starts anew."""
    person = _own(thread, by)
    if not handed.is_standing(thread):
        raise RuleBroken(_("業者への引き継ぎが終わったため、このやりとりには書き足せません。まちにたずねてください。"))
    ratelimit.hit("inquiry-message", person, limit=MESSAGES_AN_HOUR, per=AN_HOUR)
    _refuse_blocked(person, thread.answerer)
    veil_for(by).refuse(words.text)
    if thread.waits:
        trail.record(thread, "thread.write", by=_nameless(by))
        _say(thread, words)
    else:
        THREAD.apply(thread, "ask_on", by=_nameless(by))
        _say(thread, words)
        thread.round, thread.closed_at = thread.round + 1, None
        clock.start(thread)
    letters.tell_place(thread, letters.asked_on)


def close(thread: Thread, *, by: Actor) -> None:
    """End it; nothing more is waited for."""
    _own(thread, by)
    THREAD.apply(thread, "close", by=_nameless(by))
    keys.end(thread)
    clock.stop(thread)
    thread.closed_at = thread.changed_at = now()


def show_name(thread: Thread, name: str, *, by: Actor) -> None:
    """Tell a name, of one's own choice; who asks for secrecy stays a number."""
    _own(thread, by)
    if veil_for(by).is_needed:
        raise RuleBroken(_("「秘匿を希望する」を選んでいるため、名前は伝えられません。番号のままやりとりできます。"))
    thread.shown_name = name.strip()
    trail.record(thread, "thread.show_name", by=_nameless(by))


def _say(thread: Thread, words: Words) -> None:
    message = ThreadMessage(thread_id=thread.id, side=Side.PERSON, text=words.text.strip())
    session().add(message)
    session().flush()
    attach(message, words.files)
    thread.changed_at = now()


def _code() -> str:
    code = new_public_code(8)
    return f"{code[:4]}-{code[4:]}"


def _nameless(by: Actor) -> Actor:
    """The trail of a town must not lead from one matter of a person to another."""
    return replace(by, user_id=None)


def _person(by: Actor) -> str:
    if by.user_id is None:
        raise NotAllowed(_("サインインしてからたずねてください。"))
    return by.user_id


def _own(thread: Thread, by: Actor) -> str:
    if thread.user_id is None or thread.user_id != by.user_id:
        raise NotAllowed(_("ほかの人のやりとりには書き込めません。"))
    return thread.user_id


def _take_turns(person: str) -> None:
    """Two windows of one person do not both pass the limit."""
    session().exec(select(Resident).where(col(Resident.user_id) == person).with_for_update(key_share=True)).all()


def _refuse_blocked(person: str, answerer: str) -> None:
    if queries.is_blocked(person, answerer):
        raise RuleBroken(
            _(
                "この相手は、あなたからの問い合わせを受け取らないことにしました。"
                "納得できないときは「困ったときの手順」から市町村に申し出てください。"
            )
        )
