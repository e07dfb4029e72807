"""The reply clock: when an answer is due, the reminder, and telling the town when nobody answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import in_tokyo, now
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import enqueue
from webapp.core.templating import show_date
from webapp.core.workdays import (
    end_of_working_day_after,
    start_of_working_day_after,
    working_days_between,
)
from webapp.inquiries.threads import letters
from webapp.inquiries.threads.models import THREAD, Side, Thread, ThreadMessage, ThreadStatus
from webapp.municipalities import queries as municipalities

REMIND, ESCALATE, FURTHER = "thread_reminder", "thread_escalation", "thread_escalation_further"

trail.ACTION_LABELS |= {"thread.escalate_further": _l("返事がないことを、まちの管理者と運営者に知らせた")}


@dataclass(frozen=True)
class Days:
    """Working days until an answer is due, and until the town hears of it."""

    reply: int
    escalation: int


def days_in(municipality_code: str) -> Days:
    """The town's own numbers; it is never told before the answer was due."""
    reply = int(municipalities.setting("inquiry_reply_days", municipality_code))
    return Days(reply, max(reply, int(municipalities.setting("inquiry_escalation_days", municipality_code))))


def start(thread: Thread) -> None:
    """The place's turn begins now: its time to answer, a reminder on the last morning, and what follows."""
    days, moment = days_in(thread.municipality_code), now()
    thread.waiting_since, thread.due_at = moment, end_of_working_day_after(moment, days.reply)
    payload = {"thread": thread.id, "round": thread.round}
    last_morning = start_of_working_day_after(moment, days.reply)
    tells_at = end_of_working_day_after(moment, days.escalation)
    enqueue(REMIND, payload, key=f"{REMIND}:{thread.id}:{thread.round}", run_at=last_morning)
    enqueue(ESCALATE, payload, key=f"{ESCALATE}:{thread.id}:{thread.round}", run_at=tells_at)


def stop(thread: Thread) -> None:
    """Nobody has to answer any more."""
    thread.waiting_since = thread.due_at = None


def remind(thread: Thread, round_: int) -> None:
    """One letter on the last morning; nothing once there is an answer."""
    if thread.round == round_ and thread.waits:
        letters.tell_place(thread, letters.reminder)


def escalate(thread: Thread, round_: int, *, by: Actor) -> None:
    """Nobody answered: the town hears of it, and the person reads what can be done now."""
    if thread.round != round_ or thread.status is not ThreadStatus.WAITING:
        return
    THREAD.apply(thread, "escalate", by=by)
    thread.told_town_at = thread.changed_at = now()
    note(thread, _escalated_words(thread))
    letters.tell_place(thread, letters.overdue)
    letters.tell_town(thread)
    letters.tell_person(thread, letters.town_told)
    further_at = end_of_working_day_after(now(), days_in(thread.municipality_code).escalation)
    payload = {"thread": thread.id, "round": round_}
    enqueue(FURTHER, payload, key=f"{FURTHER}:{thread.id}:{round_}", run_at=further_at)


def escalate_further(thread: Thread, round_: int, *, by: Actor) -> None:
    """The town was silent as well, as long again: its administrators and the operator hear of it, the person too."""
    if thread.round != round_ or thread.status is not ThreadStatus.ESCALATED:
        return
    thread.told_further_at = thread.changed_at = now()
    trail.record(thread, "thread.escalate_further", by=by)
    town = municipalities.by_code(thread.municipality_code).full_name
    note(thread, _("まだ返事がないため、%(town)sの管理者と、ふたまちの運営者に知らせました。", town=town))
    letters.tell_further(thread)
    letters.tell_person(thread, letters.further_told)


def note(thread: Thread, words: str) -> None:
    """A word of the service in the thread, for both sides."""
    session().add(ThreadMessage(thread_id=thread.id, side=Side.SERVICE, text=words))
    session().flush()


def _escalated_words(thread: Thread) -> str:
    town = municipalities.by_code(thread.municipality_code).full_name
    return _(
        "%(n)s営業日のあいだ返事がなかったため、%(town)sの担当者に知らせました。担当者もこのやりとりを読めます。",
        n=days_in(thread.municipality_code).escalation,
        town=town,
    )


def waiting_words(thread: Thread, moment: datetime | None = None) -> str:
    """What both sides read beside the status: 「2日目（期限：…）」; empty when nobody waits."""
    if not thread.waits or thread.waiting_since is None or thread.due_at is None:
        return ""
    days = working_days_between(thread.waiting_since, moment or now())
    due = show_date(last_day(thread.due_at))
    if is_late(thread, moment):
        return _("%(n)s日目（期限の%(due)sを過ぎています）", n=days, due=due)
    if days == 0:
        return _("期限：%(due)s", due=due)
    return _("%(n)s日目（期限：%(due)s）", n=days, due=due)


def last_day(due_at: datetime) -> datetime:
    """The last instant of the day that a deadline at midnight closes."""
    return in_tokyo(due_at) - timedelta(seconds=1)


def is_late(thread: Thread, moment: datetime | None = None) -> bool:
    """Whether an answer was due already."""
    return thread.waits and thread.due_at is not None and thread.due_at <= (moment or now())
