"""Handing a thread on to whom it concerns: another organisation reads it only once the person has agreed."""

from dataclasses import replace

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.i18n import recorded
from webapp.inquiries import places
from webapp.inquiries.threads import clock, keys, letters, queries
from webapp.inquiries.threads.models import THREAD, Thread

trail.ACTION_LABELS |= {
    "thread.offer": _l("別の相手への引き継ぎを提案した"),
    "thread.hand_on": _l("引き継ぎに同意した"),
    "thread.keep": _l("引き継ぎを断った"),
}


def offer(thread: Thread, to: str, *, by: Actor) -> None:
    """Propose that somebody else answers; the person is asked first."""
    if thread.is_closed or thread.user_id is None:
        raise RuleBroken(_("終わったやりとりは引き継げません。"))
    if to not in {place.answerer for place in places.others_than(thread.answerer, thread.municipality_code)}:
        raise RuleBroken(_("引き継げるのは、このまちか、このまちが指定している法人だけです。"))
    thread.offered_to = to
    trail.record(thread, "thread.offer", by=by)
    letters.tell_person(thread, letters.offered)


def agree(thread: Thread, *, by: Actor) -> None:
    """The person agrees: everything that was written goes to the new place, and its clock starts."""
    place = _offered(thread, by)
    if queries.is_blocked(thread.user_id, place.answerer):
        raise RuleBroken(_("その相手は、あなたからの問い合わせを受け取らないことにしています。"))
    before = places.names_of({thread.answerer}).get(thread.answerer, "")
    thread.answerer, thread.corporation_id = place.answerer, place.corporation_id
    thread.broker_id = thread.handoff_id = thread.assigned_to = thread.offered_to = None
    keys.end(thread)
    thread.handed_on_at = thread.changed_at = now()
    nameless = replace(by, user_id=None)
    trail.record(thread, "thread.hand_on", by=nameless)
    if not thread.waits:
        THREAD.apply(thread, "ask_on", by=nameless)
    thread.round += 1
    clock.start(thread)
    clock.note(thread, recorded("%(before)sから%(after)sに引き継ぎました。", before=before, after=place.name))
    letters.tell_place(thread, letters.asked)


def keep(thread: Thread, *, by: Actor) -> None:
    """The person does not want that; nothing was shown to anybody."""
    _offered(thread, by)
    thread.offered_to = None
    trail.record(thread, "thread.keep", by=replace(by, user_id=None))


def _offered(thread: Thread, by: Actor) -> places.Place:
    if thread.user_id is None or thread.user_id != by.user_id:
        raise NotAllowed(_("ほかの人のやりとりには答えられません。"))
    others = places.others_than(thread.answerer, thread.municipality_code)
    found = next((place for place in others if place.answerer == thread.offered_to), None)
    if found is None or thread.is_closed:
        raise RuleBroken(_("引き継ぎの提案は、もうありません。"))
    return found
