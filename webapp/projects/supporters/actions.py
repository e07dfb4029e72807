"""What becomes of supporters: they stand up with a gift, step back with a refund, are heard, want no more letters."""

from datetime import datetime

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.projects.supporters import queries
from webapp.projects.supporters.models import VOICE, Supporter

trail.ACTION_LABELS |= {
    "project_supporter.stop_letters": _l("取り組みからの手紙を止めた"),
    "project_supporter.resume_letters": _l("取り組みからの手紙を再開した"),
    "project_supporter.erase": _l("応援の声から本人の情報を消した"),
}


def stand_up(supporter: Supporter) -> Supporter:
    """Note a paid donation; one that is known already counts again from now on, its words stay as they are."""
    known = session().get(Supporter, supporter.id)
    if known is not None:
        known.ended_at = None
        return known
    session().add(supporter)
    session().flush()
    return supporter


def step_back(supporter_id: str, *, at: datetime) -> None:
    """The money went back: no words, no letters."""
    found = session().get(Supporter, supporter_id)
    if found is not None and found.ended_at is None:
        found.ended_at = at


def belong_to(supporter_id: str, user_id: str) -> None:
    """Who gave without an account has one now."""
    found = session().get(Supporter, supporter_id)
    if found is not None:
        found.user_id, found.email = user_id, ""


def show(voice: Supporter, *, by: Actor) -> None:
    """Let everybody read a name and words."""
    VOICE.apply(voice, "show", by=by)


def leave_out(voice: Supporter, *, by: Actor, reason: str) -> None:
    """Keep them off the page, saying why."""
    VOICE.apply(voice, "leave_out", by=by, reason=reason)


def stop_letters(supporter: Supporter, *, by: Actor) -> None:
    """No more letters about this project to this person, however often they gave."""
    for row in queries.of_same_person(supporter):
        if row.letters_stopped_at is None:
            row.letters_stopped_at = now()
            trail.record(row, "project_supporter.stop_letters", by=by)


def resume_letters(supporter: Supporter, *, by: Actor) -> None:
    """Letters again."""
    for row in queries.of_same_person(supporter):
        if row.letters_stopped_at is not None:
            row.letters_stopped_at = None
            trail.record(row, "project_supporter.resume_letters", by=by)
