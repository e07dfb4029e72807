"""Threads end when nobody is left to answer: with a corporation's designation, a broker's hand-off, a town that leaves."""

from typing import Any

from sqlmodel import col, select

from webapp.banks.users.models import BankTalk
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.i18n import recorded
from webapp.corporations.designations.models import Designation
from webapp.inquiries.threads import clock, keys, letters
from webapp.inquiries.threads.models import THREAD, Thread


def follow(designation: Designation, *, by: Actor) -> None:
    """End what a corporation still had to answer where it is designated no longer; while it is, nothing happens."""
    if designation.is_in_force or designation.corporation_id is None:
        return
    body, town = designation.corporation_id, designation.municipality_code
    reason = recorded("法人の指定が終わったため")
    _end(by, reason, Thread.corporation_id == body, Thread.municipality_code == town)


def follow_talk(talk: BankTalk) -> None:
    """A hand-off to a broker has ended: so have the threads that the broker answered."""
    _end(system_actor("bank_talk"), recorded("業者への引き継ぎが終わったため"), Thread.handoff_id == talk.id)


def end_all_in(municipality_code: str, *, by: Actor, reason: str) -> None:
    """A town has left."""
    _end(by, reason, Thread.municipality_code == municipality_code)


def _end(by: Actor, reason: str, *conditions: Any) -> None:
    open_ones = col(Thread.status).in_(THREAD.moves["end"].sources)
    for thread in session().exec(select(Thread).where(*conditions, open_ones).order_by(col(Thread.id))):
        THREAD.apply(thread, "end", by=by, reason=reason)
        clock.stop(thread)
        keys.end(thread)
        thread.closed_at = thread.changed_at = now()
        clock.note(
            thread, recorded("答える側がなくなったため、このやりとりを終えました。まちの窓口にたずねてください。")
        )
        letters.tell_person(thread, letters.ended)
